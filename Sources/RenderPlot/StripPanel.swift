/// A panel of a single row without a scale: pedals, drums.
struct StripPanel {
  private let axis: TimeAxis
  private let panel: Panel
  private let name: String
  private let runs: [SpanRow.Span]
  private let color: (UInt8) -> Color

  /// A strip that shows how much of the time a sustain pedal is down, on whatever channel: the more, the
  /// darker.
  init(pedalOf roll: PianoRoll, origin: Double, axis: TimeAxis, frame: Rectangle) {
    panel = Panel(caption: "", frame: frame)
    self.axis = axis
    name = "Pedal"
    runs = Self.runs(of: Self.coverage(of: roll.pedal, origin: origin, axis: axis))
    color = { Color.panel.mixed(with: .pedal, part: Double($0) / Double(Self.shades)) }
  }

  /// A strip that shows when drums are struck.
  init(drumsOf roll: PianoRoll, origin: Double, axis: TimeAxis, frame: Rectangle) {
    var row = SpanRow()
    for note in roll.notes where note.isPercussion {
      let onset = note.onset - origin
      row.append(from: onset, to: onset, level: note.velocity, on: axis)
    }
    panel = Panel(caption: "", frame: frame)
    self.axis = axis
    name = "Drums"
    runs = row.runs(cellCount: axis.cellCount)
    let hasParts = roll.hasParts
    color = { hasParts ? Color.ink.played(at: $0) : .velocity($0) }
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    panel.drawGrid(axis.ticks, on: canvas)
    panel.drawLabel(name, y: panel.frame.y + panel.frame.height / 2, on: canvas)
    let levels = Dictionary(grouping: runs, by: \.level).sorted { $0.key < $1.key }
    for (level, runs) in levels {
      canvas.fill(runs.map { axis.rectangle($0.cells, in: panel.frame) }, color(level))
    }
    panel.drawFrame(on: canvas)
  }

  // MARK: Pedal

  private static let shades: UInt8 = 16

  /// The part of each cell, 0...1, in which one of the pedals is down.
  private static func coverage(
    of spans: [PianoRoll.PedalSpan], origin: Double, axis: TimeAxis
  ) -> [Double] {
    let cellsPerSecond = Double(axis.cellCount) / axis.seconds
    var coverage = [Double](repeating: 0, count: axis.cellCount)
    // In cells; spans of several channels may overlap, and each moment counts once.
    var reached = 0.0
    for span in spans {
      let start = max((span.start - origin) * cellsPerSecond, reached)
      let end = min((span.end - origin) * cellsPerSecond, Double(axis.cellCount))
      guard start < end else { continue }
      for cell in Int(start)..<Int(end.rounded(.up)) {
        coverage[cell] += min(end, Double(cell + 1)) - max(start, Double(cell))
      }
      reached = end
    }
    return coverage
  }

  private static func runs(of coverage: [Double]) -> [SpanRow.Span] {
    var runs: [SpanRow.Span] = []
    for (cell, part) in coverage.enumerated() {
      let level = UInt8((min(max(part, 0), 1) * Double(shades)).rounded())
      if let last = runs.last, last.cells.upperBound == cell, last.level == level {
        runs[runs.count - 1].cells = last.cells.lowerBound..<cell + 1
      } else if level > 0 {
        runs.append(SpanRow.Span(cells: cell..<cell + 1, level: level))
      }
    }
    return runs
  }
}
