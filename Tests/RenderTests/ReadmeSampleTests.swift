import Foundation
import RenderAudio
import RenderComposer
import RenderFiles
import RenderMIDI
import RenderMusic
import RenderPerformance
import RenderTestSupport
import Testing

/// The README's sample of the library: what stands there is what is compiled here.
private func sample() throws {
  let bytes = try Data(contentsOf: URL(fileURLWithPath: "Models/default.safetensors"))
  let model = try Model(decoding: Array(bytes))
  let composer = try Composer(model, seed: 7, extent: .events(500))
  let piece = Piece(composer)
  let midi = try MIDIFile(performing: piece, style: .expressive, seed: 7)
  let piano = try LoadedSoundFont(path: "SoundFonts/FluidR3-GrandPiano.sf2")
  let report = try Renderer(soundFont: piano).render(midi, to: .file("piece.wav"))
  print(report.seconds, "seconds")
}

struct ReadmeSampleTests {
  /// The folder of the package.
  private static var package: String {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  }

  @Test("Every line of the README's sample is compiled")
  func compiles() throws {
    let lines = { (path: String) throws in
      String(decoding: try readFile(path), as: UTF8.self).split(separator: "\n")
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let compiled = Set(try lines(#filePath))
    let readme = try lines(Self.package + "/README.md")
    let start = try #require(readme.lastIndex(of: "```swift"))
    let sample = readme[(start + 1)...].prefix { $0 != "```" }
    #expect(sample.count > 12)
    for line in sample { #expect(compiled.contains(line), "\(line)") }
  }

  @Test("... and plays")
  func plays() async {
    // In a process of its own, which can have a folder of its own.
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      for name in ["Models", "SoundFonts"] {
        try FileManager.default.createSymbolicLink(
          atPath: folder.path(name), withDestinationPath: ReadmeSampleTests.package + "/" + name)
      }
      #expect(FileManager.default.changeCurrentDirectoryPath(folder.path))
      try sample()
      #expect(folder.bytes("piece.wav").count > 1_000_000)
    }
  }
}
