import Music
import NeuralNetwork

extension TokenSequence {
  /// A whole piece's timed tokens with the features of each.
  ///
  /// - Parameter tellsRemaining: whether the network is told at every token how much remains.
  init(timed tokens: [Int32], _ vocabulary: TimedVocabulary, tellsRemaining: Bool) {
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
  }
}
