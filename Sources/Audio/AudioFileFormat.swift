/// The containers that can be written, by the extension of the file.
public enum AudioFileFormat: String, Hashable, Sendable, CaseIterable {
  case wav
  case flac

  /// The format that the path's extension names, in upper or lower case.
  public init(path: String) throws(AudioError) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."),
      let format = AudioFileFormat(rawValue: name[name.index(after: dot)...].lowercased())
    else { throw .unknownFormat(path: path) }
    self = format
  }
}

extension AudioFileFormat {
  /// Whether the format can hold such samples.
  public func supports(_ samples: SampleFormat) -> Bool { self == .wav || samples != .float32 }
}

extension AudioFileFormat: CustomStringConvertible {
  public var description: String { rawValue.uppercased() }
}

/// How a sample is stored.
public enum SampleFormat: Hashable, Sendable, CaseIterable {
  case integer16
  case integer24
  /// 32-bit IEEE floating point; WAV only.
  case float32

  /// Bits of an integer sample.
  var integerBits: Int? {
    switch self {
    case .integer16: 16
    case .integer24: 24
    case .float32: nil
    }
  }

  public var bytes: Int {
    switch self {
    case .integer16: 2
    case .integer24: 3
    case .float32: 4
    }
  }
}

extension SampleFormat: CustomStringConvertible {
  public var description: String {
    switch self {
    case .integer16: "16-bit"
    case .integer24: "24-bit"
    case .float32: "32-bit floating-point"
    }
  }
}

/// What a file says about itself. There is no date among it: the same piece is the same bytes.
public struct AudioTags: Hashable, Sendable {
  public var title: String?
  public var software: String?
  /// Free text, such as the seed and the model of the piece.
  public var comment: String?

  public init(title: String? = nil, software: String? = nil, comment: String? = nil) {
    self.title = title
    self.software = software
    self.comment = comment
  }
}
