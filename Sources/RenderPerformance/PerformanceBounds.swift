/// What no rule, and no sum of rules, goes beyond.
public enum PerformanceBounds {
  /// No note begins further than this from its place in the score, at the tempo that is played
  /// there, and none further than a quarter of the way to the onset before or after it: what
  /// follows one another in the score does so in the performance.
  public static let onsetMilliseconds = 30.0
  /// The tempo, as a multiple of the score's, everywhere but in the final ritard.
  public static let tempo = 0.8...1.2
  /// Bars that are looked ahead. The onset after them is read too. Short bars are counted in pairs,
  /// long ones by half, so that one lasts two quarters or more and less than eight.
  public static let lookAheadBars = 8
  /// Bars for which the pedal stays down at most.
  public static let pedalBars = 2
}
