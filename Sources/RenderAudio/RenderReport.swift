/// The result of rendering a piece, in figures.
public struct RenderReport: Hashable, Sendable {
  /// The number of frames of the sound.
  public var frames = 0
  /// The number of frames a second, in Hz.
  public var sampleRate = 44_100
  /// The largest absolute sample that the synthesizer gave: 1 is full scale.
  public var peak: Float = 0
  /// The level of what was written; nil where the samples went to the caller.
  public var level: LevelReport?
  /// The profile of what was written, where it was asked for.
  public var profile: SoundProfile?
  /// The time from the last note's end to the end of the sound, in seconds.
  public var tailSeconds = 0.0
  /// Whether the sound was faded out, since it did not die away by itself.
  public var tailWasCut = false
  /// The fade at the end of the sound; nil for what was not rendered.
  var fade: FinalFade?
  /// Whether the reverb was FluidSynth's, since the file sends to it in ways that only a synthesizer can follow.
  public var hasFluidSynthReverb = false
  /// The silence before the first note that was left out, in seconds.
  public var omittedLeadIn = 0.0
  /// The number of notes.
  public var notes = 0
  /// The number of notes on channels for which the soundfont has no instrument.
  public var silentNotes = 0
  /// The largest number of voices that sounded at once, or a few more: the sum of the largest numbers in
  /// each half of the keys within a tenth of a second.
  public var voices = 0
  /// The remarks of FluidSynth, such as a missing instrument and the one it took instead.
  public var remarks: [String] = []

  /// The duration of the sound, in seconds.
  public var seconds: Double { Double(frames) / Double(sampleRate) }
}
