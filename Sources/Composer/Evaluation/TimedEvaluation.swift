import Glibc
import Music
import NeuralNetwork

/// How well a timed model predicts pieces.
public struct TimedEvaluation: Hashable, Sendable {
  public var bits = BitsPerNote()
  /// Pitches, times and durations that went to the nearest that the vocabulary has; what that changed
  /// is not in `bits`.
  public var moved = 0
}

extension Model {
  /// Measures a model of the timed tokenizer on pieces, each heard from its beginning; how much
  /// remains is not told.
  ///
  /// Probabilities are the generator's: what the grammar does not allow has none. Between a note and
  /// its next a tempo may stand; a pitch counts as what it is where no tempo does.
  public func evaluate(_ scores: [TimedScore], threads: Int) -> TimedEvaluation {
    guard case .timed(let vocabulary) = tokenizer else {
      preconditionFailure("a model of the classic tokenizer")
    }
    let encodings = scores.map(TimedTokenizer(vocabulary).encode)
    let pieces = encodings.map {
      TokenSequence(timed: $0.tokens, vocabulary, tellsRemaining: false)
    }
    let results = PieceFold(parameters, threads: threads).fold(
      pieces, initial: { PieceBits(pieces[$0].tokens, vocabulary) }
    ) { $0.add(position: $1, logits: $2) }
    return zip(results, encodings).reduce(into: TimedEvaluation()) { sum, piece in
      sum.bits += piece.0.bits
      sum.moved += piece.1.movedPitches + piece.1.movedShifts + piece.1.movedDurations
    }
  }
}

/// The bits of one piece, token by token.
private struct PieceBits {
  private let tokens: [Int32]
  private var grammar: TimedGrammar
  private var allowed: [Bool]
  var bits = BitsPerNote()

  init(_ tokens: [Int32], _ vocabulary: TimedVocabulary) {
    self.tokens = tokens
    grammar = TimedGrammar(vocabulary)
    allowed = .init(repeating: false, count: vocabulary.count)
  }

  /// - Parameter logits: of the token after the position.
  mutating func add(position: Int, logits: UnsafeBufferPointer<Float>) {
    _ = grammar.read(tokens[position])
    guard position + 1 < tokens.count else { return }
    let next = Int(tokens[position + 1])
    let kind = grammar.vocabulary.tokens[next].kind
    guard kind != .tempo else { return }
    grammar.writeAllowed(to: &allowed)
    var largest = -Float.infinity
    for token in logits.indices where allowed[token] { largest = max(largest, logits[token]) }
    var sum = 0.0
    for token in logits.indices where allowed[token] {
      guard grammar.vocabulary.tokens[token].kind != .tempo else { continue }
      sum += exp(Double(logits[token] - largest))
    }
    bits.add((log(sum) - Double(logits[next] - largest)) / log(2), for: kind)
  }
}
