/// The notes of several parts on rows of keys. Where parts sound on one key at a time, they share the height of its row,
/// the first of the score on top.
struct PartRows {
  /// A stretch of a note in which it keeps its share of the row.
  struct Run: Hashable {
    var part: Int
    /// The velocity, 0...127.
    var level: UInt8
    var cells: Range<Int>
    /// The place among those that share the row, 0 on top.
    var lane: Int
    var laneCount: Int
  }

  private let axis: TimeAxis
  private let partCount: Int
  /// By key and part.
  private var rows: [Int: SpanRow] = [:]

  init(partCount: Int, on axis: TimeAxis) {
    self.partCount = partCount
    self.axis = axis
  }

  /// Adds a note; later ones of a part lie above earlier ones.
  mutating func append(key: UInt8, part: Int, from start: Double, to end: Double, level: UInt8) {
    rows[Int(key) * partCount + part, default: SpanRow()]
      .append(from: start, to: end, level: level, on: axis)
  }

  /// The visible runs of a key.
  ///
  /// - Parameter laneCount: the most parts that share a row; of more at a time the first ones are seen.
  func runs(ofKey key: Int, atMost laneCount: Int) -> [Run] {
    var voices = (0..<partCount).compactMap { part in
      rows[key * partCount + part].map { Voice(part, $0.runs(cellCount: axis.cellCount)) }
    }
    let edges = Set(
      voices.flatMap { $0.spans.flatMap { [$0.cells.lowerBound, $0.cells.upperBound] } }
    )
    .sorted()
    var runs: [Run] = []
    for (start, end) in zip(edges, edges.dropFirst()) {
      for voice in voices.indices { voices[voice].advance(to: start) }
      let sounding = voices.indices.filter { voices[$0].sounds(at: start) }.prefix(laneCount)
      for (lane, voice) in sounding.enumerated() {
        guard let level = voices[voice].level(at: start) else { continue }
        let run = Run(
          part: voices[voice].part, level: level, cells: start..<end, lane: lane,
          laneCount: sounding.count)
        if let last = voices[voice].lastRun, runs[last].continues(as: run),
          voices[voice].spanOfLastRun == voices[voice].next
        {
          runs[last].cells = runs[last].cells.lowerBound..<end
        } else {
          voices[voice].lastRun = runs.count
          voices[voice].spanOfLastRun = voices[voice].next
          runs.append(run)
        }
      }
    }
    return runs
  }

  /// The rectangles of some keys' notes, by part and level: a colour is one path.
  ///
  /// - Parameter row: the place of a key's notes.
  func rectangles(
    of keys: ClosedRange<Int>, in row: (_ key: Int) -> Rectangle
  ) -> [(part: Int, level: UInt8, rectangles: [Rectangle])] {
    var found: [Int: [Rectangle]] = [:]
    for key in keys {
      let row = row(key)
      // A share of less than a point is no longer seen.
      for run in runs(ofKey: key, atMost: max(2, Int(row.height))) {
        var lane = row
        lane.height /= Double(run.laneCount)
        lane.y += lane.height * Double(run.lane)
        found[run.part << 7 | Int(run.level), default: []].append(
          axis.rectangle(run.cells, in: lane))
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key >> 7, UInt8($0.key & 127), $0.value) }
  }
}

extension PartRows.Run {
  fileprivate func continues(as next: Self) -> Bool {
    cells.upperBound == next.cells.lowerBound && lane == next.lane && laneCount == next.laneCount
  }
}

/// The spans of a part on a key, gone through from left to right.
private struct Voice {
  /// The longest gap between two notes, in cells, over which a part keeps its share: it only parts what touches.
  private static let gap = 1

  let part: Int
  let spans: [SpanRow.Span]
  /// The index of the first span that has not ended.
  private(set) var next = 0
  var lastRun: Int?
  var spanOfLastRun = 0

  init(_ part: Int, _ spans: [SpanRow.Span]) {
    self.part = part
    self.spans = spans
  }

  mutating func advance(to cell: Int) {
    while next < spans.count, end(of: next) <= cell { next += 1 }
  }

  func sounds(at cell: Int) -> Bool { next < spans.count && spans[next].cells.lowerBound <= cell }

  /// The velocity of what is seen at a cell; `nil` in a gap.
  func level(at cell: Int) -> UInt8? { spans[next].cells.contains(cell) ? spans[next].level : nil }

  private func end(of span: Int) -> Int {
    let end = spans[span].cells.upperBound
    guard span + 1 < spans.count else { return end }
    let following = spans[span + 1].cells.lowerBound
    return following - end <= Self.gap ? following : end
  }
}
