import RenderMusic

/// Which parts sound in each bar of a piece, and for how long.
struct PlayingParts {
  /// The units of each bar in which each part sounds, [bar, part].
  private var units: [[Int]]

  init(_ score: TimedScore, _ grid: BarGrid) {
    let parts = score.programs.count
    units = Array(repeating: .init(repeating: 0, count: parts), count: grid.count)
    var ends = [Int](repeating: 0, count: parts)
    for note in score.notes {
      // What sounds already is not counted again.
      var unit = max(note.onset, ends[note.part])
      ends[note.part] = max(ends[note.part], note.end)
      while unit < note.end {
        let bar = grid.bar(at: unit)
        let end = bar + 1 < grid.count ? min(note.end, grid.start(ofBar: bar + 1)) : note.end
        units[bar][note.part] += end - unit
        unit = end
      }
    }
  }

  /// The units of some bars in which each part sounds, [part].
  func units(in bars: Range<Int>) -> [Int] {
    units[bars].reduce(.init(repeating: 0, count: units.first?.count ?? 0)) { sum, bar in
      zip(sum, bar).map { $0 + $1 }
    }
  }

  /// The parts that sound in some bars, ascending.
  func parts(in bars: Range<Int>) -> [Int] {
    let sounding = units(in: bars)
    return sounding.indices.filter { sounding[$0] > 0 }
  }
}
