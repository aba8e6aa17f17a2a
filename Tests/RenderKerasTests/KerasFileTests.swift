import Foundation
import RenderComposer
import RenderMusic
import RenderNetwork
import RenderWeights
import Testing

@testable import RenderKeras

struct KerasFileTests {
  @Test("What is not in a file is supposed, and said")
  func suppositions() throws {
    #expect(try KerasNetwork(file: "repository.keras").suppositions.isEmpty)
    let expected: [(file: String, suppositions: [KerasSupposition])] = [
      ("repository.weights.h5", [.orderFromShapes, .rectifier(name: "activation"), .window(100)]),
      (
        "training.weights.h5",
        [
          .orderFromShapes, .fewActivations(count: 1, denseLayers: 2), .plainDenseLayer,
          .window(100),
        ]
      ),
      ("training.hdf5", [.plainDenseLayer, .window(100)]),
      ("single-2.2.2.hdf5", [.hardSigmoids(version: "2.2.2"), .window(100)]),
    ]
    for (file, suppositions) in expected {
      #expect(try KerasNetwork(file: file).suppositions == suppositions)
    }
    #expect(
      try KerasNetwork(file: "training.hdf5", window: 12).suppositions == [.plainDenseLayer])
    #expect(
      try KerasNetwork(edited("training.keras", "\"softmax\"", "\"linear\"")).suppositions
        == [.noSoftmax])
  }

  @Test("Gates of a version that is not known, or was two, are supposed unless they are given")
  func suppositionsOfGates() throws {
    for (version, supposition) in [
      (nil, KerasSupposition.gatesOfUnknownVersion),
      (["2.2.4-tf"], .gatesOfAmbiguousVersion("2.2.4-tf")),
    ] {
      var store = try KerasWeights.read(Fixtures.bytes("single.hdf5"))
      store.attributes["@keras_version"] = version
      #expect(try KerasNetwork(store, window: 12).suppositions == [supposition])
      #expect(
        try KerasNetwork(store, window: 12, recurrentActivation: .logistic).suppositions.isEmpty)
    }
  }

  @Test("What a stranger's file names is short and harmless in a supposition's sentence")
  func briefSuppositions() {
    let name = String(repeating: "x", count: 10_000) + "\u{1B}[2J"
    for supposition in [KerasSupposition.rectifier(name: name), .hardSigmoids(version: name)] {
      let sentence = supposition.description
      #expect(sentence.count < 400 && !sentence.contains("\u{1B}"))
    }
  }

  @Test("The window is what the file says, within bounds")
  func window() throws {
    #expect(try KerasNetwork(file: "training.keras").window == 12)
    #expect(try KerasNetwork(file: "training-2.h5", window: 12).window == 12)
    #expect(try KerasNetwork(file: "training.hdf5").window == 100)
    #expect(try KerasNetwork(file: "training.hdf5", window: 20).window == 20)
    #expect(throws: KerasError.otherWindow(inFile: 12, given: 20)) {
      try KerasNetwork(file: "training.keras", window: 20)
    }
    for length in [-5, 0, 5000] {
      let error = #expect(throws: KerasError.self) {
        try KerasNetwork(
          edited("training.keras", "[null, 12, 1]", "[null, \(length), 1]"))
      }
      #expect(
        error?.description.contains("it sees \(length) tokens at a time, which is out of range")
          == true)
    }
  }

  /// A file with another description of its network.
  private func edited(_ file: String, _ old: String, _ new: String) throws -> WeightStore {
    var store = try KerasWeights.read(Fixtures.bytes(file))
    let description = try #require(store.configuration)
    let other = description.replacingOccurrences(of: old, with: new)
    #expect(other != description)
    store.attributes["@model_config"] = [other]
    return store
  }

  @Test(
    "What a description says and this program lacks is refused by name",
    arguments: [
      ("embedding", "\"mask_zero\": false", "\"mask_zero\": true", "mask_zero=True"),
      ("training", "\"rate\": 0.3", "\"rate\": 1.5", "taken over: layer 2 has a dropout rate"),
      ("training", "\"class_name\": \"LSTM\"", "\"class_name\": \"CuDNNLSTM\"", "'sigmoid'"),
    ])
  func described(file: String, old: String, new: String, fault: String) throws {
    let error = #expect(throws: KerasError.self) {
      try KerasNetwork(edited("\(file).keras", old, new))
    }
    #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
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
      ("unwritten.h5", "it stands for more numbers than a file of its size has"),
      ("zeros.keras", "model.weights.h5 in the archive is too large"),
      ("nothing.h5", "it has no layers that Keras would have written"),
      ("gru.keras", "it has a layer of the kind GRU, which this program lacks"),
    ])
  func refused(file: String, fault: String) throws {
    let error = #expect(throws: KerasError.self) { try KerasNetwork(file: file) }
    #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
  }

  @Test("What a file holds has bounds, and names in it stay names")
  func bounds() throws {
    func refusal(_ arrays: [(String, [Int])], replacing: (String, String)? = nil) throws -> String {
      var store = WeightStore()
      for (path, shape) in arrays {
        let values = [Float](repeating: 0, count: shape.reduce(1, *))
        store.arrays[path] = WeightStore.Array(shape: shape, values: values)
      }
      var bytes = try KerasWeights.file(of: store)
      if let (old, new) = replacing {
        let at = try #require(bytes.firstRange(of: Array(old.utf8)))
        bytes.replaceSubrange(at, with: Array(new.utf8))
      }
      let error = #expect(throws: KerasError.self) { try KerasWeights.read(bytes) }
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
    notes.tokens = Array(notes.tokens.prefix(100))
    let weights = try KerasNetwork(file: "training.hdf5")
    #expect(throws: KerasError.tooFewTokens(100, window: 100)) {
      try Model(weights, notes: notes)
    }
  }

  @Test("An imported model's fingerprint is its notes' and its weights'")
  func fingerprint() throws {
    let notes = try TokenList(Fixtures.bytes("notes-2"))
    let fingerprints = try ["training", "generation", "training"].map {
      try Model(KerasNetwork(file: "\($0).keras"), notes: notes).record.corpusFingerprint
    }
    #expect(fingerprints[0] == fingerprints[2] && fingerprints[0] != fingerprints[1])
  }
}
