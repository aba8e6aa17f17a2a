import RenderComposer
import RenderNetwork
import RenderWeights
import Testing

@testable import RenderKeras

struct ExportTests {
  @Test(
    "What is exported is read again as the same network",
    arguments: ["training", "repository", "embedding"])
  func roundTrip(name: String) throws {
    let network = try KerasNetwork(file: "\(name).keras")
    let notes = try TokenList(Fixtures.bytes("notes-2"))
    let model = try Model(network, notes: notes)
    let export = try KerasExport(model, weightsName: "mine.weights.h5")
    let file = try KerasWeights.file(of: export.weights)
    #expect(try KerasWeights.file(of: export.weights) == file)
    // Keras keeps its optimizer's, too.
    let original = try KerasWeights.read(Fixtures.bytes("\(name).weights.h5"))
    let store = try KerasWeights.read(file)
    #expect(store.arrays == original.arrays.filter { $0.key.hasPrefix("layers/") })
    #expect(export.program.contains(".with_name(\"mine.weights.h5\")"))
    #expect(export.program.contains("WINDOW = 12\n"))
    #expect(export.program.contains("\"11.2\", \"2.5.9\""))
    // Layers without weights are there as well. We have an activation of a dense layer on its own.
    guard name != "embedding" else { return }
    #expect(
      Set(store.groups) == Set(original.groups.filter { $0 == "" || $0.hasPrefix("layers") }))
    let again = try KerasNetwork(store, window: 12)
    #expect(again.architecture.layers == network.architecture.layers.filter { !$0.isDropout })
  }

  @Test("Each layer of an exported program has a name of its own")
  func names() throws {
    for name in ["training", "repository", "embedding"] {
      let names = try program(of: "\(name).keras").split(separator: "name=\"").dropFirst()
        .map { $0.prefix { $0 != "\"" } }
      #expect(Set(names).count == names.count && names.contains("activation"), "\(names)")
    }
  }

  @Test("An exported program has the hard sigmoids of old networks, and quotes what it opens")
  func hardSigmoids() throws {
    let program = try program(of: "single-2.h5", weightsName: "a\"b\\c.weights.h5")
    #expect(program.contains("recurrent_activation=hard_sigmoid"))
    #expect(program.contains("def hard_sigmoid(x):"))
    #expect(program.contains("with_name(\"a\\\"b\\\\c.weights.h5\")"))
    #expect(program.hasPrefix(KerasExport.beginning))
  }

  private func program(of file: String, weightsName: String = "w.weights.h5") throws -> String {
    let model = try Model(
      KerasNetwork(file: file), notes: TokenList(Fixtures.bytes("notes-2")))
    return try KerasExport(model, weightsName: weightsName).program
  }
}

extension Layer {
  fileprivate var isDropout: Bool { if case .dropout = self { true } else { false } }
}
