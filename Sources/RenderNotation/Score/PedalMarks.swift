import RenderMusic

/// The pedal marks of a part: pianists press the pedal shortly after the note at which scores have the mark.
struct PedalMarks {
  /// The most units between a movement of the foot and the onset at which it is written, an eighth.
  private static let reach = Piece.unitsPerQuarter / 2

  /// The marks, by place.
  let marks: [PlacedMark]

  /// - Parameters:
  ///   - pedals: the part's own.
  ///   - notes: those of the part, by onset.
  ///   - end: the end of the piece in units.
  init(_ pedals: [HeldPedal], _ notes: [StaffNote], end: Int) {
    let onsets = notes.map(\.onset)
    var spans: [(start: Int, end: Int)] = []
    for pedal in pedals.sorted(by: { $0.onset < $1.onset }) where pedal.end > pedal.onset {
      let start = Self.place(pedal.onset, onsets)
      let stop = min(end, Self.place(pedal.end, onsets))
      guard stop - start >= Self.reach, start >= spans.last?.end ?? 0, start < end else { continue }
      spans.append((start, stop))
    }
    marks = spans.indices.flatMap { index -> [PlacedMark] in
      let (start, stop) = spans[index]
      let isChange = index > 0 && spans[index - 1].end == start
      let goesOn = index + 1 < spans.count && spans[index + 1].start == stop
      return [PlacedMark(unit: start, mark: .pedal(isChange ? .change : .down))]
        + (goesOn ? [] : [PlacedMark(unit: stop, mark: .pedal(.up))])
    }
  }

  /// The onset just before a unit, or else just after it, or else the nearest sixteenth.
  private static func place(_ unit: Int, _ onsets: [Int]) -> Int {
    let next = onsets.partitioningIndex { $0 > unit }
    if next > 0, unit - onsets[next - 1] <= reach { return onsets[next - 1] }
    if next < onsets.count, onsets[next] - unit <= reach { return onsets[next] }
    let sixteenth = Piece.unitsPerQuarter / 4
    return (unit + sixteenth / 2) / sixteenth * sixteenth
  }
}
