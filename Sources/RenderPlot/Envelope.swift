/// A long series of values with at most one point a column of the time axis, and gaps where the
/// values are no numbers.
struct Envelope {
  struct Column {
    var x: Double
    var low: Double
    var high: Double
    var mean: Double
  }

  /// The columns in stretches without a gap.
  private(set) var stretches: [[Column]] = []

  /// - Parameters:
  ///   - columnWidth: the width of a column, in points.
  ///   - values: the low and high end of each value, NaN where there is nothing to show.
  ///   - time: the seconds of the value with an index, ascending; outside the axis none is shown.
  init(
    count: Int, axis: TimeAxis, columnWidth: Double, time: (Int) -> Double,
    values: (Int) -> (low: Double, high: Double)
  ) {
    var stretch: [Column] = []
    var column = -1
    var sums = (x: 0.0, mean: 0.0, count: 0.0)
    for index in 0..<count {
      let seconds = time(index)
      guard seconds >= 0, seconds <= axis.seconds else { continue }
      let (low, high) = values(index)
      guard low <= high else {
        if !stretch.isEmpty { stretches.append(stretch) }
        (stretch, column) = ([], -1)
        continue
      }
      let x = axis.x(seconds)
      let next = Int((x - axis.left) / columnWidth)
      if next == column, let last = stretch.last {
        sums = (sums.x + x, sums.mean + (low + high) / 2, sums.count + 1)
        stretch[stretch.count - 1] = Column(
          x: sums.x / sums.count, low: min(last.low, low), high: max(last.high, high),
          mean: sums.mean / sums.count)
      } else {
        column = next
        sums = (x, (low + high) / 2, 1)
        stretch.append(Column(x: x, low: low, high: high, mean: (low + high) / 2))
      }
    }
    if !stretch.isEmpty { stretches.append(stretch) }
  }
}
