/// What came of a piece.
public struct RenderReport: Hashable, Sendable {
  public var frames = 0
  public var sampleRate = 44_100
  /// The largest absolute sample that the synthesizer gave: 1 is full scale.
  public var peak: Float = 0
  /// Of what was written; nil where the samples went to the caller.
  public var level: LevelReport?
  /// Of what was written, where it was asked for.
  public var profile: SoundProfile?
  /// From the last note's end to the end of the sound.
  public var tailSeconds = 0.0
  /// Whether the sound was faded out since it would not end.
  public var tailWasCut = false
  /// The silence before the first note that was left out.
  public var omittedLeadIn = 0.0
  public var notes = 0
  /// Notes on channels for which the soundfont has no instrument.
  public var silentNotes = 0
  /// The most voices that sounded at once, or a few more: the most in each half of the keys within a
  /// tenth of a second.
  public var voices = 0
  /// What FluidSynth remarked, such as a missing instrument and the one it took instead.
  public var remarks: [String] = []

  public var seconds: Double { Double(frames) / Double(sampleRate) }
}
