import RenderMusic
import RenderNetwork
import RenderRandomness

/// The pieces of a training as a network that counts bars hears them: most of them with how much remains, with
/// their plan, and with what is known of their style.
struct MetricalHearing: Sendable {
  private static let edge = 128
  private static let openingWeight: Float = 3
  private static let endingWeight: Float = 6

  let pieces: [(tokens: [Int32], piece: MetricalPiece, plan: BarPlan)]
  let vocabulary: TimedVocabulary
  let styles: StyleNames
  let seed: UInt64

  /// The pieces as an epoch hears them.
  func pieces(epoch: Int) -> [TokenSequence] {
    pieces.indices.map { sequence(piece: $0, epoch: epoch) }
  }

  private func sequence(piece index: Int, epoch: Int) -> TokenSequence {
    let (tokens, piece, told) = pieces[index]
    var generator = SeededGenerator(seed: seed, stream: .remainder(epoch: epoch, piece: index))
    let tellsRemaining = generator.next(below: 4) > 0
    let tellsPlan = generator.next(below: 4) > 0
    var style: [Int32] = []
    for feature in styles.features(of: piece.style) where generator.next(below: 4) > 0 {
      style.append(feature)
    }
    var plan: BarPlan?
    if tellsPlan {
      plan = told
      plan?.style = style
    }
    let count = tokens.count
    let weight: (@Sendable (Int) -> Float) = { position in
      if position >= count - Self.edge { return Self.endingWeight }
      return position <= Self.edge ? Self.openingWeight : 1
    }
    return TokenSequence(
      metrical: tokens, vocabulary, bars: piece.bars,
      plan: plan, tellsRemaining: tellsRemaining,
      weight: tellsRemaining ? weight : nil)
  }
}

extension TokenSequence {
  /// A piece's timed tokens with the features of each, as a network that counts bars hears them.
  ///
  /// - Parameters:
  ///   - tokens: of the whole piece.
  ///   - plan: what is to come in each bar; `nil` where the network is not told.
  ///   - tellsRemaining: whether the network hears at every token how much remains.
  ///   - weight: how much each token counts in training; 1 without it.
  init(
    metrical tokens: [Int32], _ vocabulary: TimedVocabulary, bars: BarGrid, plan: BarPlan?,
    tellsRemaining: Bool, weight: (@Sendable (_ position: Int) -> Float)? = nil
  ) {
    self.init(tokens) {
      let total =
        tellsRemaining
        ? tokens.reduce(into: TimedListener(vocabulary)) { _ = $0.hear($1) }.events : nil
      var listener = MetricalListener(vocabulary, bars: bars, plan: plan)
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
