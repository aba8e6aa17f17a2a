import Music
import NeuralNetwork

/// The network's probabilities for what notes say: what the grammar does not allow has none, nor has a
/// tempo, which may stand between.
struct MaskedNetwork: Sendable {
  private(set) var grammar: TimedGrammar
  /// Of the token to come, [vocabulary].
  private(set) var allowed: [Bool]

  init(_ vocabulary: TimedVocabulary) {
    grammar = TimedGrammar(vocabulary)
    allowed = .init(repeating: false, count: vocabulary.count)
  }

  mutating func read(_ token: Int32) {
    _ = grammar.read(token)
    grammar.writeAllowed(to: &allowed)
    for (index, token) in grammar.vocabulary.tokens.enumerated() where token.kind == .tempo {
      allowed[index] = false
    }
  }

  /// [vocabulary]; 0 for what is not allowed.
  func probabilities(_ logits: UnsafeBufferPointer<Float>) -> [Float] {
    softmax(zip(logits, allowed).map { $1 ? $0 : -.infinity })
  }
}
