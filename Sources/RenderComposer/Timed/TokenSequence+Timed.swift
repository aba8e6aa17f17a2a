import RenderMusic
import RenderNetwork

extension TokenSequence {
  /// A piece's timed tokens with the features of each.
  ///
  /// - Parameters:
  ///   - tokens: of the whole piece.
  ///   - tellsRemaining: whether the network hears at every token how much remains.
  ///   - weight: how much each token counts in training; 1 without it.
  init(
    timed tokens: [Int32], _ vocabulary: TimedVocabulary, tellsRemaining: Bool,
    weight: (@Sendable (_ position: Int) -> Float)? = nil
  ) {
    self.init(tokens) {
      let total =
        tellsRemaining
        ? tokens.reduce(into: TimedListener(vocabulary)) { _ = $0.hear($1) }.events : nil
      var listener = TimedListener(vocabulary)
      var features = PositionFeatures()
      for token in tokens {
        _ = listener.hear(token)
        features.append(listener.features(remaining: total.map { $0 - listener.events }))
      }
      return features
    }
    self.weight = weight
  }
}
