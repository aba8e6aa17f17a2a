import Files

/// A destination that was found writable, with samples that it can hold.
enum AudioTarget {
  case file(AtomicFile, AudioFileFormat)
  /// What is no regular file, and takes a WAV stream only.
  case device(AtomicFile)
  case standardOutput

  init(_ destination: AudioDestination, samples: SampleFormat) throws {
    guard case .file(let path) = destination else {
      self = .standardOutput
      return
    }
    let format = try AudioFileFormat(path: path)
    guard format.supports(samples) else {
      throw AudioError.unsupportedSampleFormat(format, samples)
    }
    let file = try AtomicFile(replacing: path)
    if file.isRegular {
      self = .file(file, format)
    } else if format == .wav {
      self = .device(file)
    } else {
      throw AudioError.needsSeeking(path: path, format)
    }
  }

  /// Begins the file of a piece whose length is known by now.
  func open(report: RenderReport, options: AudioFileOptions) throws(AudioError) -> AudioSink {
    switch self {
    case .file(let file, let format):
      let encoder = try SoundFileEncoder(
        file, format: format, sampleFormat: options.sampleFormat, sampleRate: report.sampleRate,
        frames: report.frames, tags: options.tags)
      return .encoder(encoder)
    case .device(let file):
      return .stream(
        try stream(report, options) { (raw) throws(FileError) in
          try file.write(raw)
        })
    case .standardOutput:
      let output = StandardOutput()
      return .stream(
        try stream(report, options) { (raw) throws(FileError) in
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

/// Takes the samples of one file, left and right interleaved.
enum AudioSink {
  case encoder(SoundFileEncoder)
  case stream(WAVStream)

  /// Appends integer samples.
  func write(_ samples: UnsafeBufferPointer<Int32>) throws(AudioError) {
    switch self {
    case .encoder(let encoder): try encoder.write(samples)
    case .stream(let stream): try stream.write(samples)
    }
  }

  /// Appends floating-point samples, 1 being full scale.
  func write(_ samples: UnsafeBufferPointer<Float>) throws(AudioError) {
    switch self {
    case .encoder(let encoder): try encoder.write(samples)
    case .stream(let stream): try stream.write(samples)
    }
  }

  /// Completes the file.
  func finish() throws(AudioError) {
    if case .encoder(let encoder) = self { try encoder.finish() }
  }
}
