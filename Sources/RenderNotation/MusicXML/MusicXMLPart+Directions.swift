import RenderMusic

extension MusicXMLPart {
  /// Writes a direction.
  ///
  /// - Parameters:
  ///   - offset: the distance from where the next note begins, in divisions.
  ///   - staff: the staff, in a part with several.
  ///   - signature: the time signature that holds.
  func write(
    _ direction: NotatedScore.Direction, offset: Int, staff: Int?,
    in signature: Piece.TimeSignature, to text: inout XMLText
  ) {
    // A pedal of the type "change" makes Verovio 6 lose the pedals behind it.
    guard direction.mark != .pedal(.change) else {
      for pedal in [NotatedScore.Pedal.up, .down] {
        let mark = NotatedScore.Direction(offset: direction.offset, mark: .pedal(pedal))
        write(mark, offset: offset, staff: staff, in: signature, to: &text)
      }
      return
    }
    // Singers have their words below.
    text.begin(
      "direction", [("placement", isVoice || direction.mark.isAbove ? "above" : "below")])
    if case .tempo(_, let word?) = direction.mark {
      text.begin("direction-type")
      // Some programs put the metronome mark right behind it.
      text.element("words", word + " ", [("font-weight", "bold")])
      text.end()
    }
    text.begin("direction-type")
    switch direction.mark {
    case .tempo(let quarters, _): writeMetronome(quarters, in: signature, to: &text)
    case .rehearsal(let letter): text.element("rehearsal", letter, [("enclosure", "rectangle")])
    case .dynamic(let level):
      text.begin("dynamics")
      text.empty(level.musicXMLName)
      text.end()
    case .hairpin(let isCrescendo):
      text.empty("wedge", [("type", isCrescendo ? "crescendo" : "diminuendo")])
    case .hairpinEnd: text.empty("wedge", [("type", "stop")])
    case .pedal(let pedal):
      text.empty("pedal", [("type", pedal == .down ? "start" : "stop"), ("line", "yes")])
    // What sounds higher is moved down on the page.
    case .octaveShift(let isUp):
      text.empty("octave-shift", [("type", isUp ? "down" : "up"), ("size", "8")])
    case .octaveShiftEnd: text.empty("octave-shift", [("type", "stop"), ("size", "8")])
    }
    text.end()
    if offset != 0 { text.element("offset", offset) }
    if let staff { text.element("staff", staff) }
    if case .tempo(let quarters, _) = direction.mark {
      text.empty("sound", [("tempo", Self.decimal(quarters))])
    }
    text.end()
  }

  private func writeMetronome(
    _ quarters: Double, in signature: Piece.TimeSignature, to text: inout XMLText
  ) {
    text.begin("metronome")
    text.element("beat-unit", "quarter")
    // Compound metres have beats with a dot.
    if signature.isCompoundOfEighths { text.empty("beat-unit-dot") }
    text.element("per-minute", signature.metronomeNumber(at: quarters))
    text.end()
  }

  /// A number with at most two decimals.
  static func decimal(_ number: Double) -> String {
    let hundredths = Int((min(max(number, 0), 9999) * 100).rounded())
    guard hundredths % 100 != 0 else { return String(hundredths / 100) }
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension NotatedScore.Direction.Mark {
  /// Whether the mark stands above its staff.
  var isAbove: Bool {
    switch self {
    case .tempo, .rehearsal: true
    case .octaveShift(let isUp): isUp
    case .dynamic, .hairpin, .hairpinEnd, .pedal, .octaveShiftEnd: false
    }
  }
}
