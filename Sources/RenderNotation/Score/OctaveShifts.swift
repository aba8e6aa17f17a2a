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

  /// The steps beyond which notes between two passages stay in one with them, rather than that the eye jumps twice: G5,
  /// F2. The gap is shorter than `longestGap`.
  private static let (stillAbove, stillBelow) = (39, 17)
  private static let longestGap = 2 * Piece.unitsPerQuarter

  /// A passage, in units.
  private struct Passage {
    var isUp: Bool
    var start: Int
    var end: Int
    var onsets: Int
    /// Whether a note is so far away that the passage is worth a sign.
    var isFar: Bool
  }

  /// The beginnings and ends of the passages.
  let marks: [PlacedMark]

  /// - Parameters:
  ///   - notes: those of the staff, by onset.
  ///   - measures: the measures.
  ///   - clefs: the clef of each measure.
  init(
    _ notes: [StaffNote], measures: [NotatedScore.Measure], clefs: [NotatedScore.Clef],
    transposition: Transposition
  ) {
    var passages: [Passage] = []
    // Whether a further passage may go on with the last one.
    var isOpen = false
    var (measure, index) = (0, 0)
    while index < notes.count {
      let first = index
      let onset = notes[first].onset
      while index < notes.count, notes[index].onset == onset { index += 1 }
      while measure + 1 < measures.count, measures[measure + 1].start <= onset { measure += 1 }
      let chord = notes[first..<index]
      let steps = chord.map { $0.pitch.diatonicStep - transposition.steps }
      let (low, high) = (steps.min()!, steps.max()!)
      let last = passages.last
      let isUp: Bool
      switch clefs[measure] {
      case .treble where low >= Self.above.all: isUp = true
      case .bass where high <= Self.below.all: isUp = false
      default:
        isOpen = isOpen && (last!.isUp ? low >= Self.stillAbove : high <= Self.stillBelow)
        // Notes are written where they begin: what is still held needs the sign no longer.
        if !isOpen, let last, onset < last.end { passages[passages.count - 1].end = onset }
        continue
      }
      let end = chord.map(\.end).max()!
      let isFar = isUp ? high >= Self.above.one : low <= Self.below.one
      if isOpen, let last, last.isUp == isUp, onset - last.end <= Self.longestGap {
        passages[passages.count - 1] = Passage(
          isUp: isUp, start: last.start, end: max(last.end, end), onsets: last.onsets + 1,
          isFar: last.isFar || isFar)
      } else {
        passages.append(
          Passage(isUp: isUp, start: onset, end: end, onsets: 1, isFar: isFar))
      }
      isOpen = true
    }
    marks = passages.filter { $0.isFar && $0.onsets >= Self.shortest }.flatMap {
      [
        PlacedMark(unit: $0.start, mark: .octaveShift(isUp: $0.isUp)),
        PlacedMark(unit: $0.end, mark: .octaveShiftEnd),
      ]
    }
  }
}
