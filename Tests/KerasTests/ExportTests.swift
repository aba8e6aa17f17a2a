import Composer
import NeuralNetwork
import Testing

@testable import Keras

struct ExportTests {
  @Test(
    "What is exported is read again as the same network",
    arguments: ["training", "repository", "embedding"])
  func roundTrip(name: String) throws {
    let network = try KerasNetwork(file: "\(name).keras")
    let notes = try TokenList(Fixtures.bytes("notes-2"))
    let model = try Model(network, notes: notes)
    let export = try KerasExport(model, weightsName: "mine.weights.h5")
    #expect(try KerasExport(model, weightsName: "mine.weights.h5").weights == export.weights)
    // Keras keeps its optimizer's, too.
    let original = try WeightStore(reading: Fixtures.bytes("\(name).weights.h5")).arrays
      .filter { $0.key.hasPrefix("layers/") }
    #expect(try WeightStore(reading: export.weights).arrays == original)
    #expect(export.program.contains("def load(weights=\"mine.weights.h5\")"))
    #expect(export.program.contains("WINDOW = 12\n"))
    #expect(export.program.contains("\"11.2\", \"2.5.9\""))
  }
}
