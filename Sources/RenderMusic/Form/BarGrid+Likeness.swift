extension BarGrid {
  /// The lengths in quarters that bars of an unknown metre are tried with.
  private static let triedLengths = [2, 3, 4, 6]

  /// Finds bars for a piece whose metre nobody knows: of 2, 3, 4 or 6 quarters from unit 0 on, whichever makes the
  /// bars most like earlier ones; the shortest of those that do so equally well.
  public init(mostAlikeIn score: TimedScore) {
    let grids = Self.triedLengths.map { quarters in
      BarGrid(Piece.Metre(beats: quarters, beatUnit: 4), end: score.end)
    }
    var (best, most) = (grids[0], -1.0)
    for grid in grids {
      let similarity = BarSimilarity(of: score, bars: grid)
      let sum = (0..<similarity.count).reduce(0) { $0 + similarity.likenessWithEarlier($1) }
      let mean = sum / Double(max(1, similarity.count))
      if mean > most { (best, most) = (grid, mean) }
    }
    self = best
  }

  /// The bars that begin before a unit, at most so many, the last of which ends there.
  ///
  /// - Parameter unit: at least 1.
  func prefix(until unit: Int, atMost count: Int) -> BarGrid {
    BarGrid(
      starts: Array(starts.prefix(while: { $0 < unit }).prefix(count)), end: unit,
      timeSignatures: timeSignatures.filter { $0.onset < unit })
  }

  private init(starts: [Int], end: Int, timeSignatures: [Piece.TimeSignature]) {
    self.starts = starts
    self.end = end
    self.timeSignatures = timeSignatures
  }
}
