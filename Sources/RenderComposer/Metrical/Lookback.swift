import RenderMusic

/// The notes of a piece so far by bar, and what an earlier bar has at the place that is being written: the
/// token that would come if the piece went on as that bar did.
///
/// Events of one and two bars before as an input are those of the Lookback RNN (Waite 2016, Magenta); here the
/// earlier bars are compared by place, not by the number of notes, and may be any.
struct Lookback: Sendable {
  private let bars: BarGrid
  private var notes: [Piece.Note] = []
  /// The index of the first note of each bar that has begun, and of the one after it.
  private var firstNotes = [0]

  /// - Parameter bars: of the piece, which need not be there yet.
  init(_ bars: BarGrid) { self.bars = bars }

  /// Takes the next note, by onset, then from the last part to the first, then key.
  mutating func append(_ note: Piece.Note) {
    let bar = bars.bar(at: note.onset)
    while firstNotes.count <= bar { firstNotes.append(notes.count) }
    notes.append(note)
  }

  /// The notes of a bar that have come.
  private func notes(ofBar bar: Int) -> ArraySlice<Piece.Note> {
    guard firstNotes.indices.contains(bar) else { return [] }
    return notes[firstNotes[bar]..<(bar + 1 < firstNotes.count ? firstNotes[bar + 1] : notes.count)]
  }

  /// The token that would come.
  ///
  /// - Parameters:
  ///   - grammar: after the last token.
  ///   - source: the earlier bar of a bar; `nil` for none.
  ///   - interval: the semitones from the earlier bar's keys to those that are written.
  /// - Returns: `nil` where the earlier bar has nothing to say.
  func token(
    after grammar: TimedGrammar, movedBy interval: Int, source: (_ bar: Int) -> Int?
  ) -> Int32? {
    let bar = bars.bar(at: grammar.onset)
    guard let earlier = source(bar), earlier < bar else { return nil }
    let offset = bars.starts[earlier] - bars.starts[bar]
    let onset = grammar.onset + offset
    let vocabulary = grammar.vocabulary
    let token: Int32
    if grammar.expectsPart {
      guard let note = notes(ofBar: earlier).first(where: { $0.onset == onset }) else { return nil }
      token = grammar.token(ofPart: note.part)
    } else if grammar.expectsPitch {
      guard
        let note = notes(ofBar: earlier).first(where: {
          $0.onset == onset && $0.part == grammar.part
            && Int($0.key) + interval > grammar.highestKey
        })
      else { return nil }
      token = vocabulary.pitchToken(forKey: Int(note.key) + interval)
    } else if grammar.expectsDuration {
      guard
        let note = notes(ofBar: earlier).first(where: {
          $0.onset == onset && $0.part == grammar.part
            && Int($0.key) + interval == grammar.key
        })
      else { return nil }
      token = vocabulary.durationToken(forRest: note.duration - grammar.units)
    } else {
      switch step(after: grammar, bar, movedBy: interval, source) {
      case .shift(let units):
        token = vocabulary.shiftToken(
          forRest: units - grammar.units, isFirst: grammar.units == 0)
      case .part(let part): token = grammar.token(ofPart: part)
      case nil: return nil
      }
    }
    return token < 0 ? nil : token
  }

  /// The way from one note to the next.
  private enum Step {
    /// The units to the next onset, 0 within a part's chord.
    case shift(Int)
    /// Another part that joins in.
    case part(Int)
  }

  private func step(
    after grammar: TimedGrammar, _ bar: Int, movedBy interval: Int,
    _ source: (_ bar: Int) -> Int?
  ) -> Step? {
    let onset = grammar.onset
    for next in bar..<min(bar + 3, bars.count) {
      guard let earlier = source(next), earlier < next else { return nil }
      let offset = bars.starts[next] - bars.starts[earlier]
      let end = bars.starts[next] + bars.length(ofBar: next)
      for note in notes(ofBar: earlier) where note.onset + offset < end {
        let place = note.onset + offset
        if place > onset { return .shift(place - onset) }
        guard place == onset, grammar.units == 0 else { continue }
        if note.part < grammar.part { return .part(note.part) }
        if note.part == grammar.part, Int(note.key) + interval > grammar.highestKey {
          return .shift(0)
        }
      }
    }
    return nil
  }
}
