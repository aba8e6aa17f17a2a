import RenderMusic

/// The chords and rests of a voice in a measure as note values: tied where one value cannot stand for a length in the
/// metre, in tuplets where the binary grid does not hold them.
struct RhythmDivision {
  /// The elements, which fill the measure.
  private(set) var elements: [NotatedScore.Element] = []
  private let length: Int
  /// The whole bar's metre, and the distance in 64ths from its beginning to that of a shortened one.
  private let metre: MetricalNode
  private let skipped: Int

  /// - Parameters:
  ///   - voice: by start and without overlaps.
  ///   - measure: the measure; one that is shorter than its metre lacks its beginning where it is a pick-up.
  init(_ voice: [Segment], in measure: NotatedScore.Measure) {
    length = measure.length
    metre = MetricalNode(measure.timeSignature)
    let missing = measure.timeSignature.barLength - measure.length
    skipped = measure.number == 0 && missing > 0 ? missing * 2 / 3 : 0
    guard !voice.isEmpty || skipped > 0 else {
      elements = [.measureRest]
      return
    }
    var spans: [(start: Int, end: Int, segment: Segment?)] = []
    var place = 0
    for segment in voice {
      if segment.start > place { spans.append((place, segment.start, nil)) }
      spans.append((segment.start, segment.end, segment))
      place = segment.end
    }
    if place < length { spans.append((place, length, nil)) }
    let regions = TupletRegions(voice, length: length).regions
    var edges = Set(regions.flatMap { [$0.start, $0.end] })
    edges.formUnion(spans.map(\.start))
    var cuts = edges.sorted()[...]
    var waiting = regions[...]
    for span in spans { append(span, cutAt: &cuts, &waiting) }
    markTuplets(regions)
  }

  private var starts: [Int] = []

  /// Takes off what lies before the end of the span.
  private mutating func append(
    _ span: (start: Int, end: Int, segment: Segment?), cutAt cuts: inout ArraySlice<Int>,
    _ regions: inout ArraySlice<TupletRegion>
  ) {
    let inner = cuts.prefix { $0 < span.end }
    cuts = cuts[inner.endIndex...]
    let places = [span.start] + inner.drop { $0 <= span.start } + [span.end]
    let first = elements.count
    for (from, to) in zip(places, places.dropFirst()) {
      regions = regions.drop { $0.end <= from }
      let region = regions.first.flatMap { $0.start <= from && to <= $0.end ? $0 : nil }
      for value in values(from, to, region, isRest: span.segment == nil) {
        elements.append(
          NotatedScore.Element(
            notes: span.segment?.notes ?? [], value: value, tuplet: region?.ratio))
        starts.append(from)
      }
    }
    guard let segment = span.segment else { return }
    for index in first..<elements.count {
      for note in elements[index].notes.indices {
        if index > first { elements[index].notes[note].isTiedBack = true }
        elements[index].notes[note].isTiedOn =
          index < elements.count - 1 || (segment.notes[note].isTiedOn && segment.end == length)
      }
    }
    elements[first].isAccented = segment.isAccented
    elements[first].graces = segment.graces
  }

  private func values(
    _ from: Int, _ to: Int, _ region: TupletRegion?, isRest: Bool
  ) -> [NoteValue] {
    let lengths: [Int]
    if let region {
      lengths = region.node.division(
        from: region.sixtyFourths(at: from), to: region.sixtyFourths(at: to), isRest: isRest)
    } else {
      lengths = plainLengths(from * 2 / 3 + skipped, to * 2 / 3 + skipped, isRest: isRest)
    }
    return lengths.compactMap { NoteValue(sixtyFourths: $0) }
  }

  /// The division of a stretch of a bar that may be longer than its metre, which then begins again.
  private func plainLengths(_ from: Int, _ to: Int, isRest: Bool) -> [Int] {
    var lengths: [Int] = []
    var place = from
    while place < to {
      let turn = place / metre.length * metre.length
      let end = min(to, turn + metre.length)
      lengths += metre.division(from: place - turn, to: end - turn, isRest: isRest)
      place = end
    }
    return lengths
  }

  private mutating func markTuplets(_ regions: [TupletRegion]) {
    var next = 0
    for region in regions {
      while next < starts.count, starts[next] < region.start { next += 1 }
      let first = next
      while next < starts.count, starts[next] < region.end { next += 1 }
      guard first < next else { continue }
      elements[first].beginsTuplet = true
      elements[next - 1].endsTuplet = true
    }
  }
}

extension NotatedScore.Element {
  /// The rest of a whole measure.
  static let measureRest = NotatedScore.Element(
    notes: [], value: NoteValue(.whole), tuplet: nil, isMeasureRest: true)
}
