import FoundationEssentials
import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// What files and their names say is shown as text.
struct OutsideTextTests {
  private let folder = Material.folder()

  private static let order = "\u{1B}]0;owned\u{7}\u{9B}2J"

  private func expectText(_ result: Program.Result) {
    let shown = result.text + result.errors
    #expect(shown.contains("\\u{1B}]0;owned\\u{7}\\u{9B}2J"), "\(result)")
    for scalar in shown.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control)
    }
  }

  private func run(_ arguments: [String]) -> Program.Result { Program.run(arguments, in: folder) }

  @Test("A file's name cannot steer the terminal, in errors and reports")
  func names() {
    let name = "a\(Self.order).mid"
    expectText(run(["info", name]))
    expectText(run(["tokens", name]))
    expectText(run(["audio", name, "--out", "x.wav"]))
    expectText(run([name]))
    expectText(run(["--out", "x.wav", "--\(Self.order)"]))
    folder.write(Material.piece(1), to: name)
    expectText(run(["audio", name, "--out", "x.wav"]))
  }

  @Test("A model's words cannot either")
  func model() throws {
    var file = try Safetensors(decoding: Material.model)
    let record = try #require(file.metadata["training"] ?? file.metadata["record"])
    let key = file.metadata["training"] == nil ? "record" : "training"
    file.metadata[key] = record.replacing(
      "\"classic\"", with: "\"classic\\u001b]0;owned\\u0007\u{9B}2J\"")
    folder.write(file.encoded, to: "model.safetensors")
    expectText(run(["info", "model.safetensors"]))
    let json = run(["info", "model.safetensors", "--json"])
    #expect(
      json.text.unicodeScalars.allSatisfy {
        $0 == "\n" || $0.properties.generalCategory != .control
      })
  }

  @Test("Nor can a batch's manifest")
  func manifest() {
    let batch = [
      "batch", "--count", "1", "--format", "mid", "--model", "model.safetensors", "--length", "10",
      "--out", "takes",
    ]
    #expect(run(batch).code == 0)
    let manifest = String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
    folder.write(
      Array(
        manifest.replacing(
          "\"length\":\"10\"", with: "\"length\":\"\\u001b]0;owned\\u0007\u{9B}2J\""
        ).utf8),
      to: "takes/manifest.jsonl")
    let result = run(batch)
    #expect(result.code == 64 && result.errors.contains("made differently"))
    expectText(result)
  }
}
