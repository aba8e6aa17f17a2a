import RenderSystem

/// A panel of momentary, short-term and integrated loudness.
struct LoudnessPanel {
  private let sound: SoundCurve
  private let axis: TimeAxis
  private let panel: Panel
  /// The loudness at the upper and the lower edge, in LUFS.
  private let top: Double
  private let bottom: Double

  /// The distance between two points of the line of short-term loudness, in points of the picture: a line
  /// that followed every turn of a long piece would be a black band.
  private static let lineStep = 3.0

  init(_ sound: SoundCurve, axis: TimeAxis, frame: Rectangle) {
    self.sound = sound
    self.axis = axis
    panel = Panel(caption: "Loudness", frame: frame)
    let loudest = (sound.momentaryLoudness + sound.shortTermLoudness).reduce(-60.0) {
      $1.isFinite ? max($0, $1) : $0
    }
    top = min(max(((loudest + 1) / 6).rounded(.up) * 6, -18), 12)
    bottom = top - 42
  }

  private func y(_ loudness: Double) -> Double {
    panel.frame.y + panel.frame.height * (top - loudness) / (top - bottom)
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    let momentary = envelope(sound.momentaryLoudness, window: 0.4)
    let shortTerm = envelope(sound.shortTermLoudness, window: 3, columnWidth: Self.lineStep)
    for stretch in momentary.stretches {
      let ends = [Point(x: stretch.last!.x, y: y(bottom)), Point(x: stretch[0].x, y: y(bottom))]
      canvas.fill(polygon: stretch.map { Point(x: $0.x, y: y($0.high)) } + ends, .momentary)
    }
    panel.drawGrid(axis.ticks, on: canvas)
    for loudness in stride(from: top, through: bottom, by: -12) {
      let unit = loudness == top ? " LUFS" : ""
      panel.drawLevel(whole(Int(loudness)) + unit, y: y(loudness), on: canvas)
    }
    for stretch in shortTerm.stretches {
      canvas.stroke(stretch.map { Point(x: $0.x, y: y($0.mean)) }, .shortTerm, width: 1.5)
    }
    if let integrated, bottom...top ~= integrated {
      let height = y(integrated)
      canvas.stroke(
        [Point(x: panel.frame.x, y: height), Point(x: panel.frame.right, y: height)],
        .integrated, width: 1.25, dashes: [6, 3])
    }
    panel.drawFrame(on: canvas)
    panel.drawLegend(legend, on: canvas)
  }

  private var integrated: Double? {
    sound.integratedLoudness.flatMap { $0.isFinite ? $0 : nil }
  }

  private var legend: [(swatch: Panel.Swatch, name: String)] {
    var entries: [(swatch: Panel.Swatch, name: String)] = []
    if !sound.momentaryLoudness.isEmpty {
      entries.append((.area(.momentary), "momentary (400 ms)"))
    }
    if !sound.shortTermLoudness.isEmpty {
      let step = axis.seconds / axis.width * Self.lineStep
      let mean = step > 3 ? "mean of \(Int(step.rounded())) s" : "3 s"
      entries.append((.line(.shortTerm), "short-term (\(mean))"))
    }
    if let integrated {
      entries.append((.dashes(.integrated), "integrated \(decimal(integrated)) LUFS"))
    }
    return entries
  }

  /// The loudness over time. A value stands in the middle of the window that it was measured over, so
  /// that it lies under the notes that made it. Silence lies on the lower edge.
  private func envelope(
    _ values: [Double], window: Double, columnWidth: Double = 1 / TimeAxis.cellsPerPoint
  ) -> Envelope {
    Envelope(
      count: values.count, axis: axis, columnWidth: columnWidth,
      time: { Double($0 + 1) * sound.secondsPerValue - window / 2 },
      values: {
        let value = values[$0]
        let level = value < .infinity ? min(max(value, bottom), top) : .nan
        return (level, level)
      })
  }
}
