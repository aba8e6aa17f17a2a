/// The clefs of a staff, which change where many ledger lines would follow.
struct Clefs {
  /// The clef of a measure, `nil` where the one before holds, by measure.
  let changes: [NotatedScore.Clef?]

  /// - Parameters:
  ///   - choices: the clefs of the staff, the usual one first; at least one.
  ///   - keys: the written keys of the notes in each measure.
  init(_ choices: [NotatedScore.Clef], keys: [[Int]]) {
    var current = choices[0]
    var changes: [NotatedScore.Clef?] = []
    for measure in keys.indices {
      let wanted = Self.wanted(current, of: choices, keys[measure])
      let before = current
      if wanted != current {
        // One measure is too short for a change, unless it is far away.
        let next = keys[(measure + 1)...].first { !$0.isEmpty }
        let goesOn = next.map { Self.wanted(current, of: choices, $0) == wanted } ?? (measure == 0)
        if goesOn || Self.ledgerLines(current, keys[measure]) > 4 { current = wanted }
      }
      changes.append(measure == 0 || current != before ? current : nil)
    }
    self.changes = changes
  }

  private static func wanted(
    _ current: NotatedScore.Clef, of choices: [NotatedScore.Clef], _ keys: [Int]
  ) -> NotatedScore.Clef {
    guard !keys.isEmpty else { return current }
    let costs = choices.map { clef in
      ledgerLines(clef, keys) + (clef == current ? 0 : 1.5) + (clef == choices[0] ? 0 : 0.25)
    }
    return choices[costs.indices.min { costs[$0] < costs[$1] }!]
  }

  /// The mean number of ledger lines, roughly: a line is three and a half semitones.
  private static func ledgerLines(_ clef: NotatedScore.Clef, _ keys: [Int]) -> Double {
    // The keys of the lowest and the highest line.
    let (low, high) =
      switch clef {
      case .treble: (64, 77)
      case .trebleOctaveDown: (52, 65)
      case .alto: (53, 67)
      case .tenor: (50, 64)
      case .bass: (43, 57)
      }
    let sum = keys.reduce(0) { $0 + max(0, low - $1) + max(0, $1 - high) }
    return Double(sum) / 3.5 / Double(keys.count)
  }
}
