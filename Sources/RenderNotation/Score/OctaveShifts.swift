import RenderMusic

/// The passages of a keyboard staff that are written an octave nearer to it (8va, 8vb), since many ledger lines in a row
/// are hard to read (Gould, "Behind Bars", 2011, pages 28–30).
struct OctaveShifts {
  /// The fewest onsets of a passage.
  private static let shortest = 4
  /// The first staff steps that need so many ledger lines: three, beyond which all notes of a passage lie, and five,
  /// which one of them needs. E6 and B6 above the treble clef, C2 and F1 below the bass clef.
  private static let above = (all: 44, one: 48)
  private static let below = (all: 14, one: 10)

  /// The beginnings and ends of the passages.
  private(set) var marks: [PlacedMark] = []

  /// - Parameters:
  ///   - notes: those of the staff, by onset.
  ///   - measures: the measures.
  ///   - clefs: the clef of each measure.
  init(
    _ notes: [StaffNote], measures: [NotatedScore.Measure], clefs: [NotatedScore.Clef],
    transposition: Transposition
  ) {
    let lift = -transposition.steps
    var passage: (isUp: Bool, start: Int, end: Int, count: Int, isFar: Bool)?
    func finish() -> [PlacedMark] {
      guard let passage, passage.isFar, passage.count >= Self.shortest else { return [] }
      return [
        PlacedMark(unit: passage.start, mark: .octaveShift(isUp: passage.isUp)),
        PlacedMark(unit: passage.end, mark: .octaveShiftEnd),
      ]
    }
    var measure = 0
    var index = 0
    while index < notes.count {
      let onset = notes[index].onset
      let first = index
      while index < notes.count, notes[index].onset == onset { index += 1 }
      let chord = notes[first..<index]
      while measure + 1 < measures.count, measures[measure + 1].start <= onset { measure += 1 }
      let steps = chord.map { $0.pitch.diatonicStep + lift }
      let (low, high) = (steps.min()!, steps.max()!)
      let direction: Bool? =
        switch clefs[measure] {
        case .treble where low >= Self.above.all: true
        case .bass where high <= Self.below.all: false
        default: nil
        }
      let isFar = direction == true ? high >= Self.above.one : low <= Self.below.one
      // A note that is still held would move with the others.
      let overlaps = passage.map { onset < $0.end } ?? false
      if let direction, let open = passage, open.isUp == direction {
        passage!.end = max(open.end, chord.map(\.end).max()!)
        passage!.count += 1
        passage!.isFar = open.isFar || isFar
        continue
      }
      if overlaps { passage = nil }
      marks += finish()
      passage = direction.map { ($0, onset, chord.map(\.end).max()!, 1, isFar) }
    }
    marks += finish()
  }
}
