import RenderMusic
import RenderNetwork

extension TokenSequence {
  /// A piece's timed tokens with the features of each, as a network without bars hears them.
  ///
  /// - Parameters:
  ///   - tokens: of the whole piece.
  ///   - tellsRemaining: whether the network hears at every token how much remains.
  ///   - weight: how much each token counts in training; 1 without it.
  init(
    timed tokens: [Int32], _ vocabulary: TimedVocabulary, tellsRemaining: Bool,
    weight: (@Sendable (_ position: Int) -> Float)? = nil
  ) {
    self.init(
      tokens, vocabulary, heardBy: { TimedListener(vocabulary) }, tellsRemaining: tellsRemaining,
      weight: weight)
  }

  /// A piece's timed tokens with the features that a listener finds at each.
  ///
  /// - Parameters:
  ///   - tokens: of the whole piece.
  ///   - heard: the tokens as they are heard, where they differ.
  ///   - listener: makes one that has heard nothing.
  ///   - tellsRemaining: whether the network hears at every token how much remains.
  ///   - weight: how much each token counts in training; 1 without it.
  init<Listener: TimedListening>(
    _ tokens: [Int32], heard: [Int32]? = nil, _ vocabulary: TimedVocabulary,
    heardBy listener: @escaping @Sendable () -> Listener, tellsRemaining: Bool,
    weight: (@Sendable (_ position: Int) -> Float)? = nil
  ) {
    self.init(tokens, heard: heard) {
      let total =
        tellsRemaining
        ? tokens.reduce(into: TimedListener(vocabulary)) { _ = $0.hear($1) }.events : nil
      var listener = listener()
      var features = PositionFeatures()
      for token in heard ?? tokens {
        _ = listener.hear(token)
        features.append(
          listener.features(remaining: total.map { $0 - listener.events }))
      }
      return features
    }
    self.weight = weight
  }

  /// The number of tokens of an opening or an ending: some forty notes.
  private static let edge = 128
  private static let openingWeight: Float = 3
  private static let endingWeight: Float = 6

  /// How much each token counts of a piece whose opening and ending count more than the rest: they come but once in a
  /// piece, and everyone hears them.
  ///
  /// - Parameter count: the number of the piece's tokens.
  static func weight(ofPiece count: Int) -> @Sendable (_ position: Int) -> Float {
    { position in
      if position >= count - edge { return endingWeight }
      return position <= edge ? openingWeight : 1
    }
  }
}
