import RenderDevices
import RenderFiles

/// A destination that was found writable, in a format that takes the samples.
enum AudioTarget {
  case file(AtomicFile, AudioFileFormat)
  /// A WAV stream to a device or pipe; nil is standard output.
  case stream(AtomicFile?)
  case device(PCMOutput)

  init(_ destination: AudioDestination, options: AudioFileOptions, sampleRate: Int) throws {
    var format = AudioFileFormat.wav
    if case .file(let path, _) = destination { format = try AudioFileFormat(path: path) }
    try options.validate(for: format, sampleRate: sampleRate)
    if case .device(let name) = destination {
      self = .device(try PCMOutput(device: name, sampleRate: sampleRate))
      return
    }
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
  /// Checks the options of a file.
  ///
  /// - Parameter sampleRate: the frames a second, in Hz.
  /// - Throws: `AudioError` where the format cannot have such samples, or the level or quality is out of
  ///   range.
  public func validate(
    for format: AudioFileFormat, sampleRate: Int
  ) throws(AudioError) {
    try level.validate()
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

  /// The way in which samples are stored in `format`; nil for a format with loss.
  func sampleFormat(in format: AudioFileFormat) -> SampleFormat? {
    format.isLossy ? nil : sampleFormat ?? .integer16
  }
}
