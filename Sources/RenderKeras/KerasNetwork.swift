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
  /// What is not in the file and had to be assumed.
  public var suppositions: [KerasSupposition]

  /// The number of tokens that a network is taken to see where nothing says how many: the tutorial's.
  public static let tutorialWindow = 100

  /// - Parameters:
  ///   - window: where the file does not say how many tokens it sees; `tutorialWindow` without it.
  ///   - recurrentActivation: of the LSTMs, whatever the file says.
  /// - Throws: `KerasError.badFile`, `.unknownNetwork`, `.otherWindow`.
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
      builder.suppositions.append(.window(Self.tutorialWindow))
    }
    self.window = named ?? window ?? Self.tutorialWindow
    guard Model.windows.contains(self.window) else {
      throw .unknownNetwork(
        "it sees \(self.window) tokens at a time, which is out of range "
          + "(\(Model.windows.lowerBound) to \(Model.windows.upperBound))")
    }
    if let window, window != self.window {
      throw .otherWindow(inFile: self.window, given: window)
    }
    (architecture, parameters) = try builder.network()
    suppositions = builder.suppositions
  }
}

extension ModelConfiguration {
  /// The length of the input sequences; `nil` where the file leaves it open.
  fileprivate var window: Int? {
    layers.lazy.compactMap(\.inputShape).first.flatMap { $0.count > 1 ? $0[1] : nil }
  }
}
