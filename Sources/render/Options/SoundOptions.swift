import ArgumentParser
import RenderAudio
import RenderStudio

/// The options for the sound of a piece, and for how it is stored.
struct SoundOptions: ParsableArguments {
  @Option(
    name: .customLong("soundfont"),
    help: ArgumentHelp(
      "Play with this SoundFont 2 file instead of the grand piano, or with the one of that name "
        + "beside it: SteinwayD, once `make grand` has cut it.",
      valueName: "file|name"),
    completion: .file(extensions: ["sf2", "sf3"]))
  var soundFont: String?

  @Option(
    help: """
      The room around the players; without it a room, and a hall around an ensemble that is \
      composed.
      """)
  var reverb: SoundRequest.Room?

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

  @Flag(
    help: """
      Write each part into a file of its own, too, in a folder beside the whole: piece.stems/01-violin.wav. \
      They have its length and its gain, without the limiter, and add up to it. In WAV, FLAC and AIFF.
      """)
  var stems = false

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
