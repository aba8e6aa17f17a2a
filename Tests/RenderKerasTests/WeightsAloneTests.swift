import RenderNetwork
import RenderWeights
import Testing

@testable import RenderKeras

/// Weights without a network's description, and under names that mislead.
struct WeightsAloneTests {
  private typealias Layers = [(name: String, shapes: [[Int]])]

  private static func lstm(_ inputs: Int, _ units: Int) -> [[Int]] {
    [[inputs, 4 * units], [units, 4 * units], [4 * units]]
  }

  private static func dense(_ inputs: Int, _ units: Int) -> [[Int]] { [[inputs, units], [units]] }

  private static func normalization(_ width: Int) -> [[Int]] { .init(repeating: [width], count: 4) }

  /// As Keras 2 writes layers, in order, or as Keras 3 does. Each array's numbers are its own.
  private func store(_ layers: Layers, version: Int) -> WeightStore {
    let names = [
      2: ["kernel", "bias"], 3: ["kernel", "recurrent_kernel", "bias"],
      4: ["gamma", "beta", "moving_mean", "moving_variance"],
    ]
    var store = WeightStore()
    store.attributes["@layer_names"] = version == 2 ? layers.map(\.name) : nil
    store.attributes["@keras_version"] = ["2.15.0"]
    for (name, shapes) in layers {
      let weights = names[shapes.count] ?? []
      store.attributes["\(name)@weight_names"] = weights
      store.groups.append("layers/\(name)")
      for (index, shape) in shapes.enumerated() {
        let path =
          version == 2
          ? "\(name)/\(weights[index])"
          : "layers/\(name)/\(shapes.count == 3 ? "cell/vars" : "vars")/\(index)"
        let values = [Float](
          repeating: Float(store.arrays.count + 1), count: shape.reduce(1, *))
        store.arrays[path] = .init(shape: shape, values: values)
      }
    }
    return store
  }

  private func kinds(_ layers: Layers, version: Int) throws -> [String] {
    try KerasNetwork(store(layers, version: version), window: 12).architecture.layers.map(\.name)
  }

  private func refusal(_ layers: Layers, version: Int) -> String {
    let error = #expect(throws: KerasError.self) { try kinds(layers, version: version) }
    return error?.description ?? ""
  }

  @Test("An activation before the last dense layer is no softmax")
  func hiddenActivation() throws {
    let layers: Layers = [
      ("lstm", Self.lstm(1, 4)), ("dense", Self.dense(4, 8)), ("activation", []),
      ("dense_1", Self.dense(8, 14)),
    ]
    #expect(
      try kinds(layers, version: 2) == ["scaled_index", "lstm", "dense", "activation", "dense"])
    // Without their order it could be either, and that is said.
    let network = try KerasNetwork(store(layers, version: 3))
    let supposition = KerasSupposition.fewActivations(count: 1, denseLayers: 2)
    #expect(network.suppositions.contains(supposition))
    #expect(supposition.description.contains("model.save('x.keras')"))
  }

  @Test("A normalization without a place of its own is put after the last layer of its width")
  func normalizations() throws {
    let between: Layers = [
      ("lstm", Self.lstm(1, 16)), ("lstm_1", Self.lstm(16, 8)), ("dense", Self.dense(8, 14)),
      ("batch_normalization", Self.normalization(16)), ("activation", []),
    ]
    #expect(
      try kinds(between, version: 3)
        == ["scaled_index", "lstm", "batch_normalization", "lstm", "dense"])
    let equal: Layers = [
      ("lstm", Self.lstm(1, 8)), ("lstm_1", Self.lstm(8, 8)), ("lstm_2", Self.lstm(8, 8)),
      ("batch_normalization", Self.normalization(8)),
      ("batch_normalization_1", Self.normalization(8)), ("dense", Self.dense(8, 14)),
    ]
    #expect(
      try kinds(equal, version: 3)
        == [
          "scaled_index", "lstm", "lstm", "batch_normalization", "lstm", "batch_normalization",
          "dense",
        ])
  }

  @Test("What cannot be worked out asks for the whole model")
  func unknown() {
    let lstm = ("lstm", Self.lstm(1, 4))
    let dense = ("dense", Self.dense(4, 14))
    for layers: Layers in [
      [lstm, ("batch_normalization", Self.normalization(5)), dense],
      [lstm, dense, ("activation", []), ("activation_1", [])],
      [lstm, ("dense", Self.dense(5, 14))],
      [lstm, dense, ("re_lu", [])],
    ] {
      let sentence = refusal(layers, version: 3)
      #expect(sentence.contains("save the whole model, model.save('x.keras')"), "\(sentence)")
    }
    #expect(
      refusal([lstm, ("dense", Self.dense(5, 14))], version: 2)
        .contains("a dense layer has 5 inputs and follows one with 4 outputs"))
    var cuDNN = Self.lstm(1, 4)
    cuDNN[2] = [32]
    #expect(refusal([("lstm", cuDNN), dense], version: 2).contains("of the kind CuDNNLSTM"))
  }

  @Test("In files of Keras 3 a layer has the weights of its kind and number, whatever its name")
  func misleadingNames() throws {
    var store = store(
      [
        ("lstm", Self.lstm(1, 8)), ("dense", Self.dense(8, 8)), ("dense_1", Self.dense(8, 8)),
        ("dense_2", Self.dense(8, 14)),
      ], version: 3)
    func values(_ names: [String]) throws -> [[Float]] {
      let layers = zip(["LSTM", "Dense", "Dense", "Dense"], names).map {
        "{\"class_name\": \"\($0)\", \"config\": {\"name\": \"\($1)\"}}"
      }
      store.attributes["@model_config"] = [
        "{\"class_name\": \"Sequential\", \"config\": {\"layers\": ["
          + layers.joined(separator: ", ") + "]}}"
      ]
      return try KerasNetwork(store).parameters.arrays.joined().map(\.values)
    }
    #expect(
      try values(["lstm", "dense_1", "dense", "dense_2"]) == values(["lstm", "a", "b", "c"]))
  }
}
