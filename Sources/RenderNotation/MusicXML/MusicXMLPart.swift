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
          timeSignature: measure.timeSignature)
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

  /// The voice and staff of elements, and their metre; the staff is `nil` where a part has one.
  struct Place {
    var voice: Int
    var staff: Int?
    var timeSignature: Piece.TimeSignature
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
    write(direction, offset: offset, staff: place.staff, in: place.timeSignature, to: &text)
  }
}
