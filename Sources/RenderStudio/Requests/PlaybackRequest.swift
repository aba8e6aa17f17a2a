import RenderPerformance

/// How MIDI files that are already there are played.
public struct PlaybackRequest: Hashable, Codable, Sendable {
  /// Whether what a file has for the piano is shaped as a pianist would, or played as it stands.
  public var performance: PerformanceStyle
  /// Decides the small chances of an expressive performance.
  public var seed: UInt64
  /// Whether the sound begins with the first note. Else the silence before that stays, and the sound is in
  /// step with the MIDI file.
  public var trimsSilence: Bool
  /// How the files sound.
  public var sound: SoundRequest

  /// Makes a request of these values.
  public init(
    performance: PerformanceStyle = .plain, seed: UInt64 = 0, trimsSilence: Bool = false,
    sound: SoundRequest = SoundRequest()
  ) {
    self.performance = performance
    self.seed = seed
    self.trimsSilence = trimsSilence
    self.sound = sound
  }
}
