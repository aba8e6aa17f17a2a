import NeuralNetwork

/// A network of Keras's as this program's: its architecture, and its weights under our names.
public struct KerasNetwork: Sendable {
  public var architecture: Architecture
  public var parameters: Parameters
  /// How many tokens it sees at a time; `nil` where the file does not say.
  public var window: Int?
  /// What was not in the file and had to be supposed, a sentence each.
  public var suppositions: [String]

  /// - Parameter recurrentActivation: of the LSTMs, whatever the file says.
  /// - Throws: `KerasError` or `NetworkError`.
  public init(_ store: WeightStore, recurrentActivation: RecurrentActivation? = nil) throws {
    var builder = NetworkBuilder(
      version: store.kerasVersion, recurrentActivation: recurrentActivation)
    let (stored, areInOrder) = try store.storedLayers()
    if let json = store.configuration {
      let configuration = try ModelConfiguration(json: json)
      try builder.add(configuration, weights: stored)
      window = configuration.window
    } else {
      try builder.add(areInOrder ? stored : NetworkBuilder.inOrder(stored))
      if !areInOrder {
        builder.suppositions.append(
          "the file does not say in which order its layers are: it was worked out from their shapes"
        )
      }
      window = nil
    }
    (architecture, parameters) = try builder.network()
    suppositions = builder.suppositions
  }
}

extension ModelConfiguration {
  /// The length of the sequences that come in.
  fileprivate var window: Int? {
    layers.lazy.compactMap(\.inputShape).first.flatMap { $0.count > 1 ? $0[1] : nil }
  }
}
