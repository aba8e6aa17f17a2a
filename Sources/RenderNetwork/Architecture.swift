/// A sequential network from token indices to the logits of the next token.
///
/// The last layer's width is the vocabulary's size; the softmax over it is implied.
public struct Architecture: Hashable, Codable, Sendable {
  /// The number of tokens that may enter, and of logits.
  public var vocabularySize: Int
  /// The layers from the first to the last.
  public var layers: [Layer]

  /// An architecture, which is checked where parameters are made for it.
  public init(vocabularySize: Int, layers: [Layer]) {
    self.vocabularySize = vocabularySize
    self.layers = layers
  }
}

/// A layer of a sequential network. Shapes are [time, rows, features], where a row is one sequence of the
/// batch.
public enum Layer: Hashable, Codable, Sendable {
  /// A learned vector for each token. First layer only.
  case embedding(width: Int)
  /// A learned vector for each token, plus the sum of learned vectors for the features of the position,
  /// of which there are `features` different ones. First layer only.
  case featuredEmbedding(width: Int, features: Int)
  /// The token's index divided by the vocabulary's size, as one feature (the tutorial's input).
  /// First layer only.
  case scaledIndex
  /// Long short-term memory (Hochreiter, Schmidhuber 1997; forget gate of Gers et al. 2000), gates
  /// in Keras's order: input, forget, candidate, output. Without `returnsSequence` the output is the
  /// last step's hidden state alone.
  case lstm(units: Int, returnsSequence: Bool, recurrentActivation: RecurrentActivation)
  /// Inverted dropout (Srivastava et al. 2014); does nothing outside training.
  case dropout(rate: Float)
  /// A product with learned weights and a sum with learned biases, `units` outputs wide.
  case dense(units: Int)
  /// A normalization over all positions of a batch (Ioffe, Szegedy 2015); with running statistics
  /// outside training.
  case batchNormalization(epsilon: Float, momentum: Float)
  /// A function that is applied to each value.
  case activation(Activation)
}

/// The squashing function of the LSTM's three gates.
public enum RecurrentActivation: String, Hashable, Codable, Sendable {
  case logistic
  /// The function clip(0.2 x + 0.5, 0, 1), the default of Keras before 2.3.
  case hardSigmoid
}

/// A function that is applied to each value.
public enum Activation: String, Hashable, Codable, Sendable {
  case relu, tanh, logistic
}

extension Architecture {
  /// The number of different features that positions can have.
  public var featureCount: Int {
    if case .featuredEmbedding(_, let features) = layers.first { features } else { 0 }
  }

  /// Whether the network predicts the token after every position of a sequence, or only the one after its
  /// last.
  public var predictsEveryPosition: Bool {
    layers.allSatisfy { layer in
      if case .lstm(_, returnsSequence: false, _) = layer { false } else { true }
    }
  }

  /// The width after each layer.
  ///
  /// - Throws: `NetworkError.badArchitecture` where the layers are no network.
  func widths() throws(NetworkError) -> [Int] {
    guard (1...Architecture.largestWidth).contains(vocabularySize) else {
      throw .badArchitecture("a vocabulary of \(vocabularySize) tokens is out of range")
    }
    guard (1...Architecture.mostLayers).contains(layers.count) else {
      throw .badArchitecture("it has \(layers.count) layers, which is out of range")
    }
    var widths: [Int] = []
    var isSequence = true
    for (index, layer) in layers.enumerated() {
      let isFirst = index == 0
      let width: Int
      switch layer {
      case .embedding(let embeddingWidth):
        width = embeddingWidth
      case .featuredEmbedding(let embeddingWidth, let features):
        guard (1...Architecture.largestWidth).contains(features) else {
          throw .badArchitecture("layer \(index) has \(features) features, which is out of range")
        }
        width = embeddingWidth
      case .scaledIndex:
        width = 1
      case .lstm(let units, let returnsSequence, _):
        guard isSequence else {
          throw .badArchitecture("layer \(index), an LSTM, follows one that returns no sequence")
        }
        isSequence = returnsSequence
        width = units
      case .dense(let units):
        width = units
      case .dropout(let rate):
        guard rate >= 0, rate < 1 else {
          throw .badArchitecture("layer \(index) has a dropout rate of \(rate)")
        }
        width = widths.last ?? 0
      case .batchNormalization(let epsilon, let momentum):
        guard epsilon > 0, epsilon < 1, momentum >= 0, momentum < 1 else {
          throw .badArchitecture(
            "layer \(index), a batch normalization, has constants out of range")
        }
        width = widths.last ?? 0
      case .activation:
        width = widths.last ?? 0
      }
      guard (1...Architecture.largestWidth).contains(width) else {
        throw .badArchitecture("layer \(index) has a width of \(width)")
      }
      guard isFirst == layer.takesTokens else {
        throw .badArchitecture("the first layer, and only it, must be an embedding or scaled index")
      }
      widths.append(width)
    }
    guard widths.last == vocabularySize else {
      throw .badArchitecture("its last layer does not have one output a token")
    }
    return widths
  }

  /// The width of the last LSTM's output; `nil` without one.
  public var lastLSTMUnits: Int? {
    layers.reversed().lazy.compactMap { layer in
      if case .lstm(let units, _, _) = layer { units } else { nil }
    }.first
  }

  /// The largest width. It and the number of layers keep sizes that are computed from a stranger's file far
  /// from overflow, and the activations of a window of rows within reason.
  private static let largestWidth = 1 << 16
  private static let mostLayers = 256
}

extension Layer {
  var takesTokens: Bool {
    switch self {
    case .embedding, .featuredEmbedding, .scaledIndex: true
    default: false
    }
  }

  package var name: String {
    switch self {
    case .embedding, .featuredEmbedding: "embedding"
    case .scaledIndex: "scaled_index"
    case .lstm: "lstm"
    case .dropout: "dropout"
    case .dense: "dense"
    case .batchNormalization: "batch_normalization"
    case .activation: "activation"
    }
  }
}
