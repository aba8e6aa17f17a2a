/// A panel of a piece's notes on rows of keys, coloured by velocity, those of several parts by part; with its sections
/// above and the numbers of its bars below, where they are known.
struct PianoRollPanel {
  private let notes: [PianoRoll.Note]
  private let axis: TimeAxis
  private let panel: Panel
  /// The time of the roll at which the axis begins, in seconds.
  private let origin: Double
  private let rows: Rows
  private let bars: BarRuler?
  private let sections: SectionStrip?
  /// The colours of several parts; none of a single one.
  private let colors: [Color]
  private let legend: PartLegend?
  /// The upper edge of the highest panel.
  private let heading: Double

  init(
    _ roll: PianoRoll, _ bars: BarLines? = nil, origin: Double, axis: TimeAxis, top: Double
  ) {
    notes = roll.notes.filter { !$0.isPercussion }
    rows = Rows(notes)
    self.origin = origin
    let ruler = bars.map { BarRuler($0, origin: origin, axis: axis) }
    colors = roll.hasParts ? Color.parts(roll.parts.map(\.program), on: .light) : []
    legend =
      roll.hasParts
      ? PartLegend(roll.partNames, colors, left: axis.left, width: axis.width, top: top) : nil
    let edge = top + (legend?.height ?? 0)
    let strip = Rectangle(x: axis.left, y: edge, width: axis.width, height: SectionStrip.height)
    // Between caption and roll the legend has its rows.
    let caption = roll.hasParts ? "" : Self.caption
    sections = ruler.map {
      SectionStrip($0.form, caption: caption, frame: strip, x: $0.x)
    }
    self.bars = ruler
    heading = top
    let frame = Rectangle(
      x: axis.left, y: ruler == nil ? edge : strip.bottom + 6, width: axis.width,
      height: rows.height)
    panel = Panel(caption: ruler == nil ? caption : "", frame: frame)
    self.axis = axis
  }

  private static let caption = "Piano roll"

  /// The lower edge, beneath the numbers of bars.
  var bottom: Double { panel.frame.bottom + (bars == nil ? 0 : 18) }

  /// The keys that have a row: those used and their neighbours, as many as there is room for.
  private struct Rows {
    static let room = 400.0

    var keys: ClosedRange<Int>
    /// The height of all rows, in whole half points, so that edges are sharp.
    var height: Double { rowHeight * Double(keys.count) }
    let rowHeight: Double

    init(_ notes: [PianoRoll.Note]) {
      var low = notes.reduce(127) { min($0, Int($1.key)) }
      var high = notes.reduce(0) { max($0, Int($1.key)) }
      if low > high { (low, high) = (60, 60) }
      // Three octaves at least, or rows would be bars.
      let margin = 2
      let least = max(high - low + 1 + 2 * margin, 36)
      rowHeight = (2 * Self.room / Double(min(least, 128))).rounded(.down) / 2
      let count = min(Int(Self.room / rowHeight), 128)
      low = min(max(0, low - (count - (high - low + 1)) / 2), 128 - count)
      keys = low...low + count - 1
    }
  }

  private func row(of key: Int) -> Rectangle {
    let y = panel.frame.bottom - rows.rowHeight * Double(key - rows.keys.lowerBound + 1)
    return Rectangle(x: panel.frame.x, y: y, width: panel.frame.width, height: rows.rowHeight)
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    canvas.fill(rows.keys.filter { [1, 3, 6, 8, 10].contains($0 % 12) }.map(row), .blackKeyRow)
    panel.drawGrid(bars?.lines ?? axis.ticks, on: canvas)
    for key in rows.keys where key % 12 == 0 {
      let row = row(of: key)
      panel.drawLevel(nil, y: row.bottom, .octaveLine, on: canvas)
      panel.drawLabel("C" + whole(key / 12 - 1), y: row.y + row.height / 2, on: canvas)
    }
    if legend == nil { drawNotes(on: canvas) } else { drawParts(on: canvas) }
    panel.drawFrame(on: canvas)
    if let bars { draw(bars, on: canvas) }
    guard let legend else {
      VelocityLegend.draw(right: panel.frame.right, baseline: heading - 8, on: canvas)
      return
    }
    let place = Rectangle(x: axis.left, y: heading, width: axis.width, height: 0)
    Panel(caption: Self.caption, frame: place).drawCaption(on: canvas)
    legend.draw(on: canvas)
    VelocityLegend.draw(
      right: panel.frame.right, baseline: heading - 8, { Color.ink.played(at: $0) }, on: canvas)
  }

  private func draw(_ bars: BarRuler, on canvas: Canvas) {
    sections?.draw(on: canvas)
    let edges = bars.sectionStarts.map {
      Rectangle(
        x: ($0 * 2).rounded() / 2, y: panel.frame.y, width: Panel.hairline,
        height: panel.frame.height)
    }
    canvas.fill(edges, .ink)
    panel.drawLabels(bars.numbers, on: canvas)
    panel.drawLabel("Bar", y: panel.frame.bottom + 12.2, on: canvas)
  }

  private func drawNotes(on canvas: Canvas) {
    var spans = [SpanRow](repeating: SpanRow(), count: 128)
    for note in notes {
      let onset = note.onset - origin
      spans[Int(note.key)].append(
        from: onset, to: onset + note.duration, level: note.velocity, on: axis)
    }
    // A colour is one path: the picture stays small and quick.
    var rectangles = [[Rectangle]](repeating: [], count: 128)
    for key in rows.keys {
      let row = noteRow(of: key)
      for run in spans[key].runs(cellCount: axis.cellCount) {
        rectangles[Int(run.level)].append(axis.rectangle(run.cells, in: row))
      }
    }
    for (velocity, rectangles) in rectangles.enumerated() where !rectangles.isEmpty {
      canvas.fill(rectangles, .velocity(UInt8(velocity)))
    }
  }

  private func drawParts(on canvas: Canvas) {
    var parts = PartRows(partCount: colors.count, on: axis)
    for note in notes {
      let onset = note.onset - origin
      parts.append(
        key: note.key, part: note.part, from: onset, to: onset + note.duration,
        level: note.velocity)
    }
    for (part, velocity, rectangles) in parts.rectangles(of: rows.keys, in: noteRow) {
      canvas.fill(rectangles, colors[part].played(at: velocity))
    }
  }

  /// The place of a key's notes, with a gap to the row above.
  private func noteRow(of key: Int) -> Rectangle {
    var row = row(of: key)
    row.y += Panel.hairline
    row.height -= Panel.hairline
    return row
  }
}
