import RenderMusic

/// The bars of a piece on an axis of time: lines, numbers and sections.
struct BarRuler {
  private let bars: BarLines
  private let axis: TimeAxis
  /// The time at which the axis begins, in seconds.
  private let origin: Double

  init(_ bars: BarLines, origin: Double, axis: TimeAxis) {
    self.bars = bars
    self.axis = axis
    self.origin = origin
  }

  var form: Form { bars.form }

  /// The place of a bar's beginning, within the axis.
  func x(ofBar bar: Int) -> Double {
    axis.x(min(max(bars.times[min(max(bar, 0), bars.count)] - origin, 0), axis.seconds))
  }

  /// The lines at the beginnings of bars, as many as can be told apart.
  var lines: [Panel.Tick] {
    ticks(apart: 5, first: 1).map { Panel.Tick(x: $0.x, label: "") }
  }

  /// The numbers of bars, as far apart as labels need; where the tempo is far from the mean some are left out.
  var numbers: [Panel.Tick] {
    var numbers: [Panel.Tick] = []
    for tick in ticks(apart: 40, first: 4) where tick.x >= (numbers.last?.x ?? -.infinity) + 28 {
      numbers.append(tick)
    }
    return numbers
  }

  /// The lines where sections begin, without the first one.
  var sectionStarts: [Double] {
    form.sections.dropFirst().map(\.bars.lowerBound).filter(isInside).map(x)
  }

  /// The beginnings of every so many bars, a power of two times `first`, counted from bar 1, that are at least so many
  /// points apart at the mean.
  private func ticks(apart distance: Double, first: Int) -> [Panel.Tick] {
    let width = (x(ofBar: bars.count) - x(ofBar: 0)) / Double(max(1, bars.count))
    guard width > 0 else { return [] }
    var step = first
    while Double(step) * width < distance { step *= 2 }
    return stride(from: 1 - bars.firstNumber, to: bars.count, by: step).filter(isInside).map {
      Panel.Tick(x: x(ofBar: $0), label: whole($0 + bars.firstNumber))
    }
  }

  private func isInside(_ bar: Int) -> Bool {
    (0..<axis.seconds).contains(bars.times[bar] - origin)
  }
}
