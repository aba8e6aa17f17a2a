import RenderAudio

/// What is said about a sound.
struct SoundReport: Codable {
  /// Nil for a stream.
  var file: String?
  /// The tail included.
  var seconds: Double
  /// Integrated, in LUFS.
  var loudness: Double
  /// In dBTP.
  var truePeak: Double
  /// In dB, of the synthesizer's sound.
  var gain: Double
  var isBoundByCeiling: Bool
  /// The most that a limiter took away, in dB.
  var limiting: Double?
  var notes: Int
  /// Notes for which the soundfont has no instrument.
  var silentNotes: Int
  var voices: Int
  var tailSeconds: Double
  var tailWasCut: Bool
  var omittedLeadIn: Double
  var remarks: [String]
  var soundFont: String
  var sampleRate: Int
  /// FluidSynth's, linear.
  var synthesizerGain: Double
  var polyphony: Int
  var interpolation: Int
  /// Nil where there is none.
  var reverb: RenderSettings.Reverb?
  var versions: [String: String]

  init(_ report: RenderReport, renderer: Renderer, file: String?) {
    let level = report.level ?? LevelReport()
    self.file = file
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
    versions = [
      "FluidSynth": LibraryVersions.fluidSynth, "libsndfile": LibraryVersions.sndFile,
      "libebur128": LibraryVersions.ebur128,
    ]
  }

  /// `2 min 6 s, -18.0 LUFS, true peak -3.2 dBTP`.
  var summary: String {
    let level =
      loudness.isFinite
      ? "\(decimal(loudness)) LUFS, true peak \(decimal(truePeak)) dBTP"
      : "too short for a loudness"
    return "\(duration(seconds)), \(level)"
  }

  /// What a listener should know beside that, a sentence each.
  var notices: [String] {
    var notices = remarks
    if isBoundByCeiling, limiting != nil {
      notices.append("the piece is softer than asked for: the limiter cannot make it louder")
    } else if isBoundByCeiling {
      notices.append(
        "the piece is softer than asked for, since its true peak would exceed the ceiling; "
          + "--limit lets a limiter take off the peaks")
    }
    if let limiting, limiting < -0.05 {
      notices.append("the limiter took away up to \(decimal(-limiting)) dB")
    }
    if tailWasCut { notices.append("the sound would not end and was faded out") }
    if omittedLeadIn > 0 {
      notices.append("\(duration(omittedLeadIn)) of silence before the first note were left out")
    }
    if silentNotes > 0 {
      notices.append(
        "\(silentNotes) of \(notes) notes are for instruments that the soundfont lacks")
    }
    return notices
  }
}
