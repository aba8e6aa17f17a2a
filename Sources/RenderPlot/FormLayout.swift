import RenderMusic

/// The layout of a picture of form.
struct FormLayout: Page {
  let title: String
  let subtitle: String
  let height: Double
  private let sections: SectionStrip
  private let roll: FormRollPanel
  private let similarity: SimilarityPanel
  private let axis: BarAxis

  init(_ plot: FormPlot) {
    (title, subtitle) = (plot.title, plot.subtitle)
    let axis = BarAxis(plot.bars, plot.form, left: Self.left, width: Self.room)
    let strip = Rectangle(
      x: Self.left, y: Self.top(below: plot.subtitle), width: Self.room, height: 22)
    sections = SectionStrip(plot.form, axis: axis, frame: strip)
    let rollFrame = Rectangle(
      x: Self.left, y: strip.bottom + 6, width: Self.room, height: FormRollPanel.height)
    roll = FormRollPanel(plot, axis: axis, frame: rollFrame)
    let square = Rectangle(
      x: Self.left, y: rollFrame.bottom + 58, width: Self.room, height: Self.room)
    similarity = SimilarityPanel(plot, axis: axis, frame: square)
    self.axis = axis
    height = (square.bottom + 34).rounded()
  }

  func draw(on canvas: Canvas) {
    sections.draw(on: canvas)
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

/// A row with the names of the sections, each letter in a colour of its own.
struct SectionStrip {
  private let form: Form
  private let axis: BarAxis
  private let panel: Panel

  init(_ form: Form, axis: BarAxis, frame: Rectangle) {
    self.form = form
    self.axis = axis
    panel = Panel(caption: "", frame: frame)
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    let frame = panel.frame
    let font = Canvas.Font(size: 12, isBold: true)
    for section in form.sections {
      let left = axis.x(ofBar: section.bars.lowerBound)
      let width = axis.x(ofBar: section.bars.upperBound) - left
      canvas.fill(
        Rectangle(x: left, y: frame.y, width: max(0.5, width - 0.5), height: frame.height),
        Color.section(section.letter))
      let names = [section.name, Form.name(letter: section.letter, primes: section.primes)]
      if let name = names.first(where: { canvas.width(of: $0, font) + 4 <= width }) {
        canvas.write(
          name, at: Point(x: left + width / 2, y: frame.y + 15.5), font, anchor: .center)
      }
    }
    panel.drawFrame(on: canvas)
  }
}

extension Color {
  /// The light colour of a letter; neighbours in the alphabet are told apart.
  static func section(_ letter: Int) -> Color {
    Color(
      lightness: letter % 2 == 0 ? 0.86 : 0.92, chroma: 0.07,
      hue: Double(letter * 137 % 360) + 230)
  }
}
