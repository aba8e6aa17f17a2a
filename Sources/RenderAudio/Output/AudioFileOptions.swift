import RenderFiles

/// The destination of audio.
public enum AudioDestination: Sendable {
  /// A file, whose extension names the format. It appears when it is complete. With a folder that is held
  /// open, the file is given by its name there.
  case file(String, in: Folder? = nil)
  /// Standard output, as a WAV stream.
  case standardOutput
  /// A sound device, by ALSA's name for it (`PCMOutput`), which plays the samples while they are made.
  case device(String)

  /// Whether samples leave while they are made, so that their loudness cannot be known before.
  var isLive: Bool { if case .file = self { false } else { true } }
}

/// The options of an audio file, apart from its format.
public struct AudioFileOptions: Hashable, Sendable {
  /// The qualities that a format with loss may have.
  public static let qualities: ClosedRange<Double> = 0...10
  static let defaultQuality = 7.0

  /// The way in which samples are stored; nil is 16 bits, and has to be nil for a format with loss.
  public var sampleFormat: SampleFormat?
  /// The quality of a format with loss, 0 (small) to 10 (good); nil is 7, and has to be nil for a format
  /// without loss.
  public var quality: Double?
  /// The texts that the file says about itself.
  public var tags = AudioTags()
  /// The loudness or gain of the file.
  public var level = LevelSettings()
  /// The seed of the dither of integer samples.
  public var ditherSeed: UInt64 = 0
  /// Whether the report is to hold the sound's profile.
  public var wantsProfile = false

  public init() {}
}

/// The texts that a file says about itself.
public struct AudioTags: Hashable, Sendable {
  /// The title of the piece.
  public var title: String?
  /// The program that made the file.
  public var software: String?
  /// A free text, such as the seed and the model of the piece.
  public var comment: String?
  /// A date; nil by default, so that the same piece is the same bytes. AIFF has no place for it.
  public var date: String?

  /// The texts of a file, by default none.
  public init(
    title: String? = nil, software: String? = nil, comment: String? = nil, date: String? = nil
  ) {
    self.title = title
    self.software = software
    self.comment = comment
    self.date = date
  }
}
