/// The layout of a picture, in points, under its title.
protocol Page {
  /// The title, of one line as the subtitle is; what does not fit in the width is cut off.
  var title: String { get }
  var subtitle: String { get }
  var height: Double { get }

  /// Draws all but the paper and the title.
  func draw(on canvas: Canvas)
}

extension Page {
  static var width: Double { 1200 }
  static var left: Double { 64 }
  private static var right: Double { 30 }
  /// The width between the margins.
  static var room: Double { width - left - right }

  /// The upper edge of the highest panel.
  static func top(below subtitle: String) -> Double { subtitle.isEmpty ? 82 : 102 }

  func encoded(as format: PlotFileFormat) throws(PlotError) -> [UInt8] {
    let canvas = Canvas(format: format, width: Self.width, height: height, title: title.oneLine)
    canvas.fill(Rectangle(x: 0, y: 0, width: Self.width, height: height), .paper)
    write(title, y: 44, Canvas.Font(size: 20, isBold: true), .ink, on: canvas)
    write(subtitle, y: 66, Canvas.Font(size: 12.5), .faintInk, on: canvas)
    draw(on: canvas)
    return try canvas.finish()
  }

  private func write(
    _ text: String, y: Double, _ font: Canvas.Font, _ color: Color, on canvas: Canvas
  ) {
    let line = text.oneLine.cut(to: Self.room) { canvas.width(of: $0, font) }
    canvas.write(line, at: Point(x: Self.left, y: y), font, color)
  }
}

extension String {
  /// The text without what would break a line or what cairo takes for no text, and no longer than could
  /// ever fit.
  var oneLine: String {
    let scalars = unicodeScalars.prefix(400).map { scalar in
      let properties = scalar.properties
      let isText = properties.generalCategory != .control && !properties.isNoncharacterCodePoint
      return isText ? Character(scalar) : " "
    }
    return String(scalars)
  }

  /// The beginning that is no wider than there is room, with an ellipsis where it is not all.
  func cut(to room: Double, width: (String) -> Double) -> String {
    if width(self) <= room { return self }
    var beginning = self
    while !beginning.isEmpty, width(beginning + "…") > room { beginning.removeLast() }
    return beginning + "…"
  }
}
