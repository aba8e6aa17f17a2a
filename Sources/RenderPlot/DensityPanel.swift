/// A panel of densities over one axis, their medians dashed.
struct DensityPanel {
  private let densities: ComparisonPlot.Densities
  private let kinds: [String]
  private let panel: Panel
  private let axis: NumberAxis
  private let highest: Double

  /// - Parameter kinds: the names in the legend; none for no legend.
  init(_ densities: ComparisonPlot.Densities, kinds: [String], frame: Rectangle) {
    self.densities = densities
    self.kinds = kinds
    panel = Panel(caption: densities.caption, frame: frame)
    axis = NumberAxis(densities.range, left: frame.x, width: frame.width)
    highest = densities.curves.joined().reduce(0) { $1.isFinite ? max($0, $1) : $0 }
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    panel.drawGrid(axis.ticks, on: canvas)
    for (kind, curve) in densities.curves.enumerated() where curve.count > 1 && highest > 0 {
      canvas.stroke(line(curve), .kind(kind), width: 1.5)
    }
    for (kind, median) in densities.medians.enumerated() where median.isFinite {
      let x = axis.x(median)
      canvas.stroke(
        [Point(x: x, y: panel.frame.y), Point(x: x, y: panel.frame.bottom)], .kind(kind),
        width: 1, dashes: [3, 3])
    }
    panel.drawFrame(on: canvas)
    panel.drawLabels(axis.ticks, on: canvas)
    panel.drawLegend(
      kinds.enumerated().map { (.line(.kind($0)), $1) }, on: canvas)
  }

  /// The line of a density: one point for two of the picture, the height at most nine tenths of the panel.
  private func line(_ curve: [Double]) -> [Point] {
    let count = min(curve.count, Int(panel.frame.width / 2))
    return (0..<count).map { index in
      let place = index * (curve.count - 1) / max(1, count - 1)
      let height = curve[place].isFinite ? curve[place] / highest : 0
      return Point(
        x: panel.frame.x + panel.frame.width * Double(place) / Double(curve.count - 1),
        y: panel.frame.bottom - 0.9 * panel.frame.height * height)
    }
  }
}
