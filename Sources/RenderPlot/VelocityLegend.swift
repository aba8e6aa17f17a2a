/// The colours of the velocities.
enum VelocityLegend {
  static func draw(
    right: Double, baseline: Double, _ color: (UInt8) -> Color = Color.velocity, on canvas: Canvas
  ) {
    let font = Panel.labelFont
    canvas.write("127", at: Point(x: right, y: baseline), font, .faintInk, anchor: .right)
    let bar = Rectangle(
      x: right - canvas.width(of: "127", font) - 6 - 127, y: baseline - 8.5, width: 127, height: 9)
    for velocity in 0..<127 {
      // Each reaches to the end, so that no seam can be seen between two.
      canvas.fill(
        Rectangle(
          x: bar.x + Double(velocity), y: bar.y, width: Double(127 - velocity), height: bar.height),
        color(UInt8(velocity + 1)))
    }
    canvas.write(
      "velocity  1", at: Point(x: bar.x - 6, y: baseline), font, .faintInk, anchor: .right)
  }
}
