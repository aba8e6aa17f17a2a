import RenderMusic

/// Ends of notes that miss a place of the metre, as those of files do that were played, or written with gaps between their
/// notes: on paper they go up to it.
///
/// What misses one by a unit goes to it. What ends at a place of triplets in a beat where nothing begins at one is legato up
/// to the next onset or eighth, unless the rest is longer than a third of it; then it ends at the nearest sixteenth, and so
/// does a note that is shorter than one. In a beat of triplets places are their eighths or sixteenths.
struct ReleaseRounding {
  /// The distances of the places that draw ends, in units from the beginning of a beat: 16ths, eighths and sixteenths of
  /// triplets.
  private static let steps = [6, 8, 4]

  /// The notes with their ends moved, in the same order.
  let notes: [Piece.Note]

  /// - Parameters:
  ///   - notes: by onset; no key of a part sounds twice at once.
  ///   - bars: the bars of the piece.
  init(_ notes: [Piece.Note], bars: BarGrid) {
    let onsets = Dictionary(grouping: notes, by: \.part).mapValues { PartOnsets($0) }
    var next: [Int: Int] = [:]
    var rounded = notes
    for index in notes.indices.reversed() {
      let note = notes[index]
      let key = note.part * 128 + Int(note.key)
      let bar = bars.bar(at: note.end)
      let limit = min(next[key] ?? .max, bars.start(ofBar: bar + 1))
      next[key] = note.onset
      guard let own = onsets[note.part] else { continue }
      if let end = own.written(note, bar: bars.start(ofBar: bar), limit: limit) {
        rounded[index].duration = end - note.onset
      }
    }
    self.notes = rounded
  }

  /// The places where notes of a part begin.
  private struct PartOnsets {
    /// In order, each once.
    let places: [Int]

    /// - Parameter notes: by onset.
    init(_ notes: [Piece.Note]) {
      places = notes.reduce(into: []) { if $0.last != $1.onset { $0.append($1.onset) } }
    }

    /// Where a note ends on paper; `nil` for where it does.
    ///
    /// - Parameters:
    ///   - bar: the beginning of the bar in which it ends.
    ///   - limit: the last place where it may end.
    func written(_ note: Piece.Note, bar: Int, limit: Int) -> Int? {
      let end = note.end
      let beat = bar + (end - bar) / Piece.unitsPerQuarter * Piece.unitsPerQuarter
      let inBeat = places[first(from: beat)..<first(from: beat + Piece.unitsPerQuarter)]
      let step = ReleaseRounding.steps.first { step in
        inBeat.allSatisfy { ($0 - beat).isMultiple(of: step) }
      }
      func isOnGrid(_ place: Int) -> Bool {
        (place - beat).isMultiple(of: step ?? ReleaseRounding.steps[0])
      }
      guard !begins(at: end), !isOnGrid(end) else { return nil }
      // Up rather than down: gaps are commoner than overlaps.
      let near = [end + 1, end - 1].filter { $0 <= limit && $0 > note.onset }
      if let place = near.first(where: begins) ?? near.first(where: isOnGrid) { return place }
      guard let step else { return nil }
      let next = first(from: end)
      let span = step == ReleaseRounding.steps[0] ? 2 * step : step
      let beyond = beat + ((end - beat) / span + 1) * span
      let legato = next < places.count ? min(places[next], beyond) : beyond
      let nearest = beat + (end - beat + step / 2) / step * step
      let isLegato = 3 * (legato - end) <= legato - note.onset
      return [isLegato ? legato : nearest, nearest, min(nearest + step, legato)]
        .first { $0 <= limit && $0 > note.onset }
    }

    private func begins(at place: Int) -> Bool {
      let index = first(from: place)
      return index < places.count && places[index] == place
    }

    private func first(from place: Int) -> Int { places.partitioningIndex { $0 >= place } }
  }
}
