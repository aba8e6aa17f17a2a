import RenderComposer
import RenderNetwork
import RenderPerformance

/// A request to play existing MIDI files.
public struct PlaybackRequest: Hashable, Codable, Sendable {
  /// The style in which a file's piano is played.
  public var performance: PerformanceStyle
  /// The number that decides the small deviations of an expressive performance.
  public var seed: UInt64
  /// Whether the sound begins with the first note. Else the silence before that stays, and the sound is in
  /// step with the MIDI file. A performance that is written as MIDI cannot be trimmed.
  public var trimsSilence: Bool
  /// The sound of the files.
  public var sound: SoundRequest
  /// Whether each part of a file gets an audio file of its own, too, in a folder beside that of the whole: only files
  /// without loss have any.
  public var stems: Bool
  /// The longest time in seconds for which a file may play that becomes audio, `usualDuration` without it: a few bytes may
  /// ask for days.
  public var maximumDuration: Double?

  /// The time in seconds for which a file may play where nothing else is said: two hours.
  public static let usualDuration = 7200.0
  /// The longest times in seconds that can be allowed: a day is the most.
  public static let durations = NumberRange(above: 0, to: Extent.mostSeconds)
  /// The most notes of an expressive performance, a day of dense music: each takes a third of a kilobyte of memory.
  public static let mostNotes = 1_000_000

  /// Makes a request of these values.
  public init(
    performance: PerformanceStyle = .plain, seed: UInt64 = 0, trimsSilence: Bool = false,
    sound: SoundRequest = SoundRequest(), stems: Bool = false,
    maximumDuration: Double? = nil
  ) {
    self.performance = performance
    self.seed = seed
    self.trimsSilence = trimsSilence
    self.sound = sound
    self.stems = stems
    self.maximumDuration = maximumDuration
  }

  /// Refuses what makes no sense, whatever the files are.
  ///
  /// - Throws: as `SoundRequest.validate()`; `StudioError.outOfRange` for the duration.
  public func validate() throws(StudioError) {
    try sound.validate()
    try check(.maximumDuration, maximumDuration, Self.durations)
  }
}
