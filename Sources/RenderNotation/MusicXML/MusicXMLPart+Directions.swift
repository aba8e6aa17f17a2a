import RenderMusic

extension MusicXMLPart {
  /// Writes a direction.
  ///
  /// - Parameters:
  ///   - offset: the distance from where the next note begins, in divisions.
  ///   - isCompound: whether the beats of the metre are dotted quarters.
  func write(
    _ direction: NotatedScore.Direction, offset: Int, isCompound: Bool, to text: inout XMLText
  ) {
    let isAbove = if case .tempo = direction.mark { true } else { false }
    text.begin("direction", [("placement", isAbove ? "above" : "below")])
    switch direction.mark {
    case .tempo(let quarters, let word):
      writeTempo(quarters, word, isCompound: isCompound, to: &text)
    case .dynamic(let level):
      text.begin("direction-type")
      text.begin("dynamics")
      text.empty(level.musicXMLName)
      text.end()
      text.end()
    case .hairpin(let isCrescendo):
      writeWedge(isCrescendo ? "crescendo" : "diminuendo", to: &text)
    case .hairpinEnd: writeWedge("stop", to: &text)
    }
    if offset != 0 { text.element("offset", offset) }
    if case .tempo(let quarters, _) = direction.mark {
      text.empty("sound", [("tempo", Self.decimal(quarters))])
    }
    text.end()
  }

  private func writeWedge(_ type: String, to text: inout XMLText) {
    text.begin("direction-type")
    text.empty("wedge", [("type", type)])
    text.end()
  }

  private func writeTempo(
    _ quarters: Double, _ word: String?, isCompound: Bool, to text: inout XMLText
  ) {
    if let word {
      text.begin("direction-type")
      text.element("words", word, [("font-weight", "bold")])
      text.end()
    }
    text.begin("direction-type")
    text.begin("metronome")
    text.element("beat-unit", "quarter")
    // Compound metres have beats with a dot.
    if isCompound { text.empty("beat-unit-dot") }
    let beats = isCompound ? quarters / 1.5 : quarters
    text.element("per-minute", String(Int(min(max(beats, 1), 9999).rounded())))
    text.end()
    text.end()
  }

  /// A number with at most two decimals.
  private static func decimal(_ number: Double) -> String {
    let hundredths = Int((min(max(number, 0), 9999) * 100).rounded())
    guard hundredths % 100 != 0 else { return String(hundredths / 100) }
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
