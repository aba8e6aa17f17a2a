import RenderMusic
import RenderNetwork
import RenderSystem

/// A measure of how well a timed model predicts pieces.
public struct TimedEvaluation: Hashable, Sendable {
  /// The bits of the whole model, its memory included where it has one.
  public var bits = BitsPerNote()
  /// The bits of the network alone.
  public var bitsWithoutMemory = BitsPerNote()
  /// The number of pitches, times and durations that went to the nearest that the vocabulary has; what that
  /// changed is not in `bits`.
  public var moved = 0
  /// The measure where a model that plans is told each piece's plan; `nil` for other models.
  public var planned: Planned?

  /// A measure of pieces whose plans are told. What a plan says of the notes is then in its own bits.
  public struct Planned: Hashable, Sendable {
    /// The bits of the whole model.
    public var bits: BitsPerNote
    /// The bits of the network alone.
    public var bitsWithoutMemory: BitsPerNote
    /// The bits of the plans, divided by the number of notes.
    public var planBitsPerNote: Double
  }
}

extension TimedTokens {
  /// Measures a model on pieces, each heard from its beginning; the network does not hear how much remains.
  ///
  /// Probabilities are those of the model as it was learned, not those that pieces are drawn from:
  /// temperature 1, nothing unlikely left out, the memory's odds as they are. What the grammar does not
  /// allow has none. Between a note and its next a tempo may stand; a pitch counts as what it is where
  /// no tempo does. The model knows pieces in their home key, so that it costs log₂ 12 bits more to say
  /// where a piece stood.
  ///
  /// - Throws: `ComposerError.outOfRange` for a number of threads out of range.
  public func evaluate(
    _ scores: [TimedScore], by model: Model, threads: Int,
    report: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> TimedEvaluation {
    let encodings = scores.map { TimedTokenizer(timedVocabulary).encode($0.inHomeKey().score) }
    return try TimedEvaluation(
      model, on: encodings, timedVocabulary, threads: threads,
      pieces: encodings.map {
        TokenSequence(timed: $0.tokens, timedVocabulary, tellsRemaining: false)
      }, report: report)
  }
}

extension TimedEvaluation {
  /// Measures a model on pieces as its network hears them.
  ///
  /// - Parameter settings: what is known of each piece beside its tokens; none where that is nothing.
  /// - Throws: `ComposerError.outOfRange` for a number of threads out of range.
  init(
    _ model: Model, on encodings: [TimedTokenizer.Encoding], _ vocabulary: TimedVocabulary,
    threads: Int, pieces: [TokenSequence], settings: [PieceSetting] = [],
    report: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws {
    self.init()
    try requireInRange("number of threads", threads, ThreadTeam.counts)
    let head = model.memory.map(MemoryHead.init)
    let results = try PieceFold(model.parameters, threads: threads).fold(
      pieces, report: report,
      initial: {
        PieceBits(
          pieces[$0].tokens, vocabulary, head,
          settings.isEmpty ? PieceSetting() : settings[$0])
      }
    ) { $0.add($1) }
    for (piece, encoding) in zip(results, encodings) {
      bits += piece.bits
      bitsWithoutMemory += piece.bitsWithoutMemory
      moved += encoding.movedPitches + encoding.movedShifts + encoding.movedDurations
    }
  }
}

extension TimedTokens {
  public func measure(
    _ model: Model, on pieces: [TimedScore], threads: Int,
    report: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> PredictionMeasure {
    .notes(try evaluate(pieces, by: model, threads: threads, report: report))
  }
}

extension Model {
  /// Measures a model of timed tokens, as `TimedTokens.evaluate`.
  ///
  /// - Throws: `ComposerError.wrongTokenizer` for a model of others.
  public func evaluate(_ scores: [TimedScore], threads: Int) throws -> TimedEvaluation {
    try tokenizer(as: TimedTokens.self).evaluate(scores, by: self, threads: threads)
  }
}

/// The bits of one piece, token by token.
private struct PieceBits {
  private let tokens: [Int32]
  private var network: MaskedNetwork
  private var memory: PieceMemory?
  var bits = BitsPerNote()
  var bitsWithoutMemory = BitsPerNote()

  init(
    _ tokens: [Int32], _ vocabulary: TimedVocabulary, _ head: MemoryHead?,
    _ setting: PieceSetting
  ) {
    self.tokens = tokens
    network = MaskedNetwork(vocabulary, setting.instruments)
    memory = head.map { PieceMemory($0, vocabulary, setting: setting) }
    bits.addKey()
    bitsWithoutMemory.addKey()
  }

  mutating func add(_ prediction: PieceFold.Prediction) {
    network.read(tokens[prediction.position])
    memory?.hear(tokens[prediction.position])
    guard prediction.position + 1 < tokens.count else { return }
    let next = Int(tokens[prediction.position + 1])
    let kind = network.grammar.vocabulary.tokens[next].kind
    guard kind != .tempo else { return }
    let ofNetwork = network.bits(of: next, prediction.logits)
    bitsWithoutMemory.add(ofNetwork, for: kind)
    let mixed = memory?.mix(
      network: network.probabilities(prediction.logits), allowed: network.allowed,
      state: Array(prediction.hidden))
    // Single precision ends there.
    bits.add(
      mixed.map { -log2(Double(max($0[next], .leastNormalMagnitude))) } ?? ofNetwork, for: kind)
  }
}
