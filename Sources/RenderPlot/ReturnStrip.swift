import RenderMusic

/// A row that shows how the bars return, where the notes have the colours of their parts.
struct ReturnStrip {
  static let height = 10.0

  private let axis: BarAxis
  private let panel: Panel
  private let runs: [SpanRow.Span]

  init(_ plot: FormPlot, axis: BarAxis, frame: Rectangle) {
    self.axis = axis
    panel = Panel(caption: "", frame: frame)
    var row = SpanRow()
    let sounding = Set(plot.score.notes.map { plot.bars.bar(at: $0.onset) })
    for bar in sounding.sorted() {
      row.append(
        from: Double(bar), to: Double(bar + 1),
        level: FormRollPanel.kind(of: plot.form.sources[bar]), on: axis.time)
    }
    runs = row.runs(cellCount: axis.time.cellCount)
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    panel.drawLabel("Returns", y: panel.frame.y + panel.frame.height / 2, on: canvas)
    for (kind, color) in FormRollPanel.kinds.map(\.color).enumerated() {
      let runs = runs.filter { Int($0.level) == kind }
      canvas.fill(runs.map { axis.time.rectangle($0.cells, in: panel.frame) }, color)
    }
    panel.drawFrame(on: canvas)
  }
}
