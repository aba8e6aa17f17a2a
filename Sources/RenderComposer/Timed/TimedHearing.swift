import RenderMusic
import RenderNetwork
import RenderRandomness

/// The timed pieces as a training hears them, most of them with how much remains. In those the opening and
/// the ending count more than the rest in the last fifth of the steps (`TrainingRun`): they come but once in
/// a piece, and everyone hears them.
struct TimedHearing: Sendable {
  /// The number of tokens of an opening or an ending: some forty notes.
  private static let edge = 128
  private static let openingWeight: Float = 3
  private static let endingWeight: Float = 6

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
      let count = tokens.count
      return TokenSequence(timed: tokens, vocabulary, tellsRemaining: true) { position in
        if position >= count - Self.edge { return Self.endingWeight }
        return position <= Self.edge ? Self.openingWeight : 1
      }
    }
  }
}
