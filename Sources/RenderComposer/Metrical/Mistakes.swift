import RenderMusic
import RenderRandomness

/// The mistakes that a piece is heard with while a network learns how it really goes on.
///
/// What a network composes has more wrong notes than all that it has heard, and each makes the next one likelier. One that
/// has learned to go on well after wrong notes finds back (compare scheduled sampling: Bengio and others, 2015).
struct Mistakes {
  private struct Place {
    var note: Piece.Note
    /// The index of the pitch's token; the length's comes next.
    var index: Int
    /// The key and the end with which it is heard.
    var key: Int
    var end: Int

    var struck: Struck { Struck(part: note.part, key: key) }
  }

  private struct Struck: Hashable {
    var part: Int
    var key: Int
  }

  /// How many notes before and after a note it can be taken for.
  private static let reach = 32

  /// A piece's tokens with some notes taken for others nearby, their keys or their lengths: as many tokens, and a piece as
  /// well.
  ///
  /// - Parameter share: the share of the notes for each kind of mistake, as far as there is room for others.
  static func heard(
    _ tokens: [Int32], _ vocabulary: TimedVocabulary, instruments: [Instrument] = [],
    share: Double, with generator: inout SeededGenerator
  ) -> [Int32] {
    var places = places(tokens, TimedGrammar(vocabulary, instruments: instruments))
    var heard = tokens
    /// The end of each part's and key's last note as it is heard.
    var ends: [Struck: Int] = [:]
    for index in places.indices {
      defer { ends[places[index].struck] = places[index].end }
      let nearby = max(0, index - reach)...min(places.count - 1, index + reach)
      func another() -> Place? {
        guard generator.nextUnit() < share else { return nil }
        let others = places[nearby].filter { $0.note.part == places[index].note.part }
        return others[Int(generator.next(below: UInt64(others.count)))]
      }
      if let other = another(),
        ends[Struck(part: other.note.part, key: Int(other.note.key)), default: 0]
          <= places[index].note.onset,
        fits(Int(other.note.key), at: index, in: places)
      {
        places[index].key = Int(other.note.key)
        heard[places[index].index] = tokens[other.index]
      }
      if let other = another(), isShort(other.note), isShort(places[index].note) {
        let end = places[index].note.onset + other.note.duration
        guard isFree(places[index].struck, until: end, after: index, in: places) else { continue }
        places[index].end = end
        heard[places[index].index + 1] = tokens[other.index + 1]
      }
    }
    return heard
  }

  private static func places(_ tokens: [Int32], _ grammar: TimedGrammar) -> [Place] {
    var grammar = grammar
    var places: [Place] = []
    var pitch = 0
    for (index, token) in tokens.enumerated() {
      if grammar.expectsPitch { pitch = index }
      if case .note(let note) = grammar.read(token) {
        places.append(Place(note: note, index: pitch, key: Int(note.key), end: note.end))
      }
    }
    return places
  }

  /// Whether a length is one token.
  private static func isShort(_ note: Piece.Note) -> Bool {
    note.duration <= TimedToken.longUnits
  }

  /// Whether a note can have a key that does not sound: between its neighbours' in the chord, and not struck again too soon.
  private static func fits(_ key: Int, at index: Int, in places: [Place]) -> Bool {
    let note = places[index].note
    func isInChord(_ other: Place) -> Bool {
      other.note.onset == note.onset && other.note.part == note.part
    }
    if index > 0, isInChord(places[index - 1]), places[index - 1].key >= key {
      return false
    }
    if index + 1 < places.count, isInChord(places[index + 1]), places[index + 1].key <= key {
      return false
    }
    return key != places[index].key
      && isFree(
        Struck(part: note.part, key: key), until: places[index].end, after: index, in: places)
  }

  /// Whether no later note of a part's key begins before a unit.
  private static func isFree(
    _ struck: Struck, until end: Int, after index: Int, in places: [Place]
  ) -> Bool {
    !places[(index + 1)...].lazy.prefix { $0.note.onset < end }.contains { $0.struck == struck }
  }
}
