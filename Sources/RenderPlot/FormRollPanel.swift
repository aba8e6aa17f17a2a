import RenderMusic

/// A panel of a piece's notes in bars, coloured by how the bars return; those of several parts by part.
struct FormRollPanel {
  static let height = 300.0

  private let axis: BarAxis
  private let panel: Panel
  private let keys: ClosedRange<Int>
  private let spans: [SpanRow]
  private let parts: (rows: PartRows, colors: [Color])?

  /// The ways in which bars return, with their colours; a level of a span is an index.
  static let kinds: [(name: String, color: Color)] = [
    ("new", .pedal), ("exact", .shortTerm), ("varied", Color(0x009E73)), ("moved", .integrated),
    ("rhythm alone", Color(0x9AA0AA)),
  ]

  init(_ plot: FormPlot, axis: BarAxis, frame: Rectangle) {
    self.axis = axis
    panel = Panel(caption: "", frame: frame)
    let used = plot.score.notes.map { Int($0.key) }
    let low = max(0, (used.min() ?? 60) - 2)
    keys = low...min(127, max((used.max() ?? 60) + 2, low + 24))
    var spans = [SpanRow](repeating: SpanRow(), count: 128)
    for note in plot.score.notes {
      let source = plot.form.sources[plot.bars.bar(at: note.onset)]
      spans[Int(note.key)].append(
        from: axis.place(of: note.onset), to: axis.place(of: note.end),
        level: Self.kind(of: source), on: axis.time)
    }
    self.spans = spans
    parts = plot.ensemble.map { piece in
      var rows = PartRows(partCount: piece.header.parts.count, on: axis.time)
      for note in piece.notes where piece.header.parts.indices.contains(note.part) {
        rows.append(
          key: note.key, part: note.part, from: axis.place(of: note.onset),
          to: axis.place(of: note.end), level: 0)
      }
      return (rows, Color.parts(piece.header.parts.map(\.program), on: .light))
    }
  }

  /// The index of the way in which a bar returns.
  static func kind(of source: Form.Source?) -> UInt8 {
    switch source?.relation {
    case nil: 0
    case .exact: 1
    case .varied: 2
    case .moved: 3
    case .rhythm: 4
    }
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    panel.drawGrid(axis.lines, on: canvas)
    let frame = panel.frame
    let row = frame.height / Double(keys.count)
    for key in keys where key % 12 == 0 {
      let y = frame.bottom - row * Double(key - keys.lowerBound)
      panel.drawLevel(nil, y: y, .octaveLine, on: canvas)
      panel.drawLabel("C" + whole(key / 12 - 1), y: y - row / 2, on: canvas)
    }
    if let parts {
      for (part, _, rectangles) in parts.rows.rectangles(of: keys, in: place) {
        canvas.fill(rectangles, parts.colors[part])
      }
    } else {
      drawNotes(on: canvas)
    }
    let edges = axis.sectionStarts.map {
      Rectangle(x: axis.x(ofBar: $0) - 0.5, y: frame.y, width: 1, height: frame.height)
    }
    canvas.fill(edges, .ink)
    panel.drawFrame(on: canvas)
    panel.drawLabels(axis.ticks, on: canvas)
    // The legend stands under the panel, where the numbers of bars leave room.
    let below = Rectangle(
      x: frame.x, y: frame.bottom + 50, width: frame.width, height: 0)
    Panel(caption: "", frame: below).drawLegend(
      Self.kinds.map { (.area($0.color), $0.name) }, on: canvas)
  }

  private func drawNotes(on canvas: Canvas) {
    var rectangles = [[Rectangle]](repeating: [], count: Self.kinds.count)
    for key in keys {
      let place = place(of: key)
      for run in spans[key].runs(cellCount: axis.time.cellCount) {
        rectangles[Int(run.level)].append(axis.time.rectangle(run.cells, in: place))
      }
    }
    for (kind, rectangles) in zip(Self.kinds, rectangles) where !rectangles.isEmpty {
      canvas.fill(rectangles, kind.color)
    }
  }

  /// The place of a key's notes, with a gap to the row under it.
  private func place(of key: Int) -> Rectangle {
    let row = panel.frame.height / Double(keys.count)
    return Rectangle(
      x: panel.frame.x, y: panel.frame.bottom - row * Double(key - keys.lowerBound + 1),
      width: panel.frame.width, height: max(Panel.hairline, row - Panel.hairline))
  }
}
