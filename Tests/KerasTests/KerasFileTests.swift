import Composer
import Music
import NeuralNetwork
import Testing

@testable import Keras

struct KerasFileTests {
  @Test("What is not in a file is supposed, and said")
  func suppositions() throws {
    #expect(try KerasNetwork(file: "repository.keras").suppositions.isEmpty)
    #expect(
      try KerasNetwork(file: "repository.weights.h5").suppositions.map { $0.prefix(30) }
        == ["the activation activation is t", "the file does not say in which"])
    #expect(
      try KerasNetwork(file: "training.hdf5").suppositions
        == ["a dense layer without an activation after it is taken to have none"])
    #expect(
      try KerasNetwork(file: "single-2.2.2.hdf5").suppositions
        == ["Keras 2.2.2 had hard sigmoids as gates"])
  }

  @Test("The window is what the file says")
  func window() throws {
    #expect(try KerasNetwork(file: "training.keras").window == 12)
    #expect(try KerasNetwork(file: "training-2.h5").window == 12)
    #expect(try KerasNetwork(file: "training.hdf5").window == nil)
  }

  @Test(
    "Files that lead elsewhere, or hold no network, are refused in a sentence",
    arguments: [
      ("external-link.h5", "layers is a link to elsewhere"),
      ("soft-link.h5", "layers is a link to elsewhere"),
      ("circle.h5", "its groups are nested too deeply"),
      ("external-numbers.h5", "has its numbers in another file"),
      ("virtual-numbers.h5", "has its numbers in another file"),
      ("huge.h5", "is too large"),
      ("nothing.h5", "it has no layers that Keras would have written"),
      ("gru.keras", "the layer gru is of a kind that is not known"),
    ])
  func refused(file: String, fault: String) throws {
    let error = #expect(throws: KerasError.self) { try KerasNetwork(file: file) }
    #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
  }

  @Test("What a file holds has bounds, and names in it stay names")
  func bounds() throws {
    func refusal(_ arrays: [(String, [Int])], replacing: (String, String)? = nil) throws -> String {
      var bytes = try HDF5Writer.file(
        arrays.map { path, shape in
          (path, .init(shape: shape, values: .init(repeating: 0, count: shape.reduce(1, *))))
        })
      if let (old, new) = replacing {
        let at = try #require(bytes.firstRange(of: Array(old.utf8)))
        bytes.replaceSubrange(at, with: Array(new.utf8))
      }
      let error = #expect(throws: KerasError.self) { try WeightStore(reading: bytes) }
      return error?.description ?? ""
    }
    #expect(try refusal([("layers/dense/vars/0", [0, 1 << 26])]).contains("vars/0 is empty"))
    #expect(try refusal([("__metadata__", [3])]).contains("a name in it is damaged"))
    #expect(
      try refusal([("abcd", [3]), ("layers/x", [1])], replacing: ("abcd", "./la"))
        .contains("a name in it is damaged"))
    // Names are shown as far as they fit into a sentence, and never as what moves a cursor.
    let long = try refusal([("\u{1B}[2J" + String(repeating: "n", count: 4000), [0])])
    #expect(long.contains("?[2Jnnn") && long.contains("nnn is empty") && long.count < 500)
    let nested = (0..<30).map { _ in String(repeating: "n", count: 4000) }
    let groups = (1...6).flatMap { tree in
      (1...nested.count).map { "\(tree)/" + nested.prefix($0).joined(separator: "/") + "/x" }
    }
    #expect(try refusal(groups.map { ($0, [1]) }).contains("it holds too much text"))
  }

  @Test("Weights and notes of different trainings are told apart by their numbers of tokens")
  func vocabularies() throws {
    let network = try KerasNetwork(file: "training.keras")
    var notes = try TokenList(Fixtures.bytes("notes-2"))
    let model = try Model(network, notes: notes)
    #expect(model.vocabulary.tokens == Array(Set(notes.tokens)).sorted())
    #expect(model.context == .window(12) && model.starts.count == 64)
    let copy = try Model(decoding: model.encoded(precision: .single))
    #expect(copy.starts == model.starts && copy.vocabulary == model.vocabulary)
    notes.tokens.append("C1")
    #expect(throws: KerasError.wrongVocabulary(outputs: 14, tokens: 15)) {
      try Model(network, notes: notes)
    }
    notes.tokens = Array(notes.vocabulary.tokens.dropLast())
    // Fewer than a window.
    let weights = try KerasNetwork(file: "training.hdf5")
    #expect(throws: ComposerError.self) { try Model(weights, notes: notes) }
  }

  @Test("What is read is the same after its way from another process")
  func store() throws {
    let store = try WeightStore(reading: Fixtures.bytes("repository-2.h5"))
    #expect(store.arrays.count == 21 && store.kerasVersion?.hasPrefix("2.") == true)
    #expect(try WeightStore(decoding: store.encoded) == store)
  }
}
