/// How the notes of a score are turned into played ones.
public enum PerformanceStyle: String, CaseIterable, Hashable, Sendable {
  /// Shaped as a pianist would: dynamics, tempo, articulation and pedal by rule.
  case expressive
  /// As the score has it: nothing added, nothing moved.
  case plain
}
