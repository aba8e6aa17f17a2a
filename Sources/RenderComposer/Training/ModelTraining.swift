import RenderHashing
import RenderMusic
import RenderNetwork
import RenderRandomness

/// At most so many of some elements, evenly spread.
package func evenly<Element>(_ elements: [Element], _ count: Int) -> [Element] {
  guard elements.count > count else { return elements }
  return (0..<count).map { elements[$0 * elements.count / count] }
}

/// The preparation of a training: the vocabulary, what the network sees, and what the finished model carries.
public struct ModelTraining: Sendable {
  /// The preset: the base's, where it names one that is known, or else the one given.
  public let preset: Preset
  /// The material that the tokenizer made of the corpus.
  public let material: TrainingMaterial
  private let base: Model?
  private let seed: UInt64

  /// - Parameters:
  ///   - training: the pieces of a corpus as a tokenizer reads them.
  ///   - validation: pieces that nothing is learned from, to tell when to stop.
  ///   - kind: the tokenizer, which has to be the base's or else the preset's.
  ///   - preset: of a fresh network; a base model brings its own.
  ///   - base: a model to go on from; it keeps its vocabulary, network, preset and starts. One that writes for one
  ///     instrument goes on with the preset `ensemble` as a model that tells who plays, with a vocabulary of the pieces.
  ///   - seed: of everything random from here on.
  /// - Throws: `ComposerError.nothingToLearn`, or `.wrongTokenizer` for what does not belong together.
  public init<Kind: Tokenizer>(
    training: [Kind.CorpusPiece], validation: [Kind.CorpusPiece], as kind: Kind.Type,
    preset: Preset, base: Model? = nil, seed: UInt64
  ) throws(ComposerError) {
    var known: Kind?
    let learnsParts = base.map { preset == .ensemble && $0.hasOneInstrument } ?? false
    if let base {
      let tokenizer = try base.tokenizer(as: Kind.self)
      known = learnsParts ? nil : tokenizer
    } else if preset.tokenizer != kind {
      throw .wrongTokenizer(found: preset.tokenizer.name, expected: Kind.name)
    }
    material = try Kind.material(
      training: training, validation: validation, knownAs: known,
      of: learnsParts ? nil : base, preset: preset, seed: seed)
    self.preset = learnsParts ? preset : base.flatMap(Preset.init(of:)) ?? preset
    self.base = learnsParts ? try base?.learningParts(with: material.tokenizer, preset) : base
    self.seed = seed
  }

  /// The tokenizer: the base's, or one with a vocabulary of the training pieces.
  public var tokenizer: any Tokenizer { material.tokenizer }
  /// The token sequences to learn from and to measure on.
  public var data: TrainingData { material.data }
  /// The SHA-256 over all training pieces, in hexadecimal digits.
  public var fingerprint: String { material.fingerprint }

  /// A run from its beginning, from fresh parameters or the base model's.
  ///
  /// - Parameter adjust: changes the preset's options.
  public func makeRun(
    limit: TrainingRun.Limit, threads: Int, adjust: (inout TrainingOptions) -> Void = { _ in }
  ) throws -> TrainingRun {
    var options = preset.options
    options.seed = seed
    options.threads = threads
    if case .window(let length) = base?.context { options.sequenceLength = length }
    adjust(&options)
    let parameters =
      try base?.parameters.copy()
      ?? Parameters(randomFor: architecture, seed: seed)
    return try TrainingRun(parameters: parameters, options: options, data: data, limit: limit)
  }

  /// A run that continues an interrupted one of the same corpus.
  ///
  /// - Throws: when the checkpoint is of another corpus, seed or network.
  public func resume(_ checkpoint: Safetensors, best: Parameters?) throws -> TrainingRun {
    guard checkpoint.metadata[ModelTraining.fingerprintKey] == fingerprint else {
      throw ComposerError.otherCorpus
    }
    let run = try TrainingRun(resuming: checkpoint, best: best, data: data)
    guard run.options.seed == seed else {
      throw ComposerError.otherSeed(run.options.seed)
    }
    guard run.architecture == architecture else {
      throw ComposerError.otherNetwork
    }
    return run
  }

  /// A run's checkpoint as it is stored: with the corpus's fingerprint, which `resume` asks for.
  public func stored(_ checkpoint: Safetensors) -> Safetensors {
    var checkpoint = checkpoint
    checkpoint.metadata[ModelTraining.fingerprintKey] = fingerprint
    return checkpoint
  }

  private static let fingerprintKey = "corpus_fingerprint"

  /// The network that is trained.
  public var architecture: Architecture {
    base?.parameters.architecture ?? preset.architecture(for: tokenizer)
  }

  /// The share of a limit in minutes that is the network's; the rest is its memory's.
  public var networkShare: Double { tokenizer.memoryVocabulary == nil ? 1 : 0.92 }

