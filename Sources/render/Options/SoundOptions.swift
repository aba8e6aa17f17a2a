import ArgumentParser
import RenderAudio
import RenderStudio

/// The options for the sound of a piece, and for how it is stored.
struct SoundOptions: ParsableArguments {
  @Option(
    name: .customLong("soundfont"),
    help: ArgumentHelp(
      "The SoundFont 2 file to play with, or the name of one beside the grand piano, such as SteinwayD "
        + "after `make grand` (default: the shipped instruments).",
      valueName: "file|name"),
    completion: .soundFonts)
  var soundFont: String?

  @Option(
    help: """
      The reverberation (default: room; hall for a composed ensemble).
      """)
  var reverb: SoundRequest.Room?

  @Option(
    help: ArgumentHelp(
      "The level of the reverberation, 0 to 1 (default: that of the room).", valueName: "level"))
  var reverbLevel: Double?

  @Option(
    help: ArgumentHelp(
      "The integrated loudness in LUFS (EBU R 128; default: -18). If the true peak would exceed "
        + "-1 dBTP, before lossy coding, the piece stays softer.",
      valueName: "LUFS"))
  var loudness: Double?

  @Option(
    help: ArgumentHelp(
      "A fixed gain in dB instead of a loudness. A stream always has one, and a limiter "
        + "(default for streams: 8 dB with an expressive performance, otherwise 0 dB).",
      valueName: "dB"))
  var gain: Double?

  @Flag(help: "Limit peaks above -1 dBTP instead of staying softer.")
  var limit = false

  @Option(
    help: ArgumentHelp(
      "Bits per sample; FLAC has 16 or 24 (default: 16).",
      valueName: "bits"))
  var bitDepth: SampleFormat?

  @Option(
    help: ArgumentHelp(
      "The sample rate, 22050 to 96000 (default: 44100; always 48000 in Opus).",
      valueName: "Hz"))
  var sampleRate: Int?

  @Option(
    help: ArgumentHelp(
      "The quality of Ogg Vorbis, Opus and MP3, 0 (small) to 10 (good) (default: 7).",
      valueName: "number"))
  var quality: Double?

  @Flag(
    help: """
      Also write each part to its own file, in a folder beside the whole: piece.stems/01-violin.wav. Stems have \
      the length and the gain of the piece, without the limiter, and add up to it. In WAV, FLAC and AIFF.
      """)
  var stems = false

  @Option(
    help: ArgumentHelp(
      "A date to store in the file (default: none, so that the same piece gives the same bytes).",
      valueName: "date"))
  var date: String?

  func validate() throws {
    if loudness != nil, gain != nil {
      throw ValidationError("Give --loudness or --gain, not both.")
    }
    try validating { try request.validate() }
  }

  /// The request of these options.
  var request: SoundRequest {
    SoundRequest(
      soundFont: soundFont, room: reverb, roomLevel: reverbLevel,
      level: loudness.map { .loudness($0) } ?? gain.map { .gain($0) }, limits: limit,
      sampleRate: sampleRate, sampleFormat: bitDepth, quality: quality, date: date)
  }
}

extension SampleFormat: ExpressibleByArgument {}
extension AudioFileFormat: ExpressibleByArgument {}
extension SoundRequest.Room: ExpressibleByArgument {}
