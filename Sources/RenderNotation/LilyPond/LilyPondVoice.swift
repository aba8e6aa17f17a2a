import RenderMusic

extension LilyPondText {
  /// Appends the chords and rests of a voice in a measure.
  ///
  /// - Parameters:
  ///   - length: that of the measure in units.
  ///   - brokenBack: the keys of ties into the measure whose other note is in another context.
  ///   - brokenOn: those of ties out of it.
  mutating func write(
    _ voice: NotatedScore.Voice, length: Int, brokenBack: Set<Int>, brokenOn: Set<Int>
  ) {
    for (index, element) in voice.elements.enumerated() {
      if element.beginsTuplet, let tuplet = element.tuplet {
        let signs = voice.tupletSigns(from: index)
        if signs == .nothing { raw("\\once \\omit TupletNumber ") }
        if signs != .bracketAndNumber { raw("\\once \\omit TupletBracket ") }
        raw("\\tuplet ")
        number(tuplet.actual)
        raw("/")
        number(tuplet.normal)
        raw(" { ")
      }
      write(graces: element.graces)
      if element.isMeasureRest {
        raw("R")
        self.length(units: length, of: NotatedScore.unitsPerWhole)
      } else {
        write(
          element, brokenBack: index == 0 ? brokenBack : [],
          brokenOn: index + 1 == voice.elements.count ? brokenOn : [])
      }
      if element.isAccented { raw("->") }
      if element.hasFermata { raw("\\fermata") }
      raw(" ")
      if element.endsTuplet { raw("} ") }
    }
  }

  /// Appends grace notes: one is an eighth, several are beamed 16ths.
  private mutating func write(graces: [[SpelledPitch]]) {
    guard !graces.isEmpty else { return }
    raw("\\acciaccatura { ")
    for (index, chord) in graces.enumerated() {
      if chord.count > 1 { raw("<") }
      for (head, pitch) in chord.enumerated() {
        if head > 0 { raw(" ") }
        self.pitch(pitch)
      }
      if chord.count > 1 { raw(">") }
      raw(graces.count == 1 ? "8" : "16")
      if graces.count > 1, index == 0 { raw("[") }
      if graces.count > 1, index + 1 == graces.count { raw("]") }
      raw(" ")
    }
    raw("} ")
  }

  private mutating func write(
    _ element: NotatedScore.Element, brokenBack: Set<Int>, brokenOn: Set<Int>
  ) {
    func tie(_ note: NotatedScore.Note) {
      let key = note.pitch.key
      if note.isTiedBack, brokenBack.contains(key) { raw("\\repeatTie") }
      if note.isTiedOn { raw(brokenOn.contains(key) ? "\\laissezVibrer" : "~") }
    }
    switch element.notes.count {
    case 0: raw(element.isHidden ? "s" : "r")
    case 1: pitch(element.notes[0].pitch)
    default:
      raw("<")
      for (index, note) in element.notes.enumerated() {
        if index > 0 { raw(" ") }
        pitch(note.pitch)
        tie(note)
      }
      raw(">")
    }
    raw(element.value.base.lilyPondName)
    for _ in 0..<element.value.dots { raw(".") }
    if element.notes.count == 1 { tie(element.notes[0]) }
    switch element.beams.first {
    case .begins: raw("[")
    case .ends: raw("]")
    default: break
    }
  }

  /// Appends a pitch by its Dutch name, which every version of LilyPond knows.
  private mutating func pitch(_ pitch: SpelledPitch) {
    name(pitch)
    // The octave below middle C has no mark.
    for _ in 0..<max(0, pitch.octave - 3) { raw("'") }
    for _ in 0..<max(0, 3 - pitch.octave) { raw(",") }
  }

  /// Appends a letter with its accidental, `cis`.
  mutating func name(_ pitch: SpelledPitch) {
    raw(pitch.letter.lilyPondName)
    for _ in 0..<max(0, pitch.alteration) { raw("is") }
    for _ in 0..<max(0, -pitch.alteration) { raw("es") }
  }
}

// MARK: Marks

extension LilyPondText {
  /// Appends a measure of invisible rests that carry marks.
  ///
  /// - Parameters:
  ///   - directions: by place.
  ///   - measure: the measure.
  mutating func write(_ directions: [NotatedScore.Direction], in measure: NotatedScore.Measure) {
    // What ends with the piece does so at its last unit.
    let places = directions.map { min($0.offset, measure.length - 1) }
    var place = 0
    func end(_ index: Int) -> Int { index < places.count ? places[index] : measure.length }
    if end(0) > 0 { spacer(end(0)) }
    place = end(0)
    var index = 0
    while index < directions.count {
      let next = places[index...].firstIndex { $0 > place } ?? places.count
      let marks = directions[index..<next].map(\.mark)
      for mark in marks { writeBefore(mark, in: measure.timeSignature) }
      spacer(end(next) - place, marks)
      place = end(next)
      index = next
    }
  }

  private mutating func spacer(_ units: Int, _ marks: [NotatedScore.Direction.Mark] = []) {
    raw("s")
    length(units: units, of: NotatedScore.unitsPerWhole)
    for mark in marks { writeBehind(mark) }
    raw(" ")
  }

  /// Appends what stands before the note of a mark.
  private mutating func writeBefore(
    _ mark: NotatedScore.Direction.Mark, in signature: Piece.TimeSignature
  ) {
    switch mark {
    case .tempo(let quarters, let word):
      raw("\\tempo ")
      if let word {
        quoted(word)
        raw(" ")
      }
      raw(signature.isCompoundOfEighths ? "4. = " : "4 = ")
      number(signature.metronomeNumber(at: quarters))
      raw(" ")
    case .rehearsal(let letter):
      raw("\\mark \\markup \\box ")
      quoted(letter)
      raw(" ")
    case .octaveShift(let isUp): raw(isUp ? "\\ottava #1 " : "\\ottava #-1 ")
    case .octaveShiftEnd: raw("\\ottava #0 ")
    case .dynamic, .hairpin, .hairpinEnd, .pedal: break
    }
  }

  /// Appends what stands behind the note of a mark.
  private mutating func writeBehind(_ mark: NotatedScore.Direction.Mark) {
    switch mark {
    case .dynamic(let level): raw(level.lilyPondName)
    case .hairpin(let isCrescendo): raw(isCrescendo ? "\\<" : "\\>")
    case .hairpinEnd: raw("\\!")
    case .pedal(.down): raw("\\sustainOn")
    case .pedal(.change): raw("\\sustainOff\\sustainOn")
    case .pedal(.up): raw("\\sustainOff")
    case .tempo, .rehearsal, .octaveShift, .octaveShiftEnd: break
    }
  }
}

extension NotatedScore {
  /// The units of a whole note.
  static let unitsPerWhole = 4 * Piece.unitsPerQuarter
}
