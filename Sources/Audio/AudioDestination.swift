/// Where the audio goes.
public enum AudioDestination: Hashable, Sendable {
  /// A file, whose extension names the format. It appears when it is complete.
  case file(String)
  /// A WAV stream.
  case standardOutput
}

/// How the samples of a piece become a file.
public struct AudioFileOptions: Hashable, Sendable {
  public var sampleFormat = SampleFormat.integer16
  public var tags = AudioTags()
  /// A piece whose peak is above this level (-60...0 dBFS) is turned down to it as a whole.
  public var ceiling = -1.0
  /// Seeds the dither of integer samples.
  public var ditherSeed: UInt64 = 0

  public init() {}
}
