/// A property of a network that its file does not have, and the value that it is taken to have.
public enum KerasSupposition: Hashable, Sendable {
  /// The network is taken to see this many tokens at a time, as the tutorial's does.
  case window(Int)
  /// The gates are taken to be sigmoids, since the file does not say which Keras has written it.
  case gatesOfUnknownVersion
  /// The gates are taken to be sigmoids, since this version is that of two Keras: one had hard sigmoids still.
  case gatesOfAmbiguousVersion(String)
  /// The gates are taken to be hard sigmoids, as this version had them.
  case hardSigmoids(version: String)
  /// A dense layer without an activation after it is taken to have none.
  case plainDenseLayer
  /// The activation of this name is taken to be ReLU.
  case rectifier(name: String)
  /// The order of the layers was worked out from their shapes.
  case orderFromShapes
  /// The last of so many activations, fewer than the dense layers, is taken to be the softmax.
  case fewActivations(count: Int, denseLayers: Int)
  /// The outputs are taken as logits, since the network ends without a softmax.
  case noSoftmax
}

extension KerasSupposition: CustomStringConvertible {
  public var description: String { sentence.brief }

  private var sentence: String {
    switch self {
    case .window(let tokens):
      "it is taken to see \(tokens) tokens at a time, as the tutorial's"
    case .gatesOfUnknownVersion:
      "it does not say which Keras has written it: the gates are taken to be sigmoids"
    case .gatesOfAmbiguousVersion(let version):
      "Keras \(version) came with TensorFlow 1.15 and 2.0: the gates are taken to be those of 2.0"
    case .hardSigmoids(let version): "Keras \(version) had hard sigmoids as gates"
    case .plainDenseLayer: "a dense layer without an activation after it is taken to have none"
    case .rectifier(let name): "the activation \(name) is taken to be ReLU"
    case .orderFromShapes:
      "it does not say in which order its layers are: that was worked out from their shapes"
    case .fewActivations(let count, let denseLayers):
      "it has fewer activations than dense layers, \(count) and \(denseLayers): the last one is taken to "
        + "be the softmax; where that is part of a dense layer, \(NetworkBuilder.remedy)"
    case .noSoftmax: "the network ends without a softmax: its outputs are taken as logits"
    }
  }
}
