import RenderComposer
import RenderNetwork
import RenderWeights

/// A network of Keras, converted: its architecture, and its weights under this program's names.
public struct KerasNetwork: Sendable {
  /// The layers, without the softmax at the end.
  public var architecture: Architecture
  /// The weights.
  public var parameters: Parameters
  /// The number of tokens that the network sees at a time.
  public var window: Int
  /// Sentences on what was not in the file and had to be assumed.
  public var suppositions: [String]

  /// - Parameters:
  ///   - window: where the file does not say how many tokens it sees; the tutorial's 100 without it.
  ///   - recurrentActivation: of the LSTMs, whatever the file says.
  public init(
    _ store: WeightStore, window: Int? = nil, recurrentActivation: RecurrentActivation? = nil
  ) throws(KerasError) {
    var builder = NetworkBuilder(
      version: store.kerasVersion, recurrentActivation: recurrentActivation)
    let (stored, areInOrder) = try store.storedLayers()
    let configuration = try store.configuration.map(ModelConfiguration.init(json:))
    if let configuration {
      try builder.add(configuration, weights: stored, areNamed: areInOrder)
    } else {
      try builder.add(stored, areInOrder: areInOrder)
    }
    let named = configuration?.window
    if named == nil, window == nil {
      builder.suppositions.append(
        "it is taken to see 100 tokens at a time, as the tutorial's; --window of `render import` says "
          + "otherwise")
    }
    self.window = named ?? window ?? 100
    guard Model.windows.contains(self.window) else {
      throw .unknownNetwork(
        "it sees \(self.window) tokens at a time, which is out of range "
          + "(\(Model.windows.lowerBound) to \(Model.windows.upperBound))")
    }
    guard window == nil || window == self.window else {
      throw .unknownNetwork(
        "its file says that it sees \(self.window) tokens at a time; leave --window out")
    }
    (architecture, parameters) = try builder.network()
    suppositions = builder.suppositions.map(\.brief)
  }
}

extension ModelConfiguration {
  /// The length of the input sequences; `nil` where the file leaves it open.
  fileprivate var window: Int? {
    layers.lazy.compactMap(\.inputShape).first.flatMap { $0.count > 1 ? $0[1] : nil }
  }
}
