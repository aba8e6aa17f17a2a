import RenderMusic

/// The measures of one part as MusicXML, one after the other.
struct MusicXMLPart {
  private let score: NotatedScore
  private let part: NotatedScore.Part
  private let isFirst: Bool
  private let divisions: Int
  /// The number of the staff's and measure's voices that can be told apart.
  private static let voicesPerStaff = VoiceDivision.most

  init(_ score: NotatedScore, _ index: Int, divisions: Int) {
    self.score = score
    part = score.parts[index]
    isFirst = index == 0
    self.divisions = divisions
  }

  private func duration(_ length: ExactLength) -> Int {
    length.parts * divisions / ExactLength.partsPerQuarter
  }

  /// Writes a measure.
  mutating func write(_ index: Int, to text: inout XMLText) {
    let measure = score.measures[index]
    var attributes: [(StaticString, String)] = [("number", String(measure.number))]
    if measure.number == 0 { attributes.append(("implicit", "yes")) }
    text.begin("measure", attributes)
    writeAttributes(index, measure, to: &text)
    let length = duration(ExactLength(units: measure.length))
    for (staff, music) in part.staves.enumerated() {
      var accidentals = Accidentals(measure.keySignature)
      let signs = accidentals.signs(of: music.measures[index], tiedOver: tiedKeys(staff, index))
      for (number, voice) in music.measures[index].voices.enumerated() {
        if staff > 0 || number > 0 {
          text.begin("backup")
          text.element("duration", length)
          text.end()
        }
        let place = Place(
          voice: staff * Self.voicesPerStaff + number + 1,
          staff: part.staves.count > 1 ? staff + 1 : nil)
        write(
          voice, signs[number], place, length,
          staff == 0 && number == 0 && isFirst ? measure : nil, to: &text)
      }
    }
    if index + 1 == score.measures.count {
      text.begin("barline", [("location", "right")])
      text.element("bar-style", "light-heavy")
      text.end()
    }
    text.end()
  }

  /// The voice and staff of elements; the staff is `nil` where a part has one.
  private struct Place {
    var voice: Int
    var staff: Int?
  }

  private func tiedKeys(_ staff: Int, _ index: Int) -> Set<Int> {
    Set(
      part.staves[staff].measures[index].voices.flatMap {
        $0.elements.first?.notes.filter(\.isTiedBack).map(\.pitch.key) ?? []
      })
  }

  private func writeAttributes(
    _ index: Int, _ measure: NotatedScore.Measure, to text: inout XMLText
  ) {
    let clefs = part.staves.map { $0.measures[index].clef }
    guard
      index == 0 || measure.showsKeySignature || measure.showsTimeSignature
        || clefs.contains(where: { $0 != nil })
    else { return }
    text.begin("attributes")
    if index == 0 { text.element("divisions", divisions) }
    if measure.showsKeySignature {
      text.begin("key")
      text.element("fifths", measure.keySignature.sharps)
      if let mode = measure.keySignature.mode {
        text.element("mode", mode == .minor ? "minor" : "major")
      }
      text.end()
    }
    if measure.showsTimeSignature {
      text.begin("time")
      text.element("beats", measure.timeSignature.beats)
      text.element("beat-type", measure.timeSignature.beatUnit)
      text.end()
    }
    if index == 0, part.staves.count > 1 { text.element("staves", part.staves.count) }
    for (staff, clef) in clefs.enumerated() {
      guard let clef else { continue }
      var number: [(StaticString, String)] = []
      if part.staves.count > 1 { number.append(("number", String(staff + 1))) }
      text.begin("clef", number)
      text.element("sign", clef.sign)
      text.element("line", clef.line)
      text.end()
    }
    text.end()
  }

  private func write(
    _ voice: NotatedScore.Voice, _ signs: [[StaticString?]], _ place: Place, _ length: Int,
    _ measure: NotatedScore.Measure?, to text: inout XMLText
  ) {
    var position = ExactLength()
    var waiting = measure?.directions[...] ?? []
    let isCompound = measure?.timeSignature.isCompoundOfEighths ?? false
    for (index, element) in voice.elements.enumerated() {
      let length = element.isMeasureRest ? length : duration(element.exactLength)
      let isLast = index + 1 == voice.elements.count
      let end = duration(position) + length
      while let direction = waiting.first,
        duration(ExactLength(units: direction.offset)) < end || isLast
      {
        waiting.removeFirst()
        write(
          direction, offset: duration(ExactLength(units: direction.offset)) - duration(position),
          isCompound: isCompound, to: &text)
      }
      write(element, signs[index], place, length, to: &text)
      position += element.exactLength
    }
  }
}

// MARK: Notes

extension MusicXMLPart {
  private func write(
    _ element: NotatedScore.Element, _ signs: [StaticString?], _ place: Place, _ duration: Int,
    to text: inout XMLText
  ) {
    guard !element.isRest else {
      text.begin("note")
      text.empty("rest", element.isMeasureRest ? [("measure", "yes")] : [])
      text.element("duration", duration)
      text.element("voice", place.voice)
      if !element.isMeasureRest { writeValue(element, nil, to: &text) }
      if let staff = place.staff { text.element("staff", staff) }
      writeNotations(element, nil, isFirst: true, to: &text)
      text.end()
      return
    }
    for (index, note) in element.notes.enumerated() {
      text.begin("note")
      if index > 0 { text.empty("chord") }
      text.begin("pitch")
      text.element("step", note.pitch.letter.name)
      if note.pitch.alteration != 0 { text.element("alter", note.pitch.alteration) }
      text.element("octave", note.pitch.octave)
      text.end()
      text.element("duration", duration)
      if note.isTiedBack { text.empty("tie", [("type", "stop")]) }
      if note.isTiedOn { text.empty("tie", [("type", "start")]) }
      text.element("voice", place.voice)
      writeValue(element, signs[index], to: &text)
      if let staff = place.staff { text.element("staff", staff) }
      if index == 0 {
        for (level, beam) in element.beams.enumerated() {
          text.element("beam", beam.name, [("number", String(level + 1))])
        }
      }
      writeNotations(element, note, isFirst: index == 0, to: &text)
      text.end()
    }
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
    to text: inout XMLText
  ) {
    let tuplets = isFirst && (element.beginsTuplet || element.endsTuplet)
    let isTied = note.map { $0.isTiedBack || $0.isTiedOn } ?? false
    guard tuplets || isTied || (isFirst && element.isAccented) else { return }
    text.begin("notations")
    if let note {
      if note.isTiedBack { text.empty("tied", [("type", "stop")]) }
      if note.isTiedOn { text.empty("tied", [("type", "start")]) }
    }
    if isFirst {
      if element.beginsTuplet { text.empty("tuplet", [("type", "start")]) }
      if element.endsTuplet { text.empty("tuplet", [("type", "stop")]) }
      if element.isAccented {
        text.begin("articulations")
        text.empty("accent")
        text.end()
      }
    }
    text.end()
  }
}
