import ArgumentParser
import Audio

/// How a piece sounds.
struct SoundOptions: ParsableArguments {
  @Option(
    name: .customLong("soundfont"),
    help: ArgumentHelp(
      "Play with this SoundFont 2 file instead of the grand piano.", valueName: "file"),
    completion: .file(extensions: ["sf2", "sf3"]))
  var soundFont: String?

  @Option(help: ArgumentHelp("Bits of a sample.", valueName: "16|24"))
  var bitDepth: Int = 16

  func validate() throws {
    guard bitDepth == 16 || bitDepth == 24 else {
      throw ValidationError("--bit-depth \(bitDepth) is not 16 or 24.")
    }
  }

  var sampleFormat: SampleFormat { bitDepth == 24 ? .integer24 : .integer16 }

  func makeRenderer() throws -> Renderer {
    guard let path = soundFont ?? Resources.defaultSoundFont else {
      throw Failure(
        .missingInput,
        "the grand piano that comes with render was not found; give another one with --soundfont")
    }
    return try Renderer(soundFont: LoadedSoundFont(path: path))
  }
}
