import RenderMusic

/// The layout of a picture of form.
struct FormLayout: Page {
  let title: String
  let subtitle: String
  let height: Double
  private let legend: PartLegend?
  private let sections: SectionStrip
  private let returns: ReturnStrip?
  private let roll: FormRollPanel
  private let similarity: SimilarityPanel
  private let axis: BarAxis

  init(_ plot: FormPlot) {
    (title, subtitle) = (plot.title, plot.subtitle)
    let axis = BarAxis(plot.bars, plot.form, left: Self.left, width: Self.room)
    // The legend has its first row where other panels have their caption.
    let top = Self.top(below: plot.subtitle)
    legend = plot.ensemble.map {
      PartLegend(
        $0.header.parts.distinctNames, Color.parts($0.header.parts.map(\.program), on: .light),
        left: Self.left, width: Self.room, top: top - 16)
    }
    let strip = Rectangle(
      x: Self.left, y: legend.map { top - 16 + $0.height } ?? top, width: Self.room,
      height: SectionStrip.height)
    sections = SectionStrip(plot.form, frame: strip, x: axis.x)
    returns = plot.ensemble.map { _ in
      let frame = Rectangle(
        x: Self.left, y: strip.bottom + 6, width: Self.room, height: ReturnStrip.height)
      return ReturnStrip(plot, axis: axis, frame: frame)
    }
    let rollFrame = Rectangle(
      x: Self.left, y: strip.bottom + 6 + (returns == nil ? 0 : ReturnStrip.height + 6),
      width: Self.room, height: FormRollPanel.height)
    roll = FormRollPanel(plot, axis: axis, frame: rollFrame)
    let square = Rectangle(
      x: Self.left, y: rollFrame.bottom + 58, width: Self.room, height: Self.room)
    similarity = SimilarityPanel(plot, axis: axis, frame: square)
    self.axis = axis
    height = (square.bottom + 34).rounded()
  }

  func draw(on canvas: Canvas) {
    legend?.draw(on: canvas)
    sections.draw(on: canvas)
    returns?.draw(on: canvas)
    roll.draw(on: canvas)
    similarity.draw(on: canvas)
  }
}

/// The horizontal axis of a picture of form: bars, all equally wide.
struct BarAxis {
  /// The bars on an axis of as many seconds.
  let time: TimeAxis
  /// The bars at which sections begin, without the first one.
  let sectionStarts: [Int]
  private let bars: BarGrid

  init(_ bars: BarGrid, _ form: Form, left: Double, width: Double) {
    self.bars = bars
    sectionStarts = form.sections.dropFirst().map(\.bars.lowerBound)
    time = TimeAxis(seconds: Double(bars.count), left: left, width: width)
  }

  var barWidth: Double { time.width / time.seconds }

  func x(ofBar bar: Int) -> Double { time.x(Double(bar)) }

  /// The place of a unit in bars.
  func place(of unit: Int) -> Double {
    let bar = bars.bar(at: unit)
    return Double(bar)
      + min(1, Double(unit - bars.starts[bar]) / Double(bars.length(ofBar: bar)))
  }

  /// The numbers of bars, the first full one being 1, as far apart as labels need.
  var ticks: [Panel.Tick] {
    let pickUp = bars.pickUp > 0 ? 1 : 0
    var step = 4
    while Double(step) * barWidth < 40 { step *= 2 }
    return stride(from: pickUp, to: bars.count, by: step).map {
      Panel.Tick(x: x(ofBar: $0), label: "\($0 - pickUp + 1)")
    }
  }

  /// The bar lines, as many as can be told apart, as lines of a grid.
  var lines: [Panel.Tick] {
    var step = 1
    while Double(step) * barWidth < 5 { step *= 2 }
    return stride(from: bars.pickUp > 0 ? 1 : 0, to: bars.count, by: step).map {
      Panel.Tick(x: x(ofBar: $0), label: "")
    }
  }
}
