import RenderFiles

/// A destination that was found writable, in a format that takes the samples.
enum AudioTarget {
  case file(AtomicFile, AudioFileFormat)
  /// A WAV stream, to what is no regular file; nil is standard output.
  case stream(AtomicFile?)

  init(_ destination: AudioDestination, options: AudioFileOptions, sampleRate: Int) throws {
    var format = AudioFileFormat.wav
    if case .file(let path, _) = destination { format = try AudioFileFormat(path: path) }
    try options.validate(for: format, sampleRate: sampleRate)
    guard case .file(let path, let folder) = destination else {
      self = .stream(nil)
      return
    }
    let file = try AtomicFile(replacing: path, in: folder)
    if file.isRegular {
      self = .file(file, format)
    } else if format == .wav {
      self = .stream(file)
    } else {
      throw AudioError.needsSeeking(path: path, format)
    }
  }
}

extension AudioFileOptions {
  /// Throws where the format cannot have these samples.
  public func validate(
    for format: AudioFileFormat, sampleRate: Int
  ) throws(AudioError) {
    if let sampleFormat, !format.sampleFormats.contains(sampleFormat) {
      throw .unsupportedSampleFormat(format, sampleFormat)
    }
    if let quality {
      guard format.isLossy else { throw .qualityWithoutLoss(format) }
      try RenderSettings.check("the quality", quality, Self.qualities)
    }
    guard format.supports(sampleRate: sampleRate) else {
      throw .unsupportedSampleRate(format, sampleRate)
    }
  }

  /// How samples are stored in `format`; nil where that is the encoder's affair.
  func sampleFormat(in format: AudioFileFormat) -> SampleFormat? {
    format.isLossy ? nil : sampleFormat ?? .integer16
  }
}
