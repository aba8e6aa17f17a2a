/// The horizontal axis that all panels share.
struct TimeAxis {
  /// The number of cells in a point: two, as a cell is a pixel of the PNG. Nothing is drawn finer.
  static let cellsPerPoint = 2.0

  /// The length of the axis in seconds, from one second to some million years; it starts at 0.
  let seconds: Double
  let left: Double
  let width: Double

  init(seconds: Double, left: Double, width: Double) {
    self.seconds = seconds.isFinite ? min(max(1, seconds), 1e14) : 1
    self.left = left
    self.width = width
  }

  var cellCount: Int { Int(width * Self.cellsPerPoint) }

  func x(_ time: Double) -> Double { left + width * time / seconds }

  /// The cell in which a time lies, those outside the axis counting as its ends.
  func cell(_ time: Double) -> Int {
    let cell = time / seconds * width * Self.cellsPerPoint
    return cell > 0 ? Int(min(cell, Double(cellCount))) : 0
  }

  // MARK: Ticks

  var ticks: [Panel.Tick] {
    let step = self.step
    let count = Int(seconds / step)
    return (0...count).map { index in
      let time = Double(index) * step
      return Panel.Tick(x: x(time), label: label(time, step: step))
    }
  }

  /// The time between ticks: the least of the steps by which people count time that leaves room for the
  /// labels.
  private var step: Double {
    let least = seconds * 72 / width
    let steps: [Double] = [
      0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600,
    ]
    if let step = steps.first(where: { $0 >= least }) { return step }
    var step = 43_200.0
    while step < least { step *= 2 }
    return step
  }

  /// The label of a time: m:ss, with tenths or hours where they are needed.
  private func label(_ time: Double, step: Double) -> String {
    let tenths = Int((time * 10).rounded())
    let (minutes, inMinute) = tenths.quotientAndRemainder(dividingBy: 600)
    let second = padded(inMinute / 10) + (step < 1 ? ".\(inMinute % 10)" : "")
    if seconds < 3600 { return "\(minutes):\(second)" }
    return "\(minutes / 60):\(padded(minutes % 60)):\(second)"
  }

  private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension TimeAxis {
  /// The rectangle of some cells of a row.
  func rectangle(_ cells: Range<Int>, in row: Rectangle) -> Rectangle {
    Rectangle(
      x: left + Double(cells.lowerBound) / Self.cellsPerPoint, y: row.y,
      width: Double(cells.count) / Self.cellsPerPoint, height: row.height)
  }
}
