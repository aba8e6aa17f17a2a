import RenderMusic
import RenderNetwork
import RenderRandomness

/// The openings of training pieces that a model carries, to begin from.
package enum Starts {
  private static let count = 64

  /// The openings of different pieces, later passages where there are too few pieces; for a window, as in the
  /// tutorial, passages of all pieces laid end to end.
  package static func classic(
    of pieces: [[Int32]], context: TokenDecoder.Context, seed: UInt64
  ) throws(ComposerError) -> [[Int32]] {
    var generator = generator(seed)
    func passage(_ tokens: [Int32], length: Int, isOpening: Bool) -> [Int32] {
      let last = tokens.count - length
      let start = isOpening ? 0 : Int(generator.next(below: UInt64(last + 1)))
      return Array(tokens[start..<start + length])
    }
    switch context {
    case .window(let length):
      let tokens = Array(pieces.joined())
      guard tokens.count > length else {
        throw .tooFewEvents(tokens.count, window: length)
      }
      return (0..<count).map { _ in passage(tokens, length: length, isOpening: false) }
    case .stateful:
      let drawn = generator.permutation(of: pieces.count)
      // Rich openings first: from a single line of a few notes a model goes on with no more.
      let order = drawn.filter { isRich(pieces[$0]) } + drawn.filter { !isRich(pieces[$0]) }
      return (0..<count).map { index in
        let piece = pieces[order[index % order.count]]
        return passage(
          piece, length: min(openingLength, (piece.count + 1) / 2), isOpening: index < order.count)
      }
    }
  }

  /// The first events of pieces, half of a piece at most; the end of a piece is in none.
  ///
  /// - Parameter instruments: those of each piece, where the tokens say who plays.
  static func timed(
    of pieces: [[Int32]], _ vocabulary: TimedVocabulary, instruments: [[Instrument]] = [],
    seed: UInt64
  ) -> [[Int32]] {
    var generator = generator(seed)
    let order = generator.permutation(of: pieces.count)
    return (0..<count).map { index in
      let place = order[index % order.count]
      let piece = pieces[place]
      var listener = TimedListener(
        vocabulary, instruments: instruments.isEmpty ? [] : instruments[place])
      let end = piece.firstIndex { token in
        _ = listener.hear(token)
        return listener.events > openingLength
      }
      // Long shifts before the token that begins the next event are harmless.
      return Array(piece[..<min(end ?? piece.count - 1, max(2, piece.count / 2))])
    }
  }

  private static func generator(_ seed: UInt64) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: .starts)
  }

  /// The number of events of a start: enough to settle key, metre and texture.
  private static let openingLength = 32

  /// Whether at least half of the opening's events differ.
  private static func isRich(_ piece: [Int32]) -> Bool {
    piece.count >= 2 * openingLength
      && Set(piece.prefix(openingLength)).count >= openingLength / 2
  }
}
