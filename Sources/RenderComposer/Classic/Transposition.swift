import RenderMusic
import RenderNetwork
import RenderRandomness

/// A transposition of classic tokens: each piece is heard in a key drawn anew each epoch, so that the network
/// learns intervals and not only keys.
struct Transposition: Sendable {
  /// The semitones to all twelve keys, none further than a tritone.
  static let semitones = -5...6

  /// Each token's index at each of `semitones`, -1 where the vocabulary lacks it.
  private let tables: [[Int32]]

  init(_ vocabulary: Vocabulary) {
    tables = Transposition.semitones.map { semitones in
      vocabulary.tokens.map { token in
        let transposed = (try? ClassicToken(token))?.transposed(by: semitones)
        return transposed.flatMap { vocabulary.index(of: $0.description) }.map(Int32.init) ?? -1
      }
    }
  }

  /// The pieces as one epoch hears them; a piece that would leave the vocabulary stays in its key.
  func pieces(_ pieces: [[Int32]], seed: UInt64, epoch: Int) -> [[Int32]] {
    pieces.enumerated().map { index, piece in
      var generator = SeededGenerator(
        seed: seed, stream: .key(epoch: epoch, piece: index))
      let table = tables[Int(generator.next(below: UInt64(tables.count)))]
      let transposed = piece.map { table[Int($0)] }
      return transposed.contains(-1) ? piece : transposed
    }
  }
}
