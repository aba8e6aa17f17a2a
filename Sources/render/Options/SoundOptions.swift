import ArgumentParser
import RenderAudio
import RenderComposer
import RenderPerformance

/// How a piece sounds, and how the sound is stored.
struct SoundOptions: ParsableArguments {
  @Option(
    name: .customLong("soundfont"),
    help: ArgumentHelp(
      "Play with this SoundFont 2 file instead of the grand piano, or with the one of that name "
        + "beside it: SteinwayD, once `make grand` has cut it.",
      valueName: "file|name"),
    completion: .file(extensions: ["sf2", "sf3"]))
  var soundFont: String?

  @Option(help: "The room around the piano.")
  var reverb = Room.room

  @Option(
    help: ArgumentHelp("The level of the room, 0 to 1, instead of its own.", valueName: "level"))
  var reverbLevel: Double?

  // Below zero as a rule, so what begins with a dash is no option here.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Integrated loudness to bring the piece to, in LUFS (EBU R 128); -18 without it. Where the "
        + "true peak would exceed -1 dBTP, before coding with loss, the piece stays softer.",
      valueName: "LUFS"))
  var loudness: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A fixed gain in dB instead of a loudness. A stream has one in any case, and the limiter: "
        + "without this option 8 dB where it is performed expressively, 0 dB where not.",
      valueName: "dB"))
  var gain: Double?

  @Flag(help: "Let a limiter take off peaks above -1 dBTP rather than stay softer.")
  var limit = false

  @Option(
    help: ArgumentHelp(
      "Bits of a sample, in WAV and AIFF: 16, 24, 32 or float; in FLAC: 16 or 24. 16 without it.",
      valueName: "bits"))
  var bitDepth: SampleFormat?

  @Option(
    help: ArgumentHelp(
      "Frames a second, 22050 to 96000; 44100 without it, 48000 in Opus, which has no other.",
      valueName: "Hz"))
  var sampleRate: Int?

  @Option(
    help: ArgumentHelp(
      "Quality of Ogg Vorbis, Opus and MP3, 0 (small) to 10 (good); 7 without it.",
      valueName: "number"))
  var quality: Double?

  @Option(
    help: ArgumentHelp(
      "A date to store in the file; none without it, so that the same piece is the same bytes, but for the "
        + "serial number of Ogg and Opus.",
      valueName: "date"))
  var date: String?

  func validate() throws {
    if loudness != nil, gain != nil {
      throw ValidationError("Give --loudness or --gain, not both.")
    }
    try check("--loudness", loudness, LevelSettings.loudnesses)
    try check("--gain", gain, LevelSettings.gains)
    try check("--quality", quality, AudioFileOptions.qualities)
    try check("--reverb-level", reverbLevel, RenderSettings.Reverb.levels)
    let rates = RenderSettings.sampleRates
    if let sampleRate, !rates.contains(sampleRate) {
      throw ValidationError(
        "--sample-rate \(sampleRate) is out of range (\(rates.lowerBound) to \(rates.upperBound)).")
    }
    if reverbLevel != nil, reverb == .off {
      throw ValidationError("There is no level of a room that is off; leave out --reverb-level.")
    }
  }

  private func check(
    _ option: String, _ value: Double?, _ allowed: ClosedRange<Double>
  ) throws {
    guard let value, !allowed.contains(value) else { return }
    throw ValidationError(
      "\(option) \(value) is out of range "
        + "(\(decimal(allowed.lowerBound, 0)) to \(decimal(allowed.upperBound, 0))).")
  }

  /// What the synthesizer is to do for files of this format.
  func settings(for format: AudioFileFormat) -> RenderSettings {
    var settings = RenderSettings()
    settings.sampleRate = sampleRate ?? format.defaultSampleRate
    settings.reverb = reverb.reverb
    if let reverbLevel { settings.reverb?.level = reverbLevel }
    return settings
  }

  /// How the sound is stored, tags aside.
  ///
  /// - Parameter streamGain: the gain in dB of a stream, where none was asked for; nil for files.
  /// - Throws: where the format cannot be what was asked for.
  func fileOptions(
    for format: AudioFileFormat, streamGain: Double? = nil
  ) throws -> AudioFileOptions {
    var options = AudioFileOptions()
    options.sampleFormat = bitDepth
    options.quality = quality
    options.tags.software = "render \(softwareVersion)"
    options.tags.date = date
    options.level.limits = limit
    if let loudness { options.level.target = .loudness(loudness) }
    if let gain { options.level.target = .gain(gain) }
    if let streamGain {
      guard loudness == nil else {
        throw Failure(
          .usage,
          "the loudness of a stream is known only when it is over; use --gain instead of --loudness"
        )
      }
      options.level.target = .gain(gain ?? streamGain)
    }
    try options.validate(for: format, sampleRate: settings(for: format).sampleRate)
    return options
  }

  /// What decides the sound, by option, where it was given.
  var named: [String: String] {
    [
      "reverb": reverb.rawValue, "reverb-level": reverbLevel.map { "\($0)" },
      "loudness": loudness.map { "\($0)" }, "gain": gain.map { "\($0)" },
      "limit": limit ? "yes" : nil, "bit-depth": bitDepth?.rawValue,
      "sample-rate": sampleRate.map { "\($0)" }, "quality": quality.map { "\($0)" }, "date": date,
    ].compactMapValues(\.self)
  }
}

extension SampleFormat: ExpressibleByArgument {}

extension PerformanceStyle {
  /// The gain of a stream, in dB: expressive pieces, which are at -26 LUFS on average over seeds,
  /// come to the loudness that files have.
  var streamGain: Double { self == .expressive ? 8 : 0 }
}

/// The rooms that can be asked for.
enum Room: String, ExpressibleByArgument, CaseIterable {
  case off, room, chamber, hall, cathedral

  var reverb: RenderSettings.Reverb? {
    switch self {
    case .off: nil
    case .room: .room
    case .chamber: .chamber
    case .hall: .hall
    case .cathedral: .cathedral
    }
  }
}
