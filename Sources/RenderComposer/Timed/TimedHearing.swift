import RenderMusic
import RenderNetwork
import RenderRandomness

/// The timed pieces as a training hears them, most of them with how much remains. In those the opening and
/// the ending count more than the rest in the last fifth of the steps (`TrainingRun`).
struct TimedHearing: Sendable {
  let pieces: [[Int32]]
  let vocabulary: TimedVocabulary
  let seed: UInt64

  /// The pieces as an epoch hears them; one of four without what remains, as where no length is asked for.
  func pieces(epoch: Int) -> [TokenSequence] {
    pieces.enumerated().map { index, tokens in
      var generator = SeededGenerator(
        seed: seed, stream: .remainder(epoch: epoch, piece: index))
      guard generator.next(below: 4) > 0 else {
        return TokenSequence(timed: tokens, vocabulary, tellsRemaining: false)
      }
      return TokenSequence(
        timed: tokens, vocabulary, tellsRemaining: true,
        weight: TokenSequence.weight(ofPiece: tokens.count))
    }
  }
}
