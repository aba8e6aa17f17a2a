import RenderMusic

extension MusicXMLPart {
  /// Writes a chord or a rest.
  ///
  /// - Parameters:
  ///   - signs: the accidentals of its grace notes and notes; `nil` for none.
  ///   - duration: in divisions.
  ///   - signsOfTuplet: what is printed of the tuplet in which it stands.
  func write(
    _ element: NotatedScore.Element, _ signs: [StaticString?], _ place: Place, _ duration: Int,
    _ signsOfTuplet: TupletSigns, to text: inout XMLText
  ) {
    guard !element.isRest else {
      // Rests at the ends of tuplets are printed: musicxml2ly loses the tuplet with what is not.
      let isHidden = element.isHidden && (element.tuplet == nil || signsOfTuplet == .nothing)
      text.begin("note", isHidden ? [("print-object", "no")] : [])
      text.empty("rest", element.isMeasureRest ? [("measure", "yes")] : [])
      text.element("duration", duration)
      text.element("voice", place.voice)
      if !element.isMeasureRest { writeValue(element, nil, to: &text) }
      if let staff = place.staff { text.element("staff", staff) }
      writeNotations(element, nil, isFirst: true, signsOfTuplet, to: &text)
      text.end()
      return
    }
    var signs = signs[...]
    writeGraces(element.graces, &signs, place, to: &text)
    for (index, note) in element.notes.enumerated() {
      text.begin("note")
      if index > 0 { text.empty("chord") }
      write(note.pitch, to: &text)
      text.element("duration", duration)
      if note.isTiedBack { text.empty("tie", [("type", "stop")]) }
      if note.isTiedOn { text.empty("tie", [("type", "start")]) }
      text.element("voice", place.voice)
      writeValue(element, signs.removeFirst(), to: &text)
      if let staff = place.staff { text.element("staff", staff) }
      if index == 0 {
        for (level, beam) in element.beams.enumerated() {
          text.element("beam", beam.name, [("number", String(level + 1))])
        }
      }
      writeNotations(element, note, isFirst: index == 0, signsOfTuplet, to: &text)
      text.end()
    }
  }

  /// Writes grace notes, and takes their signs: one is an eighth, several are beamed 16ths.
  private func writeGraces(
    _ graces: [[SpelledPitch]], _ signs: inout ArraySlice<StaticString?>, _ place: Place,
    to text: inout XMLText
  ) {
    for (index, chord) in graces.enumerated() {
      for (head, pitch) in chord.enumerated() {
        text.begin("note")
        text.empty("grace", graces.count == 1 ? [("slash", "yes")] : [])
        if head > 0 { text.empty("chord") }
        write(pitch, to: &text)
        text.element("voice", place.voice)
        text.element("type", graces.count == 1 ? "eighth" : "16th")
        if let sign = signs.removeFirst() { text.element("accidental", sign.description) }
        if let staff = place.staff { text.element("staff", staff) }
        if head == 0, graces.count > 1 {
          let beam = index == 0 ? "begin" : index + 1 == graces.count ? "end" : "continue"
          for level in 1...2 { text.element("beam", beam, [("number", String(level))]) }
        }
        text.end()
      }
    }
  }

  private func write(_ pitch: SpelledPitch, to text: inout XMLText) {
    text.begin("pitch")
    text.element("step", pitch.letter.name)
    if pitch.alteration != 0 { text.element("alter", pitch.alteration) }
    text.element("octave", pitch.octave)
    text.end()
  }

  private func writeValue(
    _ element: NotatedScore.Element, _ sign: StaticString?, to text: inout XMLText
  ) {
    text.element("type", element.value.base.musicXMLName)
    for _ in 0..<element.value.dots { text.empty("dot") }
    if let sign { text.element("accidental", sign.description) }
    if let tuplet = element.tuplet {
      text.begin("time-modification")
      text.element("actual-notes", tuplet.actual)
      text.element("normal-notes", tuplet.normal)
      text.end()
    }
  }

  private func writeNotations(
    _ element: NotatedScore.Element, _ note: NotatedScore.Note?, isFirst: Bool,
    _ signsOfTuplet: TupletSigns, to text: inout XMLText
  ) {
    let tuplets = isFirst && (element.beginsTuplet || element.endsTuplet)
    let isTied = note.map { $0.isTiedBack || $0.isTiedOn } ?? false
    let hasSigns = isFirst && (element.isAccented || element.hasFermata)
    guard tuplets || isTied || hasSigns else { return }
    text.begin("notations")
    if let note {
      if note.isTiedBack { text.empty("tied", [("type", "stop")]) }
      if note.isTiedOn { text.empty("tied", [("type", "start")]) }
    }
    if isFirst {
      if element.beginsTuplet {
        var attributes: [(StaticString, String)] = [("type", "start")]
        attributes.append(("bracket", signsOfTuplet == .bracketAndNumber ? "yes" : "no"))
        if signsOfTuplet == .nothing { attributes.append(("show-number", "none")) }
        text.empty("tuplet", attributes)
      }
      if element.endsTuplet { text.empty("tuplet", [("type", "stop")]) }
      if element.isAccented {
        text.begin("articulations")
        text.empty("accent")
        text.end()
      }
      if element.hasFermata { text.empty("fermata", [("type", "upright")]) }
    }
    text.end()
  }
}
