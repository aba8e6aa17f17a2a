/// The names of a piece's parts beside their colours, in score order, in as many rows as they need.
struct PartLegend {
  /// A name at its place.
  struct Entry: Hashable {
    var name: String
    /// `nil` for what stands for several parts.
    var color: Color?
    var place: Point
  }

  /// The most names; what is beyond them is counted.
  static let mostNames = 32
  /// The width of the longest name, in points; what is longer is cut off.
  static let mostWidth = 150.0
  private static let rowHeight = 16.0
  private static let swatchWidth = 14.0
  private static let gap = 6.0
  private static let columnGap = 20.0

  private(set) var entries: [Entry] = []
  /// The height of all rows.
  let height: Double

  /// - Parameters:
  ///   - top: the lower edge of what stands above it.
  ///   - textWidth: the width of a text in the font of labels.
  init(
    _ names: [String], _ colors: [Color], left: Double, width: Double, top: Double,
    textWidth: (String) -> Double = Self.textWidth()
  ) {
    var texts = names.prefix(Self.mostNames).map { name in
      name.oneLine.cut(to: Self.mostWidth, width: textWidth)
    }
    if names.count > texts.count { texts.append("and \(names.count - texts.count) more") }
    let widest = texts.map(textWidth).max() ?? 0
    let column = Self.swatchWidth + Self.gap + widest + Self.columnGap
    let columns = max(1, Int((width + Self.columnGap) / column))
    for (index, text) in texts.enumerated() {
      let (row, place) = index.quotientAndRemainder(dividingBy: columns)
      entries.append(
        Entry(
          name: text, color: index < min(colors.count, Self.mostNames) ? colors[index] : nil,
          place: Point(
            x: left + Double(place) * column, y: top + 8 + Double(row) * Self.rowHeight)))
    }
    height = Double((texts.count + columns - 1) / columns) * Self.rowHeight
  }

  func draw(on canvas: Canvas) {
    for entry in entries {
      if let color = entry.color {
        canvas.fill(
          Rectangle(
            x: entry.place.x, y: entry.place.y - 7.5, width: Self.swatchWidth, height: 8), color)
      }
      let x = entry.place.x + Self.swatchWidth + Self.gap
      canvas.write(entry.name, at: Point(x: x, y: entry.place.y), Panel.labelFont, .faintInk)
    }
  }

  /// The width of texts before there is a canvas, whose height depends on it.
  private static func textWidth() -> (String) -> Double {
    let canvas = Canvas(format: .png, width: 1, height: 1, title: "")
    return { canvas.width(of: $0, Panel.labelFont) }
  }
}
