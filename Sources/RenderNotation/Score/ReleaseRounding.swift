import RenderMusic

/// Ends of notes that miss a place of the metre by a unit, as those of files do that were played, or written with gaps
/// between their notes: on paper they go up to it.
struct ReleaseRounding {
  /// The places that draw ends, in units from the beginning of a bar: multiples of a 16th.
  private static let step = Piece.unitsPerQuarter / 4

  /// The notes with their ends moved, in the same order.
  let notes: [Piece.Note]

  /// - Parameters:
  ///   - notes: by onset; no key of a part sounds twice at once.
  ///   - bars: the bars of the piece.
  init(_ notes: [Piece.Note], bars: BarGrid) {
    var onsets: [Int: Set<Int>] = [:]
    for note in notes { onsets[note.part, default: []].insert(note.onset) }
    var next: [Int: Int] = [:]
    var rounded = notes
    for index in notes.indices.reversed() {
      let note = notes[index]
      let key = note.part * 128 + Int(note.key)
      let limit = next[key] ?? .max
      next[key] = note.onset
      let own = onsets[note.part] ?? []
      guard !own.contains(note.end) else { continue }
      let bar = bars.start(ofBar: bars.bar(at: note.end))
      guard !(note.end - bar).isMultiple(of: Self.step) else { continue }
      // Up rather than down: gaps are commoner than overlaps.
      let near = [note.end + 1, note.end - 1]
        .filter { $0 <= min(limit, bars.end) && $0 > note.onset }
      if let end = near.first(where: own.contains)
        ?? near.first(where: { ($0 - bar).isMultiple(of: Self.step) })
      {
        rounded[index].duration = end - note.onset
      }
    }
    self.notes = rounded
  }
}