  /// Learns the memory that a timed model has beside its network, and a classic one has not.
  ///
  /// - Parameters:
  ///   - parameters: those of the finished network.
  ///   - networkSteps: how long that was trained: after a short training there are fewer steps here,
  ///     too, so that all of it stays in its time.
  public func memory(
    on parameters: Parameters, networkSteps: Int, threads: Int,
    report: (MemoryTraining.Progress) throws -> Void
  ) throws -> MemoryParameters? {
    guard let vocabulary = tokenizer.memoryVocabulary else { return nil }
    var learning = MemoryTraining()
    learning.steps = min(learning.steps, max(10, networkSteps / 60))
    return try learning.learn(
      on: parameters, from: base?.memory, vocabulary,
      pieces: material.faultlessPieces?() ?? data.pieces(0),
      settings: material.settings?(0) ?? [], seed: seed,
      threads: threads,
      report: report)
  }

  /// Learns the network that draws plans, of a model that counts bars.
  ///
  /// - Parameter report: takes what happens; what it throws ends the learning.
  public func planner(
    threads: Int, report: (TrainingRun.Event) throws -> Void
  ) throws -> Planner? {
    try material.planTraining?.learn(threads: threads, report: report)
  }

  /// The most pieces of each side that a judge learns from.
  static let judgedPieces = 300
  /// The fewest pieces of each side from which a judge can learn.
  private static let fewestJudged = 20
  /// The first seed of the pieces that a judge learns from: far from those that people give.
  private static let firstJudged: UInt64 = 1 << 40

  /// Learns to tell pieces of the finished model from real ones.
  ///
  /// - Parameter isCancelled: asked between two tokens; true ends the work, and gives no judge.
  /// - Returns: `nil` after a short training as well, and for a tokenizer that has no use for it.
  public func judge(
    of model: Model, threads: Int, isCancelled: @Sendable () -> Bool = { false }
  ) throws -> Discriminator? {
    // After a short training there are fewer, so that all of it stays in its time.
    // Pieces for several instruments have no features yet that tell how they play together.
    guard model.tokenizer.memoryVocabulary?.instruments.isEmpty ?? true else { return nil }
    let count = min(material.realPieces.count, model.record.training.steps / 10)
    guard count >= Self.fewestJudged else { return nil }
    let composed = try model.pieces(
      seeds: Self.firstJudged..<Self.firstJudged + UInt64(count), events: FormStatistics.events,
      threads: threads, isCancelled: isCancelled)
    let (ours, theirs) = (
      PieceFeatures.of(composed), PieceFeatures.of(evenly(material.realPieces, count))
    )
    guard !isCancelled(), !ours.isEmpty, !theirs.isEmpty else { return nil }
    return Discriminator(composed: ours, real: theirs, seed: seed)
  }

  /// The model that results from a run.
  public func model(
    _ parameters: Parameters, memory: MemoryParameters? = nil, planner: Planner? = nil,
    record: TrainingRecord
  ) -> Model {
    Model(
      parameters: parameters, tokenizer: tokenizer, context: base?.context ?? preset.context,
      starts: material.starts, memory: memory, planner: planner,
      decodingPolicy: base?.decodingPolicy ?? preset.decodingPolicy,
      record: ModelRecord(
        software: softwareVersion, preset: preset.rawValue, corpusFingerprint: fingerprint,
        corpusFiles: material.trainingPieces, corpusEvents: material.trainingEvents,
        training: record))
  }

  /// - Parameter pieces: the bytes of each piece's elements.
  package static func fingerprint(of pieces: some Sequence<[[UInt8]]>) -> String {
    var hash = SHA256()
    for piece in pieces {
      for element in piece { hash.update(element) }
      hash.update([1])
    }
    return hash.digest().hexadecimal
  }
}

extension Model {
  /// Whether the model plans its pieces and never says who plays.
  fileprivate var hasOneInstrument: Bool {
    (tokenizer as? MetricalTokens)?.timedVocabulary.instruments.isEmpty ?? false
  }

  /// The model with another tokenizer's tokens and features: what they have in common predicts as before.
  fileprivate func learningParts(
    with tokenizer: any Tokenizer, _ preset: Preset
  ) throws(ComposerError) -> Model {
    var layers = parameters.architecture.layers
    if case .featuredEmbedding(let width, _) = layers[0] {
      layers[0] = .featuredEmbedding(width: width, features: tokenizer.featureCount)
    }
    layers[layers.count - 1] = .dense(units: tokenizer.vocabulary.count)
    do throws(NetworkError) {
      let parameters = try parameters.widened(
        to: Architecture(vocabularySize: tokenizer.vocabulary.count, layers: layers),
        tokens: tokenizer.vocabulary.tokens.map { vocabulary.index(of: $0) })
      return Model(
        parameters: parameters, tokenizer: tokenizer, context: context, starts: starts,
        memory: memory, decodingPolicy: preset.decodingPolicy, record: record)
    } catch {
      throw .badModel("\(error)")
    }
  }
}
