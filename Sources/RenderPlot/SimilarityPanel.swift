import RenderMusic

/// A square of the likeness of all bars with one another, and of the blocks that return.
struct SimilarityPanel {
  /// The greatest number of cells in a row; a cell of several bars shows the greatest likeness.
  private static let mostCells = 200
  /// The number of shades; the lightest ones, of bars that have little in common, are left out.
  private static let shades = 8
  private static let lightest = 3

  private let axis: BarAxis
  private let panel: Panel
  private let plot: FormPlot

  init(_ plot: FormPlot, axis: BarAxis, frame: Rectangle) {
    self.plot = plot
    self.axis = axis
    panel = Panel(
      caption: "Likeness of bars: at pitch above the diagonal, moved under it", frame: frame)
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    draw(.shortTerm, on: canvas, isAbove: true) { plot.similarity.atPitch($0, $1) }
    draw(.integrated, on: canvas, isAbove: false) { plot.similarity.moved($0, $1).likeness }
    let frame = panel.frame
    func y(_ bar: Int) -> Double { frame.y + axis.x(ofBar: bar) - frame.x }
    for start in axis.sectionStarts {
      let line = axis.x(ofBar: start)
      canvas.fill(
        [
          Rectangle(x: line, y: frame.y, width: Panel.hairline, height: frame.height),
          Rectangle(x: frame.x, y: y(start), width: frame.width, height: Panel.hairline),
        ], .frame)
    }
    canvas.stroke(
      [Point(x: frame.x, y: frame.y), Point(x: frame.right, y: frame.bottom)], .frame, width: 1)
    for block in plot.form.returns {
      canvas.stroke(
        [
          Point(x: axis.x(ofBar: block.bars.lowerBound), y: y(block.sources.lowerBound)),
          Point(x: axis.x(ofBar: block.bars.upperBound), y: y(block.sources.upperBound)),
        ], .ink, width: 1)
    }
    for section in plot.form.sections where Double(section.bars.count) * axis.barWidth >= 12 {
      let middle = (y(section.bars.lowerBound) + y(section.bars.upperBound)) / 2
      panel.drawLabel(section.name, y: middle, on: canvas)
    }
    panel.drawFrame(on: canvas)
    panel.drawLabels(axis.ticks, on: canvas)
  }

  /// Draws one half of the square.
  private func draw(
    _ color: Color, on canvas: Canvas, isAbove: Bool, likeness: (Int, Int) -> Double
  ) {
    let bars = plot.similarity.count
    let cells = min(plot.bars.count, Self.mostCells)
    func cell(_ bar: Int) -> Int { bar * cells / plot.bars.count }
    var levels = [Int](repeating: 0, count: cells * cells)
    for later in 0..<bars {
      for earlier in 0..<later {
        let level = Int((likeness(later, earlier) * Double(Self.shades)).rounded())
        // A row is an earlier bar where at pitch, and a later one where moved.
        let place =
          isAbove
          ? cell(earlier) * cells + cell(later) : cell(later) * cells + cell(earlier)
        levels[place] = max(levels[place], level)
      }
    }
    var rectangles = [[Rectangle]](repeating: [], count: Self.shades + 1)
    let size = panel.frame.width / Double(cells)
    for row in 0..<cells {
      var first = 0
      while first < cells {
        let level = levels[row * cells + first]
        var next = first + 1
        while next < cells, levels[row * cells + next] == level { next += 1 }
        if level >= Self.lightest {
          rectangles[level].append(
            Rectangle(
              x: panel.frame.x + Double(first) * size, y: panel.frame.y + Double(row) * size,
              width: Double(next - first) * size, height: size))
        }
        first = next
      }
    }
    for (level, rectangles) in rectangles.enumerated() where !rectangles.isEmpty {
      let part = Double(level - Self.lightest + 1) / Double(Self.shades - Self.lightest + 1)
      canvas.fill(rectangles, Color.panel.mixed(with: color, part: part * part))
    }
  }
}
