import RenderComposer
import RenderFiles
import RenderKeras
import RenderNetwork

/// Reads models: files of this package, and weights that Keras has saved.
public struct ModelReader: Sendable {
  /// Reads a whole file of Keras weights.
  ///
  /// A damaged or malicious file may crash the HDF5 library, so a stranger's is best read in a process of
  /// its own.
  public typealias WeightReading =
    @Sendable (_ bytes: [UInt8], _ path: String) throws -> WeightStore

  /// What is worth knowing of a network that was read from weights of Keras.
  public enum Event: Sendable {
    /// Something is not in the file and had to be supposed.
    case supposed(path: String, String)
    case network(path: String, Architecture)
  }

  private let resources: Resources
  private let readWeights: WeightReading

  /// Makes a reader of the models of these resources.
  public init(
    _ resources: Resources = .ofProgram, readWeights: @escaping WeightReading
  ) {
    self.resources = resources
    self.readWeights = readWeights
  }

  /// A model's file, or a shipped model by its name.
  ///
  /// - Throws: `StudioError.missingModel`, `.kerasWeights`, or what is wrong with the file.
  public static func model(
    named name: String, in resources: Resources = .ofProgram
  ) throws -> (model: Model, path: String) {
    let path = try resources.model(named: name)
    let bytes = try readFile(path)
    guard !WeightStore.isStored(in: bytes) else { throw StudioError.kerasWeights(path: path) }
    return (try naming(path) { try Model(decoding: bytes) }, path)
  }

  /// A model's file, a shipped model by its name, or Keras weights with the tokens that they were trained
  /// with.
  ///
  /// - Parameters:
  ///   - notes: for weights of Keras, the file with the list of tokens.
  ///   - report: takes what had to be supposed.
  public func model(
    named name: String, notes: String?, report: (Event) -> Void
  ) throws -> (model: Model, path: String) {
    let path = try resources.model(named: name)
    // A pipe can be read but once.
    let bytes = try readFile(path)
    guard WeightStore.isStored(in: bytes) else {
      if notes != nil { throw StudioError.needlessNotes(model: path) }
      return (try naming(path) { try Model(decoding: bytes) }, path)
    }
    guard let notes else { throw StudioError.missingNotes(weights: path) }
    let tokens = try tokens(in: notes)
    let network = try network(bytes, of: path, window: nil, recurrentActivation: nil, report)
    return (try naming(notes) { try Model(network, notes: tokens) }, path)
  }

  /// A model of weights that Keras has saved, and the network in them.
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
      readFile(weights), of: weights, window: window, recurrentActivation: recurrentActivation,
      report)
    return (try naming(notes) { try Model(network, notes: tokens) }, network)
  }

  private func tokens(in path: String) throws -> TokenList {
    try naming(path) { try TokenList(readFile(path)) }
  }

  private func network(
    _ bytes: [UInt8], of path: String, window: Int?, recurrentActivation: RecurrentActivation?,
    _ report: (Event) -> Void
  ) throws -> KerasNetwork {
    let store = try naming(path) { try readWeights(bytes, path) }
    let network = try naming(path) {
      try KerasNetwork(store, window: window, recurrentActivation: recurrentActivation)
    }
    for supposition in network.suppositions { report(.supposed(path: path, supposition)) }
    report(.network(path: path, network.architecture))
    return network
  }
}
