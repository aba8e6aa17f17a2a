/// What speaks for the end of a phrase: a boundary of the melody, a strong place in the metre, a
/// length of about four bars. The sum of the three and their shares are ours; they stand in for the
/// phrase marks that the KTH rules expect in the score.
enum PhrasePreference {
  /// The bars of a phrase; the last one of the piece, and one before a rest, may be longer or shorter.
  static let shortest = 2
  static let longest = 6

  /// How much speaks for a phrase that ends with a length in ticks.
  ///
  /// - Parameters:
  ///   - strength: that of the melody's boundary, 0...1 (`LocalBoundaries`).
  ///   - level: that of the next onset (`ScoreTime.metricalLevel(at:)`).
  static func score(strength: Double, metricalLevel level: Int, length: Int, bar: Int) -> Double {
    2 * strength + Double(level) / 6 + self.length(length, bar: bar)
  }

  /// How much speaks for a length alone.
  static func length(_ ticks: Int, bar: Int) -> Double {
    0.5 * (1 - abs(Double(ticks) / Double(bar) - 4) / 4)
  }
}
