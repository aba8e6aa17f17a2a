import Crypto
import Music
import NeuralNetwork
import Randomness

/// Pieces of tokens on their way to a model: the vocabulary, what the network sees, and what the
/// finished model carries.
public struct ModelTraining: Sendable {
  public let preset: Preset
  public let vocabulary: Vocabulary
  public let data: TrainingData
  /// Number of training and validation pieces, and of the events in them.
  public let trainingPieces: Int
  public let trainingEvents: Int
  public let validationEvents: Int
  /// Events that are not in the vocabulary and were left out: of validation pieces, and of training
  /// pieces where a model is trained on.
  public let leftOutEvents: Int
  /// SHA-256 over all training pieces.
  public let fingerprint: String
  private let base: Model?
  private let starts: [[Int32]]
  private let seed: UInt64

  /// - Parameters:
  ///   - training: the tokens of each piece.
  ///   - validation: pieces that nothing is learned from, to tell when to stop.
  ///   - preset: of a fresh network; a base model brings its own.
  ///   - base: a model to go on from; it keeps its vocabulary, network, preset and starts.
  ///   - seed: of everything random from here on.
  /// - Throws: when there is nothing to learn from.
  public init(
    training: [[String]], validation: [[String]], preset: Preset, base: Model? = nil, seed: UInt64
  ) throws {
    let transposes = base.map { $0.context == .stateful } ?? preset.transposes
    let vocabulary =
      base?.vocabulary ?? Vocabulary(covering: training, transposed: transposes)
    let pieces = training.map(vocabulary.indices).filter { $0.count >= 2 }
    let validationPieces = validation.map(vocabulary.indices).filter { $0.count >= 2 }
    let context = base?.context ?? preset.context
    guard !pieces.isEmpty else {
      throw ComposerError.nothingToLearn("no piece has notes to learn from; add more MIDI files")
    }
    if transposes {
      let transposition = Transposition(vocabulary)
      data = TrainingData(
        pieces: { transposition.pieces(pieces, seed: seed, epoch: $0) },
        validation: validationPieces)
    } else {
      data = TrainingData(pieces: { _ in pieces }, validation: validationPieces)
    }
    self.preset = base.flatMap { Preset(rawValue: $0.record.preset) } ?? preset
    self.vocabulary = vocabulary
    self.base = base
    self.seed = seed
    trainingPieces = pieces.count
    trainingEvents = pieces.reduce(0) { $0 + $1.count }
    validationEvents = validationPieces.reduce(0) { $0 + $1.count }
    leftOutEvents =
      (training + validation).reduce(0) { $0 + $1.count } - trainingEvents - validationEvents
    fingerprint = ModelTraining.fingerprint(of: training)
    starts = try base?.starts ?? ModelTraining.starts(of: pieces, context: context, seed: seed)
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
    base?.parameters.architecture ?? preset.architecture(vocabularySize: vocabulary.count)
  }

  /// The model that a run has come to.
  public func model(_ parameters: Parameters, record: TrainingRecord) -> Model {
    Model(
      parameters: parameters, vocabulary: vocabulary, context: base?.context ?? preset.context,
      starts: starts,
      record: ModelRecord(
        software: softwareVersion, preset: preset.rawValue, corpusFingerprint: fingerprint,
        corpusFiles: trainingPieces, corpusEvents: trainingEvents, training: record))
  }

  private static func fingerprint(of pieces: [[String]]) -> String {
    var hash = SHA256()
    for piece in pieces {
      for token in piece { hash.update(data: Array(token.utf8) + [0]) }
      hash.update(data: [1])
    }
    return hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Openings of different pieces, later passages where there are too few pieces; for a window, as in
  /// the tutorial, passages of all pieces laid end to end.
  private static func starts(
    of pieces: [[Int32]], context: TokenDecoder.Context, seed: UInt64
  ) throws -> [[Int32]] {
    let count = 64
    var generator = SeededGenerator(seed: seed, stream: 0x7374_6172_74)
    func passage(_ tokens: [Int32], length: Int, isOpening: Bool) -> [Int32] {
      let last = tokens.count - length
      let start = isOpening ? 0 : Int(generator.next(below: UInt64(last + 1)))
      return Array(tokens[start..<start + length])
    }
    switch context {
    case .window(let length):
      let tokens = Array(pieces.joined())
      guard tokens.count > length else {
        throw ComposerError.nothingToLearn(
          "\(tokens.count) events are too few for windows of \(length); add more MIDI files")
      }
      return (0..<count).map { _ in passage(tokens, length: length, isOpening: false) }
    case .stateful:
      let drawn = generator.permutation(of: pieces.count)
      // Rich openings first: from a single line of a few notes a model goes on with no more.
      let order = drawn.filter { isRich(pieces[$0]) } + drawn.filter { !isRich(pieces[$0]) }
      return (0..<count).map { index in
        let piece = pieces[order[index % order.count]]
        return passage(
          piece, length: min(openingLength, (piece.count + 1) / 2), isOpening: index < order.count)
      }
    }
  }

  /// Events of a start: enough to settle key, metre and texture.
  private static let openingLength = 32

  /// Whether at least half of the opening's events differ.
  private static func isRich(_ piece: [Int32]) -> Bool {
    piece.count >= 2 * openingLength
      && Set(piece.prefix(openingLength)).count >= openingLength / 2
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
