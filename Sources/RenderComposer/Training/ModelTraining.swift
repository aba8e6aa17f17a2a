import RenderHashing
import RenderMusic
import RenderNetwork
import RenderRandomness

/// Pieces of tokens on their way to a model: the vocabulary, what the network sees, and what the
/// finished model carries.
public struct ModelTraining: Sendable {
  public let preset: Preset
  public let tokenizer: Tokenizer
  public let data: TrainingData
  /// Number of training and validation pieces, and of the events in them.
  public private(set) var trainingPieces = 0
  public private(set) var trainingEvents = 0
  public private(set) var validationEvents = 0
  /// Events that are not in the vocabulary and were left out: of validation pieces, and of training
  /// pieces where a model is trained on.
  public private(set) var leftOutEvents = 0
  /// Pitches, times and durations that the timed vocabulary lacks and that went to its nearest member.
  public private(set) var movedNotes = 0
  /// SHA-256 over all training pieces.
  public let fingerprint: String
  private let base: Model?
  private let starts: [[Int32]]
  private let seed: UInt64

  /// - Parameters:
  ///   - training: the classic tokens of each piece.
  ///   - validation: pieces that nothing is learned from, to tell when to stop.
  ///   - preset: of a fresh network; a base model brings its own.
  ///   - base: a model to go on from; it keeps its vocabulary, network, preset and starts.
  ///   - seed: of everything random from here on.
  /// - Throws: when there is nothing to learn from.
  public init(
    training: [[String]], validation: [[String]], preset: Preset, base: Model? = nil, seed: UInt64
  ) throws {
    let context = base?.context ?? preset.context
    let transposes = base.map { $0.context == .stateful } ?? preset.transposes
    let vocabulary =
      base?.vocabulary ?? Vocabulary(covering: training, transposed: transposes)
    let pieces = training.map(vocabulary.indices).filter { $0.count >= 2 }
    let validationPieces = validation.map(vocabulary.indices).filter { $0.count >= 2 }
    guard !pieces.isEmpty else { throw ComposerError.noNotes }
    let transposition = transposes ? Transposition(vocabulary) : nil
    self.init(
      tokenizer: .classic(vocabulary),
      data: TrainingData(
        pieces: { epoch in
          (transposition?.pieces(pieces, seed: seed, epoch: epoch) ?? pieces)
            .map { TokenSequence($0) }
        },
        validation: validationPieces.map { TokenSequence($0) }),
      preset: preset, base: base, seed: seed,
      fingerprint: Self.fingerprint(of: training.map { $0.map { Array($0.utf8) + [0] } }),
      starts: try base?.starts ?? Starts.classic(of: pieces, context: context, seed: seed))
    trainingPieces = pieces.count
    trainingEvents = pieces.reduce(0) { $0 + $1.count }
    validationEvents = validationPieces.reduce(0) { $0 + $1.count }
    leftOutEvents =
      (training + validation).reduce(0) { $0 + $1.count } - trainingEvents - validationEvents
  }

  /// - Parameters:
  ///   - training: the pieces on the timed tokenizer's grid.
  ///   - validation: pieces that nothing is learned from, to tell when to stop.
  ///   - preset: of a fresh network; a base model brings its own.
  ///   - base: a model to go on from; it keeps its vocabulary, network, preset and starts.
  ///   - seed: of everything random from here on.
  /// - Throws: when there is nothing to learn from.
  public init(
    training: [TimedScore], validation: [TimedScore], preset: Preset, base: Model? = nil,
    seed: UInt64
  ) throws {
    let training = training.map { $0.inHomeKey().score }
    let vocabulary: TimedVocabulary
    if case .timed(let known) = base?.tokenizer {
      vocabulary = known
    } else {
      // What is rarer cannot be learned; of a small corpus everything is rare.
      let notes = training.reduce(0) { $0 + $1.notes.count }
      vocabulary = TimedVocabulary(of: training, minimum: notes < 100_000 ? 1 : 10)
    }
    let tokenizer = TimedTokenizer(vocabulary)
    let encodings = training.map(tokenizer.encode)
    let validationEncodings = validation.map { tokenizer.encode($0.inHomeKey().score) }
    let pieces = encodings.map(\.tokens).filter { !$0.isEmpty }
    guard !pieces.isEmpty else { throw ComposerError.noNotes }
    let hearing = TimedHearing(pieces: pieces, vocabulary: vocabulary, seed: seed)
    self.init(
      tokenizer: .timed(vocabulary),
      data: TrainingData(
        pieces: hearing.pieces,
        validation: validationEncodings.map {
          TokenSequence(timed: $0.tokens, vocabulary, tellsRemaining: false)
        }),
      preset: preset, base: base, seed: seed,
      fingerprint: Self.fingerprint(of: encodings.map { [$0.tokens.flatMap(Self.bytes)] }),
      starts: base?.starts ?? Starts.timed(of: pieces, vocabulary, seed: seed))
    trainingPieces = pieces.count
    trainingEvents = training.reduce(0) { $0 + $1.eventCount }
    validationEvents = validation.reduce(0) { $0 + $1.eventCount }
    movedNotes = (encodings + validationEncodings).reduce(0) {
      $0 + $1.movedPitches + $1.movedShifts + $1.movedDurations
    }
  }

