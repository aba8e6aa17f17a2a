import RenderMusic

/// Which parts sound in each bar of a piece.
struct PlayingParts {
  private var parts: [Set<Int>]

  init(_ score: TimedScore, _ grid: BarGrid) {
    parts = Array(repeating: [], count: grid.count)
    for note in score.notes {
      for bar in grid.bar(at: note.onset)...grid.bar(at: note.end - 1) {
        parts[bar].insert(note.part)
      }
    }
  }

  /// The parts that sound in some bars, ascending.
  func parts(in bars: Range<Int>) -> [Int] {
    bars.reduce(into: Set()) { $0.formUnion(parts[$1]) }.sorted()
  }
}
