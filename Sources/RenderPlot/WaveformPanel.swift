import RenderSystem

/// A panel of the range in which the sound's samples move.
struct WaveformPanel {
  private let sound: SoundCurve
  private let axis: TimeAxis
  private let panel: Panel
  /// The greatest magnitude of a sample in dBFS; nil for silence.
  private let peak: Double?
  /// The level at the edges, in dBFS: a quiet sound is drawn magnified, by a whole number of 6 dB.
  private let top: Int

  init(_ sound: SoundCurve, axis: TimeAxis, frame: Rectangle) {
    self.sound = sound
    self.axis = axis
    panel = Panel(caption: "Waveform", frame: frame)
    let peak = (sound.minima + sound.maxima).reduce(Float(0)) { peak, sample in
      sample.isFinite ? max(peak, abs(sample)) : peak
    }
    self.peak = peak > 0 ? 20 * log10(Double(peak)) : nil
    top = self.peak.map { Int((min(max($0, -48), 0) / 6).rounded(.up)) * 6 } ?? 0
  }

  private func level(_ decibels: Int) -> Double { pow(10, Double(decibels) / 20) }

  /// The height of a sample; one beyond full scale is clipped, as a converter would.
  private func y(_ sample: Double) -> Double {
    let part = min(max(sample / level(top), -1), 1)
    return panel.frame.y + panel.frame.height * (1 - part) / 2
  }

  func draw(on canvas: Canvas) {
    panel.drawBackground(on: canvas)
    panel.drawGrid(axis.ticks, on: canvas)
    panel.drawLabel("\(whole(top)) dBFS", y: y(level(top)), on: canvas)
    for decibels in [top - 6, top - 12] {
      panel.drawLevel(whole(decibels), y: y(level(decibels)), on: canvas)
      panel.drawLevel(nil, y: y(-level(decibels)), on: canvas)
    }
    panel.drawLevel(nil, y: y(0), .octaveLine, on: canvas)

    let envelope = Envelope(
      count: min(sound.minima.count, sound.maxima.count), axis: axis,
      columnWidth: 1 / TimeAxis.cellsPerPoint,
      time: { (Double($0) + 0.5) * sound.secondsPerBin },
      values: { (Double(sound.minima[$0]), Double(sound.maxima[$0])) })
    canvas.clipped(to: panel.frame) {
      for stretch in envelope.stretches {
        // At least a hairline high, or silence could not be seen.
        canvas.fill(
          polygon: stretch.map { Point(x: $0.x, y: y($0.high) - 0.25) }
            + stretch.reversed().map { Point(x: $0.x, y: y($0.low) + 0.25) }, .waveform)
      }
    }
    panel.drawFrame(on: canvas)
    if let peak { panel.drawLegend([(.none, "peak \(decimal(peak)) dBFS")], on: canvas) }
  }
}