  private init(
    tokenizer: Tokenizer, data: TrainingData, preset: Preset, base: Model?, seed: UInt64,
    fingerprint: String, starts: [[Int32]]
  ) {
    self.tokenizer = tokenizer
    self.data = data
    self.preset = base.flatMap { Preset(rawValue: $0.record.preset) } ?? preset
    self.base = base
    self.seed = seed
    self.fingerprint = fingerprint
    self.starts = starts
  }

  private static func bytes(_ token: Int32) -> [UInt8] {
    [UInt8(truncatingIfNeeded: token), UInt8(truncatingIfNeeded: token >> 8)]
  }

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

  /// A run from where an interrupted one of the same corpus has left off.
  ///
  /// - Throws: when the checkpoint is of another corpus, seed or network.
  public func resume(_ checkpoint: Safetensors, best: Parameters?) throws -> TrainingRun {
    guard checkpoint.metadata[ModelTraining.fingerprintKey] == fingerprint else {
      throw ComposerError.badOption(
        "the corpus is not the one that this training began with; give the same files, or start anew"
      )
    }
    let run = try TrainingRun(resuming: checkpoint, best: best, data: data)
    guard run.options.seed == seed else {
      throw ComposerError.badOption(
        "this training began with the seed \(run.options.seed); give it again")
    }
    guard run.architecture == architecture else {
      throw ComposerError.badOption(
        "this training began with another network; give the same preset and model again")
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
    base?.parameters.architecture ?? preset.architecture(vocabularySize: tokenizer.vocabulary.count)
  }

  /// What of a limit in minutes is the network's; the rest is its memory's.
  public var networkShare: Double { tokenizer.name == .timed ? 0.92 : 1 }

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
    guard case .timed(let vocabulary) = tokenizer else { return nil }
    var learning = MemoryTraining()
    learning.steps = min(learning.steps, max(10, networkSteps / 60))
    return try learning.learn(
      on: parameters, from: base?.memory, vocabulary, pieces: data.pieces(0), seed: seed,
      threads: threads,
      report: report)
  }

  /// The model that a run has come to.
  public func model(
    _ parameters: Parameters, memory: MemoryParameters? = nil, record: TrainingRecord
  ) -> Model {
    Model(
      parameters: parameters, tokenizer: tokenizer, context: base?.context ?? preset.context,
      starts: starts, memory: memory, decodingPolicy: base?.decodingPolicy ?? .tuned,
      record: ModelRecord(
        software: softwareVersion, preset: preset.rawValue, corpusFingerprint: fingerprint,
        corpusFiles: trainingPieces, corpusEvents: trainingEvents, training: record))
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

extension Vocabulary {
  /// The tokens of some pieces, and of the same pieces in all keys.
  fileprivate init(covering pieces: [[String]], transposed: Bool) {
    let tokens = Set(pieces.joined())
    guard transposed else {
      self.init(of: tokens)
      return
    }
    self.init(
      of: tokens.flatMap { token in
        Transposition.semitones.compactMap { semitones in
          (try? ClassicToken(token))?.transposed(by: semitones)?.description
        }
      })
  }

  /// The indices of the tokens that it has.
  public func indices(of tokens: [String]) -> [Int32] {
    tokens.compactMap { index(of: $0).map(Int32.init) }
  }
}
