import RenderMusic

/// A stretch of a measure in which a voice plays a tuplet, in units.
struct TupletRegion: Hashable {
  /// The beginning from that of the measure.
  var start: Int
  /// The length.
  var length: Int
  /// The ratio of the notes.
  var ratio: TupletRatio
  /// The units, from the beginning of the region, at which the parts of a tuplet that the grid does not hold
  /// exactly begin, its end included; `nil` for triplets, which it holds.
  var positions: [Int]?

  /// The end from the beginning of the measure.
  var end: Int { start + length }

  /// The place in 64ths of the tuplet's notes of a unit of the measure.
  func sixtyFourths(at unit: Int) -> Int {
    let offset = unit - start
    guard let positions else { return offset }
    let part = positions.firstIndex(of: offset) ?? 0
    return part * partLength
  }

  /// The length in 64ths of a part of a tuplet with positions: as many as `normal` fill the region.
  private var partLength: Int { max(1, length * 2 / 3 / ratio.normal) }

  /// The number of notes in the time of 4, and the rounded places of them and of the end, where what is inside a stretch
  /// is one of these tuplets: 5 and 7. `nil` where it is none.
  static func ratio(of inside: [Int], span: Int) -> (count: Int, positions: [Int])? {
    for count in [5, 7] where inside.count >= count - 2 {
      let positions = (0...count).map { (2 * $0 * span + count) / (2 * count) }
      if inside.allSatisfy(positions.contains) { return (count, positions) }
    }
    return nil
  }

  /// The metre inside, in 64ths of the tuplet's notes.
  var node: MetricalNode {
    guard let positions else { return MetricalNode(dividing: 0, length) }
    return MetricalNode(notes: positions.count - 1, of: partLength)
  }
}

/// The tuplets of a voice in a measure, found from the places where its chords begin and end.
struct TupletRegions {
  /// The units of a 32nd note: what lies on its multiples needs no tuplet.
  private static let binary = Piece.unitsPerQuarter / 8
  /// The lengths of tuplets in units, from a 16th to a whole note.
  private static let lengths = [6, 12, 24, 48, 96]

  /// The tuplets by start; what has no tuplet's places is in triplets of 64ths.
  let regions: [TupletRegion]

  /// - Parameters:
  ///   - segments: by start, without overlaps.
  ///   - length: that of the measure in units.
  init(_ segments: [Segment], length: Int) {
    let boundaries = Set(segments.flatMap { [$0.start, $0.end] } + [0, length]).sorted()
    var found: [TupletRegion] = []
    var covered = 0
    for boundary in boundaries where !boundary.isMultiple(of: Self.binary) {
      guard boundary > covered || (boundary == covered && boundary < length) else { continue }
      if boundary == length && covered == length { continue }
      let region =
        Self.uneven(at: boundary, boundaries, segments, length, after: covered)
        ?? Self.triplet(at: boundary, boundaries, segments, length, after: covered)
      found.append(region)
      covered = region.end
    }
    regions = found
  }

  private static func uneven(
    at boundary: Int, _ boundaries: [Int], _ segments: [Segment], _ length: Int, after covered: Int
  ) -> TupletRegion? {
    for span in [12, 24, 48] {
      let start = boundary / span * span
      guard start >= covered, start + span <= length, !isCrossed(start, start + span, segments)
      else { continue }
      let inside = inside(start, start + span, boundaries).map { $0 - start }
      if let (count, positions) = TupletRegion.ratio(of: inside, span: span) {
        return TupletRegion(
          start: start, length: span, ratio: TupletRatio(actual: count, normal: 4),
          positions: positions)
      }
    }
    return nil
  }

  private static func triplet(
    at boundary: Int, _ boundaries: [Int], _ segments: [Segment], _ length: Int, after covered: Int
  ) -> TupletRegion {
    // Three of the longest notes that begin there: an eighth and the rest of its quarter, not shorter ones. Where those are
    // crossed it is three of longer ones, or what is held over a beat into them is tied.
    for (spans, isTied) in [([24, 12, 6], false), ([96, 48], false), ([24, 12, 6], true)] {
      for span in spans {
        let start = boundary / span * span
        guard start >= covered, start + span <= length,
          inside(start, start + span, boundaries).allSatisfy({
            ($0 - start).isMultiple(of: span / 3)
          }),
          !isCrossed(start, start + span, segments, isTied: isTied)
        else { continue }
        return TupletRegion(start: start, length: span, ratio: .triplet, positions: nil)
      }
    }
    for mayCross in [false, true] {
      for span in lengths {
        let start = boundary / span * span
        let end = start + span
        guard start >= covered, end <= length,
          mayCross || !isCrossed(start, end, segments),
          inside(start, end, boundaries).allSatisfy({
            ($0 - start).isMultiple(of: max(1, span / 12))
          })
        else { continue }
        return TupletRegion(start: start, length: span, ratio: .triplet, positions: nil)
      }
    }
    // The last 32nd before the boundary, which may be all that is left of an odd bar.
    let start = max(covered, (boundary - 1) / binary * binary)
    let end = min(length, max((boundary + binary - 1) / binary * binary, start + 1))
    return TupletRegion(start: start, length: end - start, ratio: .triplet, positions: nil)
  }

  /// The boundaries between two places.
  private static func inside(_ start: Int, _ end: Int, _ boundaries: [Int]) -> ArraySlice<Int> {
    let first = boundaries.partitioningIndex { $0 > start }
    return boundaries[first..<max(first, boundaries.partitioningIndex { $0 >= end })]
  }

  /// Whether a chord goes over an end of a region from a place inside that needs the tuplet.
  ///
  /// - Parameter isTied: whether one that begins at a place without tuplets may go on inside.
  private static func isCrossed(
    _ start: Int, _ end: Int, _ segments: [Segment], isTied: Bool = false
  ) -> Bool {
    func chord(at place: Int) -> Segment? {
      let index = segments.partitioningIndex { $0.end > place }
      return index < segments.count && segments[index].start < place ? segments[index] : nil
    }
    func isPlain(_ place: Int) -> Bool { place.isMultiple(of: binary) }
    let (into, out) = (chord(at: start), chord(at: end))
    return into.map {
      $0.end < end && !isPlain($0.end) && !(isTied && isPlain($0.start))
    } ?? false || out.map { $0.start > start && !isPlain($0.start) } ?? false
  }
}
