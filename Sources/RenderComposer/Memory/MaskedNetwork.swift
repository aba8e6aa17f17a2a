import RenderMusic
import RenderNetwork
import RenderSystem

/// The network's probabilities for the tokens of notes: what the grammar does not allow has none, nor has a
/// tempo, which may stand between.
struct MaskedNetwork: Sendable {
  private(set) var grammar: TimedGrammar
  /// Whether each token may come next, [vocabulary].
  private(set) var allowed: [Bool]

  /// - Parameter instruments: those of the parts, in score order.
  init(_ vocabulary: TimedVocabulary, _ instruments: [Instrument] = []) {
    grammar = TimedGrammar(vocabulary, instruments: instruments)
    allowed = .init(repeating: false, count: vocabulary.count)
  }

  mutating func read(_ token: Int32) {
    _ = grammar.read(token)
    grammar.writeAllowed(to: &allowed)
    for (index, token) in grammar.vocabulary.tokens.enumerated() where token.kind == .tempo {
      allowed[index] = false
    }
  }

  /// The bits of a token that may come, −log₂ of its probability: exact where single precision has none left.
  func bits(of token: Int, _ logits: UnsafeBufferPointer<Float>) -> Double {
    var largest = -Float.infinity
    for token in logits.indices where allowed[token] { largest = max(largest, logits[token]) }
    var sum = 0.0
    for token in logits.indices where allowed[token] {
      sum += exp(Double(logits[token] - largest))
    }
    return (log(sum) - Double(logits[token] - largest)) / log(2)
  }

  /// The probabilities of the token to come, [vocabulary]; 0 for what is not allowed.
  func probabilities(_ logits: UnsafeBufferPointer<Float>) -> [Float] {
    softmax(zip(logits, allowed).map { $1 ? $0 : -.infinity })
  }
}
