/// A row of the picture with spans of time, such as the notes of a key, cut into runs of cells.
///
/// However many spans there are, there are no more runs than cells, and the work is proportional to
/// spans and cells: the last span is laid first, and every cell is taken once.
struct SpanRow {
  struct Span {
    var cells: Range<Int>
    /// The velocity, 0...127.
    var level: UInt8
  }

  private(set) var spans: [Span] = []

  /// Adds a span, which is drawn at least two cells wide; one off the axis is left out. Later spans lie
  /// above.
  mutating func append(from start: Double, to end: Double, level: UInt8, on axis: TimeAxis) {
    guard start < axis.seconds, end >= 0 else { return }
    let first = min(axis.cell(start), axis.cellCount - 2)
    spans.append(Span(cells: first..<max(first + 2, axis.cell(end)), level: level))
  }

  /// The visible runs from left to right. Runs that touch are parted by a cell where both can be told
  /// apart, and are one where they are too short for that and of the same level.
  func runs(cellCount: Int) -> [Span] {
    let owners = owners(cellCount: cellCount)
    var runs: [Span] = []
    var start = 0
    while start < cellCount {
      let owner = owners[start]
      let end = owners[start...].firstIndex { $0 != owner } ?? cellCount
      defer { start = end }
      guard owner >= 0 else { continue }
      let level = spans[owner].level
      let isTouched = end < cellCount && owners[end] >= 0
      let trimmed = isTouched && end - start > 2 ? end - 1 : end
      if let last = runs.last, last.cells.upperBound == start, last.level == level {
        runs[runs.count - 1].cells = last.cells.lowerBound..<trimmed
      } else {
        runs.append(Span(cells: start..<trimmed, level: level))
      }
    }
    return runs
  }

  /// The index of the visible span of each cell, or -1.
  private func owners(cellCount: Int) -> [Int] {
    var owners = [Int](repeating: -1, count: cellCount)
    // Where the next cell that is still free may be found; paths are halved while they are walked.
    var next = Array(0...cellCount)
    func free(from cell: Int) -> Int {
      var cell = cell
      while next[cell] != cell {
        next[cell] = next[next[cell]]
        cell = next[cell]
      }
      return cell
    }
    for (index, span) in spans.enumerated().reversed() {
      var cell = free(from: span.cells.lowerBound)
      while cell < min(span.cells.upperBound, cellCount) {
        owners[cell] = index
        next[cell] = cell + 1
        cell = free(from: cell)
      }
    }
    return owners
  }
}
