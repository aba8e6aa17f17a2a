import RenderNetwork
import RenderWeights

/// A builder of a network from the layers that a file has.
struct NetworkBuilder {
  let version: String?
  let recurrentActivation: RecurrentActivation?
  var suppositions: [KerasSupposition] = []
  private var layers: [Layer] = []
  /// The arrays of the layers that have some, by this program's names.
  private var tensors = Safetensors()
  private var counts: [String: Int] = [:]
  /// The number of features after the last layer; `nil` before the first.
  private var width: Int?
  private var vocabularySize: Int?
  var endsInSoftmax = false
  /// Whether the file says in which order its layers are.
  var orderIsKnown = true

  init(version: String?, recurrentActivation: RecurrentActivation?) {
    self.version = version
    self.recurrentActivation = recurrentActivation
  }

  /// The finished network.
  func network() throws(KerasError) -> (Architecture, Parameters) {
    guard case .dense(let outputs)? = layers.last(where: \.hasWeights) else {
      throw KerasError.unknownNetwork("its last layer is not dense, with an output for each token")
    }
    if let vocabularySize, vocabularySize != outputs {
      throw KerasError.unknownNetwork(
        "its embedding knows \(vocabularySize) tokens, its last layer \(outputs)")
    }
    let architecture = Architecture(vocabularySize: outputs, layers: layers)
    do {
      return (architecture, try Parameters(architecture: architecture, from: tensors))
    } catch {
      switch error {
      case .badArchitecture(let fault): throw .unknownNetwork(fault)
      case .badSafetensors(let fault): throw .badFile(fault)
      default: throw .badFile("\(error)")
      }
    }
  }

  // MARK: With a description

  /// - Parameter areNamed: whether the weights are under their layers' names; else their names may be
  ///   those of others.
  mutating func add(
    _ configuration: ModelConfiguration, weights: [StoredLayer], areNamed: Bool
  ) throws(KerasError) {
    var rest = weights.filter { !$0.arrays.isEmpty }
    for layer in configuration.layers {
      /// The layer's weights: under its name, or the next ones of its kind.
      func take(_ kind: StoredLayer.Kind) throws(KerasError) -> [WeightStore.Array] {
        guard
          let index = rest.firstIndex(where: {
            areNamed ? $0.name == layer.name : $0.kind == kind
          })
        else { throw .badFile("the weights of \(layer.name ?? layer.className) are missing") }
        return rest.remove(at: index).arrays
      }
      switch layer.className {
      case "InputLayer": break
      case "Embedding":
        guard !(layer.masksZero ?? false) else {
          throw .unknownNetwork(
            "its embedding has mask_zero=True, so that the network passes over one of its tokens")
        }
        try addEmbedding(take(.embedding))
      case "LSTM":
        guard layer.activation ?? "tanh" == "tanh", layer.usesBias ?? true,
          !(layer.goesBackwards ?? false)
        else {
          throw .unknownNetwork(
            "an LSTM has no bias, goes backwards or squashes by other than tanh")
        }
        try addLSTM(
          take(.lstm), gates: gates(layer.recurrentActivation),
          returnsSequence: layer.returnsSequence ?? false)
      case "Dense":
        try addDense(take(.dense))
        try addActivation(layer.activation ?? "linear")
      case "BatchNormalization":
        try addNormalization(
          take(.batchNormalization), epsilon: layer.epsilon ?? 1e-3,
          momentum: layer.momentum ?? 0.99)
      case "Dropout": layers.append(.dropout(rate: layer.rate ?? 0))
      case "CuDNNLSTM": throw Self.cuDNN
      case "Activation": try addActivation(layer.activation ?? "linear")
      case let other:
        throw .unknownNetwork("it has a layer of the kind \(other), which this program lacks")
      }
    }
    if !endsInSoftmax {
      suppositions.append(.noSoftmax)
    }
  }

  /// The function of the gates by its name in a description.
  private func gates(_ name: String?) throws(KerasError) -> RecurrentActivation {
    if let recurrentActivation { return recurrentActivation }
    switch name ?? "sigmoid" {
    case "sigmoid": return .logistic
    case "hard_sigmoid":
      guard majorVersion ?? 2 < 3 else {
        throw .unknownNetwork(
          "its gates are the hard_sigmoid of Keras 3, which is another function than the one before"
        )
      }
      return .hardSigmoid
    case let other: throw .unknownNetwork("its LSTMs have gates of the kind \(other)")
    }
  }

  private var majorVersion: Int? { version?.split(separator: ".").first.flatMap { Int($0) } }

  // MARK: Layers

