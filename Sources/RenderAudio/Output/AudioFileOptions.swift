import RenderFiles

/// Where the audio goes.
public enum AudioDestination: Sendable {
  /// A file, whose extension names the format. It appears when it is complete.
  ///
  /// A folder that is held open has it by name.
  case file(String, in: Folder? = nil)
  /// A WAV stream.
  case standardOutput
}

/// How the samples of a piece become a file.
public struct AudioFileOptions: Hashable, Sendable {
  public static let qualities: ClosedRange<Double> = 0...10
  static let defaultQuality = 7.0

  /// By default 16 bits; has to be nil for a format with loss.
  public var sampleFormat: SampleFormat?
  /// Of a format with loss, 0 (small) to 10 (good), by default 7; has to be nil for one without.
  public var quality: Double?
  public var tags = AudioTags()
  public var level = LevelSettings()
  /// Seeds the dither of integer samples.
  public var ditherSeed: UInt64 = 0
  /// Whether the report is to hold the sound's profile.
  public var wantsProfile = false

  public init() {}
}

/// What a file says about itself.
public struct AudioTags: Hashable, Sendable {
  public var title: String?
  public var software: String?
  /// Free text, such as the seed and the model of the piece.
  public var comment: String?
  /// Nil by default, so that the same piece is the same bytes. AIFF has no place for it.
  public var date: String?

  public init(
    title: String? = nil, software: String? = nil, comment: String? = nil, date: String? = nil
  ) {
    self.title = title
    self.software = software
    self.comment = comment
    self.date = date
  }
}
