@testable import RenderMusic

/// Music for tests of form, in bars of 4/4.
struct Phrase {
  /// The notes from unit 0 on.
  var notes: [Piece.Note]
  /// The number of bars.
  var bars: Int

  static let bar = 4 * Piece.unitsPerQuarter

  /// Bars of notes that another seed does not repeat, eight to ten in each but the last, which is a long chord if
  /// the phrase is longer than two bars.
  init(_ seed: Int, bars: Int = 8) {
    var draws = Draws(seed)
    self.bars = bars
    notes = (0..<bars).flatMap { bar in
      if bar == bars - 1, bars > 2 {
        let keys = (50...74).shuffled(using: &draws).prefix(8).sorted()
        return keys.map { units(Self.bar * bar, Self.bar, UInt8($0)) }
      }
      let places = (0..<16).shuffled(using: &draws).prefix(Int.random(in: 8...10, using: &draws))
      return places.sorted().map { place in
        units(Self.bar * bar + 6 * place, 6, UInt8.random(in: 50...74, using: &draws))
      }
    }
  }

  init(notes: [Piece.Note], bars: Int) {
    self.notes = notes
    self.bars = bars
  }

  func moved(by semitones: Int) -> Self {
    var phrase = self
    for index in notes.indices {
      phrase.notes[index].key = UInt8(Int(notes[index].key) + semitones)
    }
    return phrase
  }

  /// The phrase with every eighth note a third higher.
  var varied: Self {
    var phrase = self
    for index in stride(from: 0, to: notes.count, by: 8) { phrase.notes[index].key += 4 }
    return phrase
  }

  /// The phrase with the keys of another seed.
  func withKeys(of seed: Int) -> Self {
    var draws = Draws(seed)
    var phrase = self
    for index in notes.indices {
      phrase.notes[index].key = UInt8.random(in: 50...74, using: &draws)
    }
    return phrase
  }
}

/// A piece of phrases one after the other.
func piece(_ phrases: [Phrase], from start: Int = 0) throws -> TimedScore {
  var notes: [Piece.Note] = []
  var onset = start
  for phrase in phrases {
    notes += phrase.notes.map { units(onset + $0.onset, $0.duration, $0.key) }
    onset += Phrase.bar * phrase.bars
  }
  return try TimedScore(notes: notes)
}

extension Form {
  init(_ score: TimedScore) {
    self.init(of: score, bars: BarGrid([.common], end: score.end))
  }
}
