/// The bounds that no rule, and no sum of rules, goes beyond.
public enum PerformanceBounds {
  /// The most milliseconds by which a note begins off its place in the score, at the tempo that is played
  /// there. None moves further than a quarter of the way to the onset before or after it, so that onsets keep
  /// the order of the score.
  public static let onsetMilliseconds = 30.0
  /// The tempi as multiples of the score's, everywhere but in the final ritard.
  public static let tempo = 0.8...1.2
  /// The number of bars that are looked ahead. The onset after them is read too. Short bars are counted in
  /// pairs, long ones by half, so that one lasts two quarters or more and less than eight.
  public static let lookAheadBars = 8
  /// The most bars for which the pedal stays down.
  public static let pedalBars = 2
  /// The most values of expression in a second that one part gets.
  public static let expressionsPerSecond = 20
}
