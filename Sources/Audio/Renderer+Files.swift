import Files
import MIDI

extension Renderer {
  /// Renders a piece to an audio file or to standard output.
  ///
  /// The samples wait in a scratch file until the peak is known: a piece that would exceed the
  /// ceiling is turned down as a whole, and none is turned up. Memory stays flat.
  public func render(
    _ midi: MIDIFile, to destination: AudioDestination,
    options: AudioFileOptions = AudioFileOptions()
  ) throws(AudioError) -> RenderReport {
    try RenderSettings.check("the ceiling", options.ceiling, -60...0)
    do {
      // Where nothing can be written nothing has to be computed.
      let target = try AudioTarget(destination, samples: options.sampleFormat)
      let scratch = try ScratchFile()
      var report = try render(midi) { samples in
        try scratch.write(UnsafeRawBufferPointer(samples))
      }
      let ceiling = Decibels.amplitude(options.ceiling)
      let gain = report.peak > ceiling ? ceiling / report.peak : 1
      report.appliedGain = Decibels.from(amplitude: gain)
      try scratch.rewind()
      let sink = try target.open(report: report, options: options)
      try Self.transfer(scratch, to: sink, gain: gain, options: options)
      try sink.finish()
      return report
    } catch let error as AudioError {
      throw error
    } catch let error as FileError {
      throw .file(error)
    } catch {
      // `render` throws its own errors and those of the sink above; both are handled.
      preconditionFailure("unexpected error \(error)")
    }
  }

  private static func transfer(
    _ scratch: borrowing ScratchFile, to sink: AudioSink, gain: Float, options: AudioFileOptions
  ) throws {
    let samples = UnsafeMutableBufferPointer<Float>.allocate(capacity: 1 << 14)
    defer { samples.deallocate() }
    var quantizer = options.sampleFormat.integerBits.map {
      Quantizer(bits: $0, seed: options.ditherSeed)
    }
    while true {
      let bytes = try scratch.read(into: UnsafeMutableRawBufferPointer(samples))
      if bytes == 0 { return }
      let part = samples[..<(bytes / MemoryLayout<Float>.stride)]
      for index in part.indices { samples[index] *= gain }
      if quantizer != nil {
        let integers = part.map { quantizer!.quantize($0) }
        try integers.withUnsafeBufferPointer { try sink.write($0) }
      } else {
        try sink.write(UnsafeBufferPointer(rebasing: part))
      }
    }
  }
}
