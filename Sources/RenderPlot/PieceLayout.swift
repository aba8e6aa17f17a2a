/// The layout of a piece's picture.
struct PieceLayout: Page {
  let title: String
  let subtitle: String
  private let axis: TimeAxis
  private let rollPanel: PianoRollPanel
  private var strips: [StripPanel] = []
  private var waveform: WaveformPanel?
  private var loudness: LoudnessPanel?
  private let lowest: Panel
  let height: Double

  init(_ plot: PiecePlot) {
    (title, subtitle) = (plot.title, plot.subtitle)
    let sound = plot.sound.flatMap { $0.duration > 0 ? $0 : nil }
    let origin = sound.map { $0.startsAt.isFinite ? $0.startsAt : 0 } ?? 0
    let axis = TimeAxis(
      seconds: sound?.duration ?? plot.roll.end, left: Self.left, width: Self.room)

    // From the top down; the caption of a panel stands in the gap above it.
    rollPanel = PianoRollPanel(
      plot.roll, plot.bars, origin: origin, axis: axis, top: Self.top(below: plot.subtitle))
    var bottom = rollPanel.bottom
    var last = Rectangle(x: Self.left, y: bottom, width: Self.room, height: 0)
    func next(height: Double, gap: Double) -> Rectangle {
      let frame = Rectangle(x: Self.left, y: bottom + gap, width: Self.room, height: height)
      bottom = frame.bottom
      last = frame
      return frame
    }
    if plot.roll.notes.contains(where: \.isPercussion) {
      strips.append(
        StripPanel(
          drumsOf: plot.roll, origin: origin, axis: axis, frame: next(height: 12, gap: 6)))
    }
    // Other instruments than pianos have none.
    if !plot.roll.pedal.isEmpty || !plot.roll.hasParts {
      strips.append(
        StripPanel(pedalOf: plot.roll, origin: origin, axis: axis, frame: next(height: 12, gap: 6)))
    }
    if let sound {
      waveform = WaveformPanel(sound, axis: axis, frame: next(height: 126, gap: 38))
      loudness = LoudnessPanel(sound, axis: axis, frame: next(height: 126, gap: 38))
    }
    lowest = Panel(caption: "", frame: last)
    height = (last.bottom + 34).rounded()
    self.axis = axis
  }

  func draw(on canvas: Canvas) {
    rollPanel.draw(on: canvas)
    for strip in strips { strip.draw(on: canvas) }
    waveform?.draw(on: canvas)
    loudness?.draw(on: canvas)
    lowest.drawLabels(axis.ticks, on: canvas)
  }
}