  mutating func addEmbedding(_ arrays: [WeightStore.Array]) throws(KerasError) {
    let shape = try shapes(arrays, ranks: [2], of: "an embedding")[0]
    guard width == nil else { throw .unknownNetwork("an embedding is not its first layer") }
    vocabularySize = shape[0]
    append(.embedding(width: shape[1]), width: shape[1], arrays, ["weight"])
  }

  mutating func addLSTM(
    _ arrays: [WeightStore.Array], gates: RecurrentActivation, returnsSequence: Bool
  ) throws(KerasError) {
    let shapes = try shapes(arrays, ranks: [2, 2, 1], of: "an LSTM")
    let units = shapes[1][0]
    guard shapes[2][0] != 8 * units else { throw Self.cuDNN }
    guard units > 0, shapes[0][1] == 4 * units, shapes[1][1] == 4 * units,
      shapes[2][0] == 4 * units
    else { throw .badFile("the shapes of an LSTM do not fit one another: \(shapes)") }
    if width == nil {
      guard shapes[0][0] == 1 else {
        throw .unknownNetwork(
          "its first LSTM hears \(shapes[0][0]) numbers at a time, the tutorial's hears one, a token's "
            + "index divided by their number")
      }
      layers.append(.scaledIndex)
      width = 1
    }
    try check(inputs: shapes[0][0], of: "an LSTM")
    append(
      .lstm(units: units, returnsSequence: returnsSequence, recurrentActivation: gates),
      width: units, arrays, ["kernel", "recurrent_kernel", "bias"])
  }

  mutating func addDense(_ arrays: [WeightStore.Array]) throws(KerasError) {
    var arrays = arrays
    if arrays.count == 1, let outputs = arrays[0].shape.last {
      arrays.append(.init(shape: [outputs], values: .init(repeating: 0, count: outputs)))
    }
    let shapes = try shapes(arrays, ranks: [2, 1], of: "a dense layer")
    try check(inputs: shapes[0][0], of: "a dense layer")
    append(.dense(units: shapes[0][1]), width: shapes[0][1], arrays, ["kernel", "bias"])
  }

  mutating func addNormalization(
    _ arrays: [WeightStore.Array], epsilon: Float, momentum: Float
  ) throws(KerasError) {
    guard arrays.count == 4 else {
      throw .unknownNetwork("a batch normalization has \(arrays.count) arrays instead of four")
    }
    let shapes = try shapes(arrays, ranks: [1, 1, 1, 1], of: "a batch normalization")
    try check(inputs: shapes[0][0], of: "a batch normalization")
    append(
      .batchNormalization(epsilon: epsilon, momentum: momentum), width: shapes[0][0], arrays,
      ["gamma", "beta", "moving_mean", "moving_variance"])
  }

  mutating func addActivation(_ name: String) throws(KerasError) {
    guard !endsInSoftmax else {
      throw .unknownNetwork("something follows its softmax")
    }
    switch name {
    case "linear": break
    case "softmax": endsInSoftmax = true
    case "relu": layers.append(.activation(.relu))
    case "tanh": layers.append(.activation(.tanh))
    case "sigmoid": layers.append(.activation(.logistic))
    default: throw .unknownNetwork("it has an activation \(name), which this program lacks")
    }
  }

  private static let cuDNN = KerasError.unknownNetwork(
    "its LSTMs are of the kind CuDNNLSTM; load the weights in Keras into a network of LSTMs with "
      + "recurrent_activation='sigmoid' and save them from there")

  private func shapes(
    _ arrays: [WeightStore.Array], ranks: [Int], of layer: String
  ) throws(KerasError) -> [[Int]] {
    guard arrays.map(\.shape.count) == ranks else {
      throw .badFile(
        "the arrays of \(layer) have other shapes than Keras's: \(arrays.map(\.shape))")
    }
    return arrays.map(\.shape)
  }

  private func check(inputs: Int, of layer: String) throws(KerasError) {
    guard inputs == width else {
      guard orderIsKnown else { throw Self.unknownOrder }
      throw .unknownNetwork(
        "\(layer) has \(inputs) inputs and follows one with \(width ?? 0) outputs")
    }
    guard !endsInSoftmax else { throw .unknownNetwork("\(layer) follows its softmax") }
  }

  private mutating func append(
    _ layer: Layer, width: Int, _ arrays: [WeightStore.Array], _ names: [String]
  ) {
    layers.append(layer)
    self.width = width
    let number = counts[layer.name, default: 0] + 1
    counts[layer.name] = number
    for (array, name) in zip(arrays, names) {
      tensors.add(
        array.values, shape: array.shape, precision: .single, as: "\(layer.name)_\(number).\(name)")
    }
  }
}

extension Layer {
  fileprivate var hasWeights: Bool {
    switch self {
    case .embedding, .featuredEmbedding, .lstm, .dense, .batchNormalization: true
    case .scaledIndex, .dropout, .activation: false
    }
  }
}
