import Foundation
import RenderComposer
import RenderNetwork
import RenderWeights
import Testing

@testable import RenderKeras

/// Networks that Keras has trained, and what it says of them.
struct ParityTests {
  /// By network: the files that say all of it. Those of `embedding` that are weights alone do not say
  /// how its dense layer squashes.
  static let files =
    ["training", "generation", "repository", "embedding"].flatMap { name in
      ["\(name).keras", "\(name)-2.h5", "\(name)-3.h5"].map { (name, $0) }
    }
    + ["training", "generation", "repository"].flatMap { name in
      ["\(name).weights.h5", "\(name).hdf5"].map { (name, $0) }
    } + [("single", "single-2.h5"), ("single", "single-2.2.2.hdf5")]

  @Test(
    "Whatever the file, probabilities are Keras's, and so are the likeliest tokens",
    arguments: files)
  func probabilities(name: String, file: String) throws {
    // Those that the script makes in full size lack what is for tests of their own.
    guard !Fixtures.areFull || FileManager.default.fileExists(atPath: "\(Fixtures.folder)/\(file)")
    else { return }
    try compare(name, KerasNetwork(file: file))
  }

  @Test("The second network of a session, whose file counts its layers anew, is the same")
  func secondNetwork() throws {
    var store = try KerasWeights.read(Fixtures.bytes("generation.keras"))
    var description = try #require(store.attributes["@model_config"]?.first)
    for (name, other) in [("lstm_2", "lstm_3"), ("lstm_1", "lstm_2"), ("lstm", "lstm_1")] {
      description = description.replacingOccurrences(of: "\"\(name)\"", with: "\"\(other)\"")
    }
    store.attributes["@model_config"] = [description]
    try compare("generation", KerasNetwork(store))
  }

  @Test("The gates can be told where a file of weights does not say what they are")
  func gates() throws {
    try compare("single", KerasNetwork(file: "single.hdf5", recurrentActivation: .hardSigmoid))
    let supposed = try KerasNetwork(file: "single.hdf5")
    #expect(supposed.architecture.layers[1].summaryOfGates == .logistic)
  }

  private func compare(_ name: String, _ network: KerasNetwork) throws {
    let reference = try Fixtures.Reference(name)
    let inference = InferenceNetwork(network.parameters)
    let length = reference.windows[0].count
    for (window, expected) in zip(reference.windows, reference.probabilities) {
      var decoder = TokenDecoder(inference, context: .window(length))
      for token in window { decoder.push(token) }
      let found = softmax(decoder.logits)
      #expect(found.count == expected.count)
      #expect(zip(found, expected).map { abs($0 - $1) }.max()! < 1e-5)
    }
    var decoder = TokenDecoder(inference, context: .window(length))
    for token in reference.windows[0] { decoder.push(token) }
    var written: [Int32] = []
    while written.count < reference.greedy.count {
      let logits = decoder.logits
      let token = Int32(logits.indices.max { logits[$0] < logits[$1] }!)
      written.append(token)
      decoder.push(token)
    }
    #expect(written == reference.greedy)
  }
}

extension Layer {
  fileprivate var summaryOfGates: RecurrentActivation? {
    if case .lstm(_, _, let gates) = self { gates } else { nil }
  }
}
