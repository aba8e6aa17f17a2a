import Music
import NeuralNetwork
import Randomness

/// Timed pieces as a training hears them: most of them told how much remains, and their endings more
/// often than the rest.
struct TimedHearing: Sendable {
  /// An ending comes but once in a piece, and everyone hears it.
  private static let endings = 2
  /// Tokens of an ending: some forty notes.
  private static let endingTokens = 129

  let pieces: [[Int32]]
  let vocabulary: TimedVocabulary
  let seed: UInt64

  /// Whole pieces, one of four not told what remains, as where no length is asked for.
  func pieces(epoch: Int) -> [TokenSequence] {
    pieces.enumerated().map { index, tokens in
      var generator = SeededGenerator(
        seed: seed, stream: 0x7465_6c6c, UInt64(epoch), UInt64(index))
      return TokenSequence(
        timed: tokens, vocabulary, tellsRemaining: generator.next(below: 4) > 0)
    }
  }

  /// The whole pieces, then the endings of all that are longer.
  func piecesAndEndings(epoch: Int) -> [TokenSequence] {
    let endings = pieces.filter { $0.count > 2 * Self.endingTokens }.map {
      TokenSequence(timed: $0, vocabulary, tellsRemaining: true, last: Self.endingTokens)
    }
    return pieces(epoch: epoch) + (0..<Self.endings).flatMap { _ in endings }
  }
}
