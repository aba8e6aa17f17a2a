import RenderMusic

/// The measures of one part as MusicXML, one after the other.
struct MusicXMLPart {
  private let score: NotatedScore
  private let part: NotatedScore.Part
  private let isFirst: Bool
  /// Whether the part is sung.
  let isVoice: Bool
  private let divisions: Int
  /// The number of the staff's and measure's voices that can be told apart.
  private static let voicesPerStaff = VoiceDivision.most

  init(_ score: NotatedScore, _ index: Int, divisions: Int) {
    self.score = score
    part = score.parts[index].written(in: score.measures)
    isFirst = index == 0
    isVoice = InstrumentNotation(part.program).family == .voices
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
      let music = music.measures[index]
      var accidentals = Accidentals(part.transposition.written(measure.keySignature))
      let signs = accidentals.signs(of: music, tiedOver: tiedKeys(staff, index))
      let numbers = music.voiceNumbers
      for (number, voice) in music.voices.enumerated() {
        if staff > 0 || number > 0 {
          text.begin("backup")
          text.element("duration", length)
          text.end()
        }
        var directions = number == 0 ? music.directions : []
        if staff == 0, number == 0, isFirst {
          directions = measure.directions + directions
          directions.sort { $0.offset < $1.offset }
        }
        let place = Place(
          voice: staff * Self.voicesPerStaff + numbers[number],
          staff: part.staves.count > 1 ? staff + 1 : nil,
          isCompound: measure.timeSignature.isCompoundOfEighths)
        write(voice, signs[number], place, length, directions, to: &text)
      }
    }
    if index + 1 == score.measures.count {
      writeBarLine("light-heavy", to: &text)
    } else if score.endsWithDoubleBar(index) {
      writeBarLine("light-light", to: &text)
    }
    text.end()
  }

  private func writeBarLine(_ style: String, to text: inout XMLText) {
    text.begin("barline", [("location", "right")])
    text.element("bar-style", style)
    text.end()
  }

  /// The voice and staff of elements; the staff is `nil` where a part has one.
  private struct Place {
    var voice: Int
    var staff: Int?
    var isCompound: Bool
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
      text.element("fifths", part.transposition.written(measure.keySignature).sharps)
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
    if index == 0, part.staves.count > 1 {
      text.element("staves", part.staves.count)
      text.element("part-symbol", "brace")
    }
    for (staff, clef) in clefs.enumerated() {
      guard let clef else { continue }
      var number: [(StaticString, String)] = []
      if part.staves.count > 1 { number.append(("number", String(staff + 1))) }
      text.begin("clef", number)
      text.element("sign", clef.sign)
      text.element("line", clef.line)
      if clef == .trebleOctaveDown { text.element("clef-octave-change", -1) }
      text.end()
    }
    if index == 0 { writeTransposition(to: &text) }
    text.end()
  }

  private func writeTransposition(to text: inout XMLText) {
    let transposition = part.transposition
    guard transposition != .none else { return }
    let octaves = transposition.semitones / 12
    text.begin("transpose")
    text.element("diatonic", transposition.steps - 7 * octaves)
    text.element("chromatic", transposition.semitones - 12 * octaves)
    if octaves != 0 { text.element("octave-change", octaves) }
    text.end()
  }

  private func write(
    _ voice: NotatedScore.Voice, _ signs: [[StaticString?]], _ place: Place, _ length: Int,
    _ directions: [NotatedScore.Direction], to text: inout XMLText
  ) {
    var position = ExactLength()
    var waiting = directions[...]
    var signsOfTuplet = TupletSigns.bracketAndNumber
    for (index, element) in voice.elements.enumerated() {
      let length = element.isMeasureRest ? length : duration(element.exactLength)
      writeDirections(&waiting, before: duration(position) + length, position, place, to: &text)
      if element.beginsTuplet { signsOfTuplet = voice.tupletSigns(from: index) }
      write(element, signs[index], place, length, signsOfTuplet, to: &text)
      position += element.exactLength
    }
    let end = voice.elements.first?.isMeasureRest == true ? length : duration(position)
    for direction in waiting {
      let offset = duration(ExactLength(units: direction.offset)) - end
      write(direction, offset: offset, place, to: &text)
    }
  }

  /// Writes the directions that lie before a place.
  private func writeDirections(
    _ waiting: inout ArraySlice<NotatedScore.Direction>, before end: Int, _ position: ExactLength,
    _ place: Place, to text: inout XMLText
  ) {
    while let direction = waiting.first, duration(ExactLength(units: direction.offset)) < end {
      waiting.removeFirst()
      let offset = duration(ExactLength(units: direction.offset)) - duration(position)
      write(direction, offset: offset, place, to: &text)
    }
  }

  private func write(
    _ direction: NotatedScore.Direction, offset: Int, _ place: Place, to text: inout XMLText
  ) {
    write(direction, offset: offset, staff: place.staff, isCompound: place.isCompound, to: &text)
  }
}

// MARK: Notes

extension MusicXMLPart {
  private func write(
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
      writeNotations(element, note, isFirst: index == 0, signsOfTuplet, to: &text)
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
