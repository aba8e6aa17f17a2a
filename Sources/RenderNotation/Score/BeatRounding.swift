import RenderMusic

/// Onsets that miss the places of their beat by a unit or two, as those of performances do, and of pieces that were learned
/// from them: on paper they begin at the place.
///
/// A place is a multiple of a 32nd or of a sixteenth of a triplet, the likelier the coarser. Fives and sevens, which the grid
/// holds rounded, stay where they are, and so do rows of short notes.
struct BeatRounding {
  /// The distances of places in units, and what each costs in squares of units.
  private static let grids: [(step: Int, cost: Int)] = [
    (24, 0), (12, 1), (6, 2), (8, 3), (3, 5), (4, 5),
  ]
  /// The farthest that an onset moves, in units.
  private static let reach = 2
  /// The fewest onsets beside the places of a beat that are a row.
  private static let row = 3

  /// The notes, by onset.
  let notes: [Piece.Note]
  /// Where the notes are written that were moved, by where they were.
  let places: [Int: Int]

  /// - Parameters:
  ///   - notes: by onset; no key of a part sounds twice at once.
  ///   - bars: the bars of the piece.
  init(_ notes: [Piece.Note], bars: BarGrid) {
    var written = notes
    var places: [Int: Int] = [:]
    for part in Dictionary(grouping: notes.indices, by: { notes[$0].part }).values {
      let moved = Self.moved(part.map { notes[$0] }, bars)
      guard !moved.isEmpty else { continue }
      var next: [UInt8: Int] = [:]
      for index in part.reversed() {
        let note = notes[index]
        // What goes up to a note goes on doing so.
        let end = min(moved[note.end] ?? note.end, next[note.key] ?? .max)
        written[index].onset = moved[note.onset] ?? note.onset
        written[index].duration = max(1, end - written[index].onset)
        next[note.key] = written[index].onset
      }
      places.merge(moved) { first, _ in first }
    }
    self.places = places
    self.notes =
      places.isEmpty
      ? notes
      : written.indices.sorted { (written[$0].onset, $0) < (written[$1].onset, $1) }
        .map { written[$0] }
  }

  /// The places of the onsets of a part that miss them.
  private static func moved(_ notes: [Piece.Note], _ bars: BarGrid) -> [Int: Int] {
    /// The first end of the notes that begin at each place.
    var ends: [Int: Int] = [:]
    for note in notes { ends[note.onset] = min(ends[note.onset] ?? .max, note.end) }
    let onsets = ends.keys.sorted()
    var moved: [Int: Int] = [:]
    for (index, onset) in onsets.enumerated() {
      let bar = bars.bar(at: onset)
      // A pick-up has the beats of the bar that it leads to.
      let start = bars.start(ofBar: bar == 0 && bars.pickUp > 0 ? 1 : bar)
      guard !isPlace(onset - start), !isTuplet(onset, start, onsets) else { continue }
      let range =
        (index > 0 ? onsets[index - 1] : 0)...(index + 1 < onsets.count ? onsets[index + 1] : .max)
      let place = ((onset - reach)...(onset + reach)).filter { place in
        // What ends before a note begins is no chord with it.
        guard range.contains(place), isPlace(place - start) else { return false }
        return place < onset
          ? ends[place] ?? .max > onset : ends[place] == nil || ends[onset]! > place
      }.min { cost($0, onset, start) < cost($1, onset, start) }
      guard let place else { continue }
      moved[onset] = place
      ends[place] = min(ends[place] ?? .max, ends[onset]!)
    }
    return moved
  }

  private static func cost(_ place: Int, _ onset: Int, _ start: Int) -> Int {
    let grid = grids.lazy.filter { (place - start).isMultiple(of: $0.step) }.map(\.cost).min()
    return (place - onset) * (place - onset) + (grid ?? 0)
  }

  private static func isPlace(_ offset: Int) -> Bool {
    offset.isMultiple(of: 3) || offset.isMultiple(of: 4)
  }

  /// Whether an onset is one of five or seven notes, of three 32nds of a triplet, or of a row of short ones.
  private static func isTuplet(_ onset: Int, _ start: Int, _ onsets: [Int]) -> Bool {
    let near = onsets[
      onsets.partitioningIndex { $0 >= onset - 4 }..<onsets.partitioningIndex { $0 > onset + 4 }]
    if [-4, -2, 0].contains(where: { first in
      [0, 2, 4].allSatisfy { near.contains(onset + first + $0) }
    }) {
      return true
    }
    return [12, 24, 48].contains { span in
      let first = start + Int((Double(onset - start) / Double(span)).rounded(.down)) * span
      let inside = onsets[
        onsets.partitioningIndex { $0 > first }..<onsets.partitioningIndex { $0 >= first + span }]
      if span == Piece.unitsPerQuarter, inside.count(where: { !isPlace($0 - start) }) >= row {
        return true
      }
      return TupletRegion.ratio(of: inside.map { $0 - first }, span: span) != nil
    }
  }
}
