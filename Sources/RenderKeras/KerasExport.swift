import RenderComposer
import RenderNetwork
import RenderWeights

/// A model as Keras 3 takes it: weights, and the lines of Python that build the network for them.
public struct KerasExport: Sendable {
  /// The weights; `KerasWeights.file(of:)` makes a `.weights.h5` file of them.
  public var weights: WeightStore
  /// The contents of the Python file that builds the network.
  public var program: String

  /// The text with which each such program begins.
  public static let beginning = "\"\"\"The network of a model of render, for Keras 3."

  /// - Parameter weightsName: what the file of weights is called, which lies beside the program.
  /// - Throws: `KerasError.unknownNetwork` for what is no sequential network.
  public init(_ model: Model, weightsName: String) throws(KerasError) {
    guard model.memory == nil, model.parameters.architecture.featureCount == 0 else {
      throw KerasError.unknownNetwork(
        "it has a memory of its piece, or features beside its tokens, which no sequential network of "
          + "Keras has; models of the presets classic and tutorial can be exported")
    }
    let architecture = model.parameters.architecture
    let arrays = model.parameters.arrays
    // Layers without weights have a group as well, by which they are found again.
    var weights = WeightStore()
    var lines: [String] = []
    var counts: [String: Int] = [:]
    func add(_ kind: String, _ arguments: [String], name: String, _ arrays: [WeightStore.Array]) {
      // As Keras itself numbers layers; it calls their kinds as we do. It numbers what is not named as
      // well, and may choose a name that is there.
      let number = counts[kind, default: 0]
      counts[kind] = number + 1
      let name = number == 0 ? name : "\(name)_\(number)"
      lines.append("layers.\(kind)(\((arguments + ["name=\"\(name)\""]).joined(separator: ", "))),")
      weights.groups.append("layers/\(name)/vars")
      let path = kind == "LSTM" ? "layers/\(name)/cell/vars" : "layers/\(name)/vars"
      for (position, array) in arrays.enumerated() { weights.arrays["\(path)/\(position)"] = array }
    }
    for (index, layer) in architecture.layers.enumerated() {
      guard let (kind, arguments) = Self.layer(layer, architecture) else { continue }
      add(
        kind, arguments, name: layer.name,
        arrays[index].map { WeightStore.Array(shape: $0.shape, values: $0.values) })
    }
    add("Activation", ["\"softmax\""], name: "activation", [])
    self.weights = weights
    program = Self.program(model, layers: lines, weightsName: weightsName)
  }

  /// The name of Keras's class and its arguments; `nil` for what is no layer there.
  private static func layer(
    _ layer: Layer, _ architecture: Architecture
  ) -> (kind: String, arguments: [String])? {
    switch layer {
    case .embedding(let width): ("Embedding", ["\(architecture.vocabularySize)", "\(width)"])
    case .lstm(let units, let returnsSequence, let gates):
      (
        "LSTM",
        [
          "\(units)", "return_sequences=\(returnsSequence ? "True" : "False")",
          "recurrent_activation=\(gates == .logistic ? "\"sigmoid\"" : "hard_sigmoid")",
        ]
      )
    case .dense(let units): ("Dense", ["\(units)"])
    case .dropout(let rate): ("Dropout", ["\(rate)"])
    case .batchNormalization(let epsilon, let momentum):
      ("BatchNormalization", ["epsilon=\(epsilon)", "momentum=\(momentum)"])
    case .activation(let function):
      ("Activation", ["\"\(function == .logistic ? "sigmoid" : function.rawValue)\""])
    case .scaledIndex, .featuredEmbedding: nil
    }
  }

  /// A text as a Python string literal.
  private static func literal(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case "\n": "\\n"
      case "\r": "\\r"
      default: "\(scalar)"
      }
    }
    return "\"\(escaped.joined())\""
  }

  private static func program(
    _ model: Model, layers: [String], weightsName: String
  ) -> String {
    let isScaled = model.parameters.architecture.layers.first == .scaledIndex
    let window: String = if case .window(let length) = model.context { "\(length)" } else { "None" }
    let tokens = model.vocabulary.tokens.map { "\"\($0)\"" }.joined(separator: ", ")
    let heard =
      isScaled
      ? """
      What it hears: the last WINDOW tokens, each as its index divided by the number of tokens,
      [rows, WINDOW, 1].
      """ : "What it hears: the indices of the tokens so far, [rows, tokens]."
    let usesHardSigmoid = layers.contains { $0.contains("hard_sigmoid") }
    let hardSigmoid = """
      def hard_sigmoid(x):
          \"\"\"That of Keras before 3.\"\"\"
          return keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)



      """
    return """
      \(beginning)

      \(heard)
      What it says: the probability of each token to come next.
      \"\"\"

      import pathlib

      import keras
      from keras import layers

      # By index.
      TOKENS = [\(tokens)]
      WINDOW = \(window)


      \(usesHardSigmoid ? hardSigmoid : "")def build():
          return keras.Sequential([
              keras.Input(\(isScaled ? "(WINDOW, 1)" : "(WINDOW,), dtype=\"int32\"")),
              \(layers.joined(separator: "\n        "))
          ])


      def load(weights=pathlib.Path(__file__).with_name(\(literal(weightsName)))):
          model = build()
          model.load_weights(weights)
          return model


      if __name__ == "__main__":
          load().summary()

      """
  }
}
