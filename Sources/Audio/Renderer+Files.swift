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
      let target = try AudioTarget(destination, options.sampleFormat)
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

/// A destination that was found writable.
private enum AudioTarget {
  case file(AtomicFile, AudioFileFormat)
  case standardOutput

  init(_ destination: AudioDestination, _ sampleFormat: SampleFormat) throws {
    switch destination {
    case .standardOutput: self = .standardOutput
    case .file(let path):
      let format = try AudioFileFormat(path: path)
      self = .file(try AtomicFile(replacing: path), format)
    }
  }

  func open(report: RenderReport, options: AudioFileOptions) throws(AudioError) -> AudioSink {
    switch self {
    case .file(let file, let format) where format != .wav || file.isSeekable:
      let encoder = try SoundFileEncoder(
        file, format: format, sampleFormat: options.sampleFormat, sampleRate: report.sampleRate,
        frames: report.frames, tags: options.tags)
      return .encoder(encoder)
    case .file(let file, _):
      return .stream(try stream(report, options) { (raw) throws(FileError) in
        try file.write(raw)
      })
    case .standardOutput:
      let output = StandardOutput()
      return .stream(try stream(report, options) { (raw) throws(FileError) in
        try output.write(raw)
      })
    }
  }

  private func stream(
    _ report: RenderReport, _ options: AudioFileOptions,
    _ output: @escaping (UnsafeRawBufferPointer) throws(FileError) -> Void
  ) throws(AudioError) -> WAVStream {
    try WAVStream(
      sampleFormat: options.sampleFormat, sampleRate: report.sampleRate, frames: report.frames,
      tags: options.tags, to: output)
  }
}

/// Takes the samples of one file.
private enum AudioSink {
  case encoder(SoundFileEncoder)
  case stream(WAVStream)

  func write(_ samples: UnsafeBufferPointer<Int32>) throws(AudioError) {
    switch self {
    case .encoder(let encoder): try encoder.write(samples)
    case .stream(let stream): try stream.write(samples)
    }
  }

  func write(_ samples: UnsafeBufferPointer<Float>) throws(AudioError) {
    switch self {
    case .encoder(let encoder): try encoder.write(samples)
    case .stream(let stream): try stream.write(samples)
    }
  }

  func finish() throws(AudioError) {
    if case .encoder(let encoder) = self { try encoder.finish() }
  }
}
