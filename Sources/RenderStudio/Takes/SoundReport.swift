import RenderAudio

/// The properties of a rendered sound.
public struct SoundReport: Hashable, Codable, Sendable {
  /// The audio file; `nil` for a stream.
  public var file: String?
  /// The files of the parts, in score order; `nil` where none were asked for.
  public var stems: [Stem]?
  /// The length of the sound in seconds, its tail included.
  public var seconds: Double
  /// The integrated loudness, in LUFS.
  public var loudness: Double
  /// The true peak, in dBTP.
  public var truePeak: Double
  /// The gain that the synthesizer's sound was given, in dB.
  public var gain: Double
  /// Whether the piece is softer than was asked for, so that its peaks stay under the ceiling.
  public var isBoundByCeiling: Bool
  /// The most that a limiter took away, in dB; `nil` without one.
  public var limiting: Double?
  /// The number of notes.
  public var notes: Int
  /// The number of notes for which the soundfont has no instrument.
  public var silentNotes: Int
  /// The most voices that sounded at once, or a few more.
  public var voices: Int
  /// The time from the last note's end to the end of the sound, in seconds.
  public var tailSeconds: Double
  /// Whether the sound was faded out since it would not end.
  public var tailWasCut: Bool
  /// The silence before the first note that was left out, in seconds.
  public var omittedLeadIn: Double
  /// The remarks of FluidSynth, such as on a missing instrument.
  public var remarks: [String]
  /// The path of the soundfont.
  public var soundFont: String
  /// The sample rate in Hz.
  public var sampleRate: Int
  /// The gain of FluidSynth itself, linear.
  public var synthesizerGain: Double
  /// The most voices that could have sounded at once, in each half of the keys.
  public var polyphony: Int
  /// The order of FluidSynth's interpolation between two samples.
  public var interpolation: Int
  /// The room; `nil` where there is none.
  public var reverb: RenderSettings.Reverb?
  /// The maker of the reverb, `render` or `FluidSynth`; `nil` where there is none, and in reports of version 0.3 and before.
  public var reverbMaker: String?
  /// The versions of the libraries that made the sound.
  public var versions: [String: String]

  /// The file of a part.
  public struct Stem: Hashable, Codable, Sendable {
    /// The name of the part.
    public var part: String
    /// The audio file.
    public var file: String
    /// Whether its samples were cut off at full scale, which the whole does not reach there.
    public var isClipped: Bool
  }

  init(_ report: RenderReport, renderer: Renderer, file: String?, stems: [Stem]? = nil) {
    let level = report.level ?? LevelReport()
    self.file = file
    self.stems = stems
    seconds = report.seconds
    loudness = level.loudness
    truePeak = level.truePeak
    gain = level.gain
    isBoundByCeiling = level.isBoundByCeiling
    limiting = level.limiting
    notes = report.notes
    silentNotes = report.silentNotes
    voices = report.voices
    tailSeconds = report.tailSeconds
    tailWasCut = report.tailWasCut
    omittedLeadIn = report.omittedLeadIn
    remarks = report.remarks
    soundFont = renderer.soundFont.path
    sampleRate = report.sampleRate
    synthesizerGain = renderer.settings.gain
    polyphony = renderer.settings.polyphony
    interpolation = Int(renderer.settings.interpolation.rawValue)
    reverb = renderer.settings.reverb
    reverbMaker = reverb.map { _ in report.hasFluidSynthReverb ? "FluidSynth" : "render" }
    versions = [
      "FluidSynth": LibraryVersions.fluidSynth, "libsndfile": LibraryVersions.sndFile,
      "libebur128": LibraryVersions.ebur128,
    ]
  }
}
