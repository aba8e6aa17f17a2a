/// The ways in which the notes of a score are turned into played ones.
public enum PerformanceStyle: String, CaseIterable, Hashable, Sendable {
  /// A performance shaped as by a pianist: dynamics, tempo, articulation and pedal by rule.
  case expressive
  /// The score as it stands, with the dynamics that it has: nothing added, nothing moved.
  case plain
}
