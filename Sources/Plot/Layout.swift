/// Where things stand on the picture, in points.
struct Layout {
  static let width = 1200.0
  private static let left = 64.0
  private static let right = 30.0
  private static let titleFont = Canvas.Font(size: 20, isBold: true)
  private static let subtitleFont = Canvas.Font(size: 12.5)

  private let plot: PiecePlot
  private let axis: TimeAxis
  private let rollPanel: PianoRollPanel
  private var strips: [StripPanel] = []
  private var waveform: WaveformPanel?
  private var loudness: LoudnessPanel?
  private let timeLabels: Panel
  let height: Double

  init(_ plot: PiecePlot) {
    self.plot = plot
    let width = Self.width - Self.left - Self.right
    let sound = plot.sound.flatMap { $0.duration > 0 ? $0 : nil }
    let origin = sound.map { $0.startsAt.isFinite ? $0.startsAt : 0 } ?? 0
    let axis = TimeAxis(seconds: sound?.duration ?? plot.roll.end, left: Self.left, width: width)

    // From the top down; the caption of a panel stands in the gap above it.
    rollPanel = PianoRollPanel(
      plot.roll, origin: origin, axis: axis, top: plot.subtitle.isEmpty ? 82 : 102)
    var last = rollPanel.frame
    func next(height: Double, gap: Double) -> Rectangle {
      last = Rectangle(x: Self.left, y: last.bottom + gap, width: width, height: height)
      return last
    }
    if plot.roll.notes.contains(where: \.isPercussion) {
      strips.append(
        StripPanel(
          drumsOf: plot.roll, origin: origin, axis: axis, frame: next(height: 12, gap: 6)))
    }
    strips.append(
      StripPanel(pedalOf: plot.roll, origin: origin, axis: axis, frame: next(height: 12, gap: 6)))
    if let sound {
      waveform = WaveformPanel(sound, axis: axis, frame: next(height: 126, gap: 38))
      loudness = LoudnessPanel(sound, axis: axis, frame: next(height: 126, gap: 38))
    }
    timeLabels = Panel(caption: "", frame: last, axis: axis)
    height = (last.bottom + 34).rounded()
    self.axis = axis
  }

  func draw(on canvas: Canvas) {
    canvas.fill(Rectangle(x: 0, y: 0, width: Self.width, height: height), .paper)
    write(plot.title, y: 44, Self.titleFont, .ink, on: canvas)
    write(plot.subtitle, y: 66, Self.subtitleFont, .faintInk, on: canvas)
    rollPanel.draw(on: canvas)
    for strip in strips { strip.draw(on: canvas) }
    waveform?.draw(on: canvas)
    loudness?.draw(on: canvas)
    timeLabels.drawTimeLabels(on: canvas)
  }

  private func write(
    _ text: String, y: Double, _ font: Canvas.Font, _ color: Color, on canvas: Canvas
  ) {
    let room = Self.width - Self.left - Self.right
    var line = text.oneLine
    if canvas.width(of: line, font) > room {
      while !line.isEmpty, canvas.width(of: line + "…", font) > room { line.removeLast() }
      line += "…"
    }
    canvas.write(line, at: Point(x: Self.left, y: y), font, color)
  }
}

extension String {
  /// Without what would break a line or what cairo takes for no text, and no longer than could ever
  /// fit.
  var oneLine: String {
    let scalars = unicodeScalars.prefix(400).map { scalar in
      let properties = scalar.properties
      let isText = properties.generalCategory != .control && !properties.isNoncharacterCodePoint
      return isText ? Character(scalar) : " "
    }
    return String(scalars)
  }
}
