import RenderFiles

/// A format that can be written, by the extension of the file.
public enum AudioFileFormat: String, Hashable, Sendable, CaseIterable {
  case wav, flac, ogg, opus, mp3, aiff

  /// The format that the path's extension names, in upper or lower case.
  ///
  /// - Throws: `AudioError.unknownFormat`.
  public init(path: String) throws(AudioError) {
    guard let name = fileExtension(of: path), let format = AudioFileFormat(extension: name)
    else { throw .unknownFormat(path: path) }
    self = format
  }

  private init?(extension name: String) {
    switch name {
    case "aif": self = .aiff
    case "wave": self = .wav
    default: self.init(rawValue: name)
    }
  }
}

extension AudioFileFormat {
  /// The ways in which samples may be stored; none where the format stores no samples but what is heard of
  /// them.
  public var sampleFormats: [SampleFormat] {
    switch self {
    case .wav, .aiff: SampleFormat.allCases
    case .flac: [.integer16, .integer24]
    case .ogg, .opus, .mp3: []
    }
  }

  /// Whether what is decoded differs from what was encoded.
  public var isLossy: Bool { sampleFormats.isEmpty }

  /// The sample rate where none was asked for, in Hz.
  public var defaultSampleRate: Int { self == .opus ? 48_000 : 44_100 }

  /// Whether the format can have a sample rate, in Hz.
  public func supports(sampleRate: Int) -> Bool {
    switch self {
    case .wav, .flac, .aiff, .ogg: RenderSettings.sampleRates.contains(sampleRate)
    case .opus: sampleRate == 48_000
    case .mp3: [22_050, 24_000, 32_000, 44_100, 48_000].contains(sampleRate)
    }
  }
}

extension AudioFileFormat: CustomStringConvertible {
  public var description: String {
    switch self {
    case .wav, .flac, .mp3, .aiff: rawValue.uppercased()
    case .ogg: "Ogg Vorbis"
    case .opus: "Opus"
    }
  }
}

/// The way in which a sample is stored.
public enum SampleFormat: String, Hashable, Sendable, CaseIterable {
  case integer16 = "16"
  case integer24 = "24"
  case integer32 = "32"
  /// A 32-bit IEEE floating-point number.
  case float32 = "float"

  /// The number of bits of an integer sample; nil for floating point.
  var integerBits: Int? {
    switch self {
    case .integer16: 16
    case .integer24: 24
    case .integer32: 32
    case .float32: nil
    }
  }

  /// The number of bytes of a sample.
  public var bytes: Int { integerBits.map { $0 / 8 } ?? 4 }
}

extension SampleFormat: CustomStringConvertible {
  public var description: String {
    integerBits.map { "\($0)-bit" } ?? "32-bit floating-point"
  }
}
