/// The ways in which the notes of a score are turned into played ones.
public enum PerformanceStyle: String, CaseIterable, Hashable, Sendable {
  /// A performance shaped as by musicians: dynamics, tempo, articulation, pedal, expression and breath by rule.
  case expressive
  /// The score as it stands, with the dynamics that it has: nothing added, nothing moved.
  case plain
}
