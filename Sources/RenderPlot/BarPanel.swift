/// A panel of horizontal bars, each with its label and its number.
struct BarPanel {
  private static let rowHeight = 18.0
  private static let margin = 5.0

  private let chart: ComparisonPlot.BarChart
  private let panel: Panel
  private let axis: NumberAxis

  static func height(of chart: ComparisonPlot.BarChart) -> Double {
    rowHeight * Double(max(1, chart.bars.count)) + 2 * margin
  }

  init(_ chart: ComparisonPlot.BarChart, frame: Rectangle) {
    // What is no length has none.
    func length(_ value: Double) -> Double { value > 0 && value.isFinite ? value : 0 }
    var chart = chart
    for bar in chart.bars.indices {
      chart.bars[bar].mark = chart.bars[bar].mark.map(length)
      for part in chart.bars[bar].parts.indices {
        chart.bars[bar].parts[part].value = length(chart.bars[bar].parts[part].value)
      }
    }
    self.chart = chart
    panel = Panel(caption: chart.caption, frame: frame)
    let longest = chart.bars.map { max($0.length, $0.mark ?? 0) }.max() ?? 0
    // The numbers stand right of the bars.
    axis = NumberAxis(0...max(longest, 1e-9) * 1.15, left: frame.x, width: frame.width)
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    panel.drawGrid(axis.ticks, on: canvas)
    for (index, bar) in chart.bars.enumerated() {
      let row = Rectangle(
        x: panel.frame.x, y: panel.frame.y + Self.margin + Double(index) * Self.rowHeight + 3,
        width: panel.frame.width, height: Self.rowHeight - 6)
      draw(bar, in: row, on: canvas)
    }
    panel.drawFrame(on: canvas)
    panel.drawLabels(axis.ticks, on: canvas)
    var legend = chart.kinds.enumerated().map { (Panel.Swatch.area(.kind($0)), $1) }
    if let name = chart.markName { legend.append((.line(.ink), name)) }
    panel.drawLegend(legend, on: canvas)
  }

  private func draw(_ bar: ComparisonPlot.BarChart.Bar, in row: Rectangle, on canvas: Canvas) {
    let middle = row.y + row.height / 2
    panel.drawLabel(bar.label, y: middle, on: canvas)
    var end = 0.0
    for part in bar.parts {
      let left = axis.x(end)
      end += part.value
      canvas.fill(
        Rectangle(x: left, y: row.y, width: axis.x(end) - left, height: row.height),
        .kind(part.kind))
    }
    if let mark = bar.mark {
      let x = axis.x(mark)
      canvas.stroke(
        [Point(x: x, y: row.y - 2), Point(x: x, y: row.bottom + 2)], .ink, width: 1.5)
    }
    canvas.write(
      decimal(bar.length, 2), at: Point(x: axis.x(max(end, bar.mark ?? 0)) + 6, y: middle + 3.8),
      Panel.labelFont)
  }
}

extension ComparisonPlot.BarChart.Bar {
  fileprivate var length: Double { parts.reduce(0) { $0 + $1.value } }
}
