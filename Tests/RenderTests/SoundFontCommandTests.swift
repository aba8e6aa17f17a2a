import FoundationEssentials
import RenderTestMaterial
import RenderTestSupport
import Testing

/// Cutting presets out of soundfonts, as a user does it.
struct SoundFontCommandTests {
  private let folder = TemporaryFolder()
  private let extract = ["soundfont", "extract", Material.soundFont, "--out", "piano.sf2"]

  private struct Contents: Decodable {
    var samples: Int
    var presets: [String]
  }

  @Test("An extracted preset is listed by info, alone")
  func extracted() throws {
    #expect(Program.run(extract + ["--preset", "0:0", "--quiet"], in: folder).code == 0)
    let info = Program.run(["info", "piano.sf2", "--json"], in: folder)
    let contents = try JSONDecoder().decode(Contents.self, from: Data(info.output))
    #expect(contents.presets == ["0:0 Yamaha Grand Piano"])
    // The file has one more, which nothing plays.
    #expect(contents.samples == 40)
    #expect(Program.run(["info", "piano.sf2"], in: folder).text.contains("\n  0:0 Yamaha Grand"))
    #expect(folder.names == ["piano.sf2"])
  }

  @Test("A preset that is not there ends with 64, and it is said how to list those that are")
  func missing() {
    let result = Program.run(extract + ["--preset", "3:7"], in: folder)
    #expect(result.code == 64)
    #expect(result.errors.contains("no preset 3:7; `render info "))
    #expect(folder.names.isEmpty)
  }

  @Test("A soundfont is not overwritten by its own preset")
  func overwriting() {
    _ = Program.run(extract + ["--preset", "0:0"], in: folder)
    let before = folder.bytes("piano.sf2")
    let result = Program.run(
      ["soundfont", "extract", "piano.sf2", "--preset", "0:0", "--out", "./piano.sf2"], in: folder)
    #expect(result.code == 64)
    #expect(result.errors.contains("would overwrite the input piano.sf2"))
    #expect(folder.bytes("piano.sf2") == before)
  }
}
