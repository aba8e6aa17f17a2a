import RenderMusic

/// A row with the names of the sections, each letter in a colour of its own.
struct SectionStrip {
  static let height = 22.0

  private let form: Form
  private let panel: Panel
  private let x: (_ bar: Int) -> Double

  /// - Parameter x: the place of a bar's beginning, or of the end of the last one.
  init(_ form: Form, caption: String = "", frame: Rectangle, x: @escaping (_ bar: Int) -> Double) {
    self.form = form
    self.x = x
    panel = Panel(caption: caption, frame: frame)
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    let frame = panel.frame
    let font = Canvas.Font(size: 12, isBold: true)
    for section in form.sections {
      let left = x(section.bars.lowerBound)
      let width = x(section.bars.upperBound) - left
      canvas.fill(
        Rectangle(x: left, y: frame.y, width: max(0.5, width - 0.5), height: frame.height),
        Color.section(section.letter))
      let names = [section.name, Form.name(letter: section.letter, primes: section.primes)]
      if let name = names.first(where: { canvas.width(of: $0, font) + 4 <= width }) {
        canvas.write(
          name, at: Point(x: left + width / 2, y: frame.y + 15.5), font, anchor: .center)
      }
    }
    panel.drawFrame(on: canvas)
  }
}

extension Color {
  /// The light colour of a letter; neighbours in the alphabet are told apart.
  static func section(_ letter: Int) -> Color {
    Color(
      lightness: letter % 2 == 0 ? 0.86 : 0.92, chroma: 0.07,
      hue: Double(letter * 137 % 360) + 230)
  }
}
