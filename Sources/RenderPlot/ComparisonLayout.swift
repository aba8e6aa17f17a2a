/// The layout of a comparison's page: charts side by side, then densities, three a row.
struct ComparisonLayout: Page {
  let title: String
  let subtitle: String
  private var charts: [BarPanel] = []
  private var densities: [DensityPanel] = []
  let height: Double

  private static let densitiesPerRow = 3
  private static let densityHeight = 120.0
  /// Room for the labels of a row and the captions of the next.
  private static let gap = 58.0
  /// The space between neighbours of a row, in points.
  private static let columnGap = 36.0
  /// The width of a chart's labels, which stand left of it, in points.
  private static let labelWidth = 100.0

  init(_ plot: ComparisonPlot) {
    (title, subtitle) = (plot.title, plot.subtitle)
    var top = Self.top(below: subtitle)
    func cell(_ index: Int, of count: Int, height: Double) -> Rectangle {
      let width = (Self.room + Self.columnGap) / Double(count) - Self.columnGap
      return Rectangle(
        x: Self.left + Double(index) * (width + Self.columnGap), y: top, width: width,
        height: height)
    }
    let chartHeight = plot.charts.map { BarPanel.height(of: $0) }.max() ?? 0
    for (index, chart) in plot.charts.enumerated() {
      var frame = cell(index, of: plot.charts.count, height: chartHeight)
      // The page's own margin holds the labels of the first in part.
      let labels = index == 0 ? Self.labelWidth - Self.left + 12 : Self.labelWidth
      frame.x += labels
      frame.width -= labels
      charts.append(BarPanel(chart, frame: frame))
    }
    if !charts.isEmpty { top += chartHeight + Self.gap }
    for (index, density) in plot.densities.enumerated() {
      let column = index % Self.densitiesPerRow
      if column == 0, index > 0 { top += Self.densityHeight + Self.gap }
      densities.append(
        DensityPanel(
          density, kinds: index == 0 ? plot.kinds : [],
          frame: cell(column, of: Self.densitiesPerRow, height: Self.densityHeight)))
    }
    if !densities.isEmpty { top += Self.densityHeight + Self.gap }
    height = (top - Self.gap + 34).rounded()
  }

  func draw(on canvas: Canvas) {
    for chart in charts { chart.draw(on: canvas) }
    for density in densities { density.draw(on: canvas) }
  }
}
