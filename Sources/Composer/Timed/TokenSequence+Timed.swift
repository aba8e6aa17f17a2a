import Music
import NeuralNetwork

extension TokenSequence {
  /// A piece's timed tokens with the features of each.
  ///
  /// - Parameters:
  ///   - tokens: of the whole piece.
  ///   - tellsRemaining: whether the network is told at every token how much remains.
  ///   - last: how many tokens are left, those at the end; all without it.
  init(
    timed tokens: [Int32], _ vocabulary: TimedVocabulary, tellsRemaining: Bool, last: Int? = nil
  ) {
    let start = max(0, tokens.count - (last ?? tokens.count))
    self.init(start == 0 ? tokens : Array(tokens[start...])) {
      let total =
        tellsRemaining
        ? tokens.reduce(into: TimedListener(vocabulary)) { _ = $0.hear($1) }.events : nil
      var listener = TimedListener(vocabulary)
      var features = PositionFeatures()
      for (position, token) in tokens.enumerated() {
        _ = listener.hear(token)
        guard position >= start else { continue }
        features.append(listener.features(remaining: total.map { $0 - listener.events }))
      }
      return features
    }
  }
}
