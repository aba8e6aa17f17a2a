/// A frame with a caption above it and labels beside it.
struct Panel {
  var caption: String
  var frame: Rectangle

  static let labelFont = Canvas.Font(size: 10.5)
  private static let captionFont = Canvas.Font(size: 12, isBold: true)
  /// The width of a pixel of the PNG, in points.
  static let hairline = 0.5

  /// Draws the background; what the panel shows comes next, then `drawFrame`.
  func drawBackground(on canvas: Canvas) {
    canvas.fill(frame, .panel)
    drawCaption(on: canvas)
  }

  /// Draws the caption alone.
  func drawCaption(on canvas: Canvas) {
    canvas.write(caption, at: Point(x: frame.x, y: frame.y - 8), Self.captionFont)
  }

  /// Draws a horizontal line of the grid and its label.
  func drawLevel(_ label: String?, y: Double, _ color: Color = .gridLine, on canvas: Canvas) {
    canvas.fill(
      Rectangle(
        x: frame.x, y: (y * 2).rounded() / 2, width: frame.width, height: Self.hairline), color)
    if let label { drawLabel(label, y: y, on: canvas) }
  }

  /// Draws a label left of the panel, centred on a height.
  func drawLabel(_ label: String, y: Double, on canvas: Canvas) {
    canvas.write(
      label, at: Point(x: frame.x - 7, y: y + 3.8), Self.labelFont, .faintInk, anchor: .right)
  }

  func drawFrame(on canvas: Canvas) {
    let line = Self.hairline
    let outside = Rectangle(
      x: frame.x - line, y: frame.y - line, width: frame.width + 2 * line,
      height: frame.height + 2 * line)
    canvas.fill(
      [
        Rectangle(x: outside.x, y: outside.y, width: outside.width, height: line),
        Rectangle(x: outside.x, y: frame.bottom, width: outside.width, height: line),
        Rectangle(x: outside.x, y: outside.y, width: line, height: outside.height),
        Rectangle(x: frame.right, y: outside.y, width: line, height: outside.height),
      ], .frame)
  }

  // MARK: Ticks

  /// A place on a horizontal axis.
  struct Tick {
    var x: Double
    var label: String
  }

  /// Draws the vertical lines of the grid.
  func drawGrid(_ ticks: [Tick], on canvas: Canvas) {
    let lines = ticks.map { tick in
      Rectangle(
        x: (tick.x * 2).rounded() / 2, y: frame.y, width: Self.hairline, height: frame.height)
    }
    canvas.fill(lines, .gridLine)
  }

  /// Draws the ticks' labels under the panel.
  func drawLabels(_ ticks: [Tick], on canvas: Canvas) {
    for tick in ticks {
      canvas.write(
        tick.label, at: Point(x: tick.x, y: frame.bottom + 16), Self.labelFont, .faintInk,
        anchor: .center)
    }
  }

  // MARK: Legend

  enum Swatch {
    case line(Color)
    case dashes(Color)
    case area(Color)
    case none
  }

  /// Draws the names of what the panel shows, at the right above it.
  func drawLegend(_ entries: [(swatch: Swatch, name: String)], on canvas: Canvas) {
    var right = frame.right
    let baseline = frame.y - 8
    let middle = baseline - 3.5
    for entry in entries.reversed() {
      canvas.write(
        entry.name, at: Point(x: right, y: baseline), Self.labelFont, .faintInk, anchor: .right)
      right -= canvas.width(of: entry.name, Self.labelFont) + 6
      let line = [Point(x: right - 18, y: middle), Point(x: right, y: middle)]
      switch entry.swatch {
      case .line(let color): canvas.stroke(line, color, width: 1.5)
      case .dashes(let color): canvas.stroke(line, color, width: 1.5, dashes: [4.5, 2.25])
      case .area(let color):
        canvas.fill(Rectangle(x: right - 18, y: middle - 4, width: 18, height: 8), color)
      case .none: right += 18
      }
      right -= 18 + 18
    }
  }
}
