import RenderComposer
import RenderFiles
import RenderKeras
import RenderNetwork
import RenderWeights

/// A reader of models: files of this package, and weights that Keras has saved.
public struct ModelReader: Sendable {
  /// A remark on a network that was read from weights of Keras.
  public enum Event: Sendable {
    /// A property of the network that is not in the file and had to be assumed.
    case supposed(path: String, KerasSupposition)
    /// The architecture of the network in this file.
    case network(path: String, Architecture)
  }

  private let resources: Resources

  /// - Parameter resources: where shipped models lie, the tokenizers that a model may have, and the program
  ///   that reads weights of Keras.
  public init(_ resources: Resources = .ofProgram) { self.resources = resources }

  /// Reads a model's file, or a shipped model by its name.
  ///
  /// - Throws: `StudioError.missingModel`, `.kerasWeights`, or what is wrong with the file.
  public static func model(
    named name: String, in resources: Resources = .ofProgram
  ) throws -> (model: Model, path: String) {
    let path = try resources.model(named: name)
    let bytes = try readModel(path)
    guard !WeightStore.isStored(in: bytes) else { throw StudioError.kerasWeights(path: path) }
    try FileKind.check(path, bytes, is: .model)
    return (
      try naming(path) { try Model(decoding: bytes, tokenizers: resources.tokenizers) }, path
    )
  }

  /// Reads a model's file, a shipped model by its name, or Keras weights with the tokens that they were
  /// trained with.
  ///
  /// - Parameters:
  ///   - notes: for weights of Keras, the file with the list of tokens.
  ///   - report: takes what had to be supposed.
  public func model(
    named name: String, notes: String?, report: (Event) -> Void
  ) throws -> (model: Model, path: String) {
    let path = try resources.model(named: name)
    // A pipe can be read but once.
    let bytes = try readModel(path)
    guard WeightStore.isStored(in: bytes) else {
      try FileKind.check(path, bytes, is: .model)
      if notes != nil { throw StudioError.needlessNotes(model: path) }
      return (
        try naming(path) { try Model(decoding: bytes, tokenizers: resources.tokenizers) }, path
      )
    }
    guard let notes else { throw StudioError.missingNotes(weights: path) }
    let tokens = try tokens(in: notes)
    let network = try network(bytes, of: path, window: nil, recurrentActivation: nil, report)
    return (try naming(notes) { try Model(network, notes: tokens) }, path)
  }

  /// Makes a model of weights that Keras has saved, and reads the network in them.
  ///
  /// - Parameters:
  ///   - weights: the file that Keras has saved.
  ///   - notes: the file with the list of tokens that the training wrote.
  ///   - window: how many tokens the network sees at a time, where the weights do not say.
  ///   - recurrentActivation: what the gates of the LSTMs are, whatever the weights say.
  public func importedModel(
    weights: String, notes: String, window: Int? = nil,
    recurrentActivation: RecurrentActivation? = nil, report: (Event) -> Void = { _ in }
  ) throws -> (model: Model, network: KerasNetwork) {
    let tokens = try tokens(in: notes)
    let network = try network(
      readFile(weights, atMost: .weights, mayBegin: WeightStore.isStored), of: weights,
      window: window, recurrentActivation: recurrentActivation,
      report)
    return (try naming(notes) { try Model(network, notes: tokens) }, network)
  }

  private func tokens(in path: String) throws -> TokenList {
    try naming(path) { try TokenList(readFile(path, atMost: .tokenList)) }
  }

  private func network(
    _ bytes: [UInt8], of path: String, window: Int?, recurrentActivation: RecurrentActivation?,
    _ report: (Event) -> Void
  ) throws -> KerasNetwork {
    let store = try naming(path) {
      try KerasWeights.read(bytes, program: resources.weightsProgram)
    }
    let network = try naming(path) {
      try KerasNetwork(store, window: window, recurrentActivation: recurrentActivation)
    }
    for supposition in network.suppositions { report(.supposed(path: path, supposition)) }
    report(.network(path: path, network.architecture))
    return network
  }
}
