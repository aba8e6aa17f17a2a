import RenderMusic

/// A staff as LilyPond input: a context with its voices, and one of invisible rests that carry its marks.
struct LilyPondStaff {
  private let score: NotatedScore
  private let part: NotatedScore.Part
  private let staff: NotatedScore.Staff
  /// Whether it is the top staff, which has what all of them have in common.
  private let isFirst: Bool
  private let voices: VoiceContexts

  /// - Parameter part: the part with the pitches that its player reads.
  init(_ score: NotatedScore, _ part: NotatedScore.Part, staff: Int, isFirst: Bool) {
    self.score = score
    self.part = part
    self.staff = part.staves[staff]
    self.isFirst = isFirst
    voices = VoiceContexts(part.staves[staff])
  }

  /// Writes the voices.
  func writeVoices(to text: inout LilyPondText) {
    for context in 0..<VoiceDivision.most
    where context == 0 || voices.contexts.contains(where: { $0.contains(context) }) {
      text.raw("\\new Voice {\n")
      var before = 0
      for index in score.measures.indices {
        if context == 0 { writeAttributes(index, to: &text) }
        write(context, index, stemsBefore: &before, to: &text)
        text.raw("|\n")
      }
      if context == 0, isFirst { text.raw("\\bar \"|.\"\n") }
      text.raw("}\n")
    }
  }

  private func write(
    _ context: Int, _ index: Int, stemsBefore before: inout Int, to text: inout LilyPondText
  ) {
    let measure = staff.measures[index]
    let length = score.measures[index].length
    guard let voice = voices.contexts[index].firstIndex(of: context) else {
      text.raw("s")
      text.length(units: length, of: NotatedScore.unitsPerWhole)
      text.raw(" ")
      return
    }
    let number = measure.voices.count > 1 ? measure.voiceNumbers[voice] : 0
    if number != before || index == 0 { text.raw(Self.stems(number)) }
    before = number
    text.write(
      measure.voices[voice], length: length, brokenBack: voices.broken[index],
      brokenOn: index + 1 < voices.broken.count ? voices.broken[index + 1] : [])
  }

  private static func stems(_ number: Int) -> StaticString {
    switch number {
    case 0: "\\oneVoice "
    case 1: "\\voiceOne "
    case 2: "\\voiceTwo "
    case 3: "\\voiceThree "
    default: "\\voiceFour "
    }
  }

  private func writeAttributes(_ index: Int, to text: inout LilyPondText) {
    let measure = score.measures[index]
    if let clef = staff.measures[index].clef {
      text.raw("\\clef ")
      text.raw(clef.lilyPondName)
      text.raw(" ")
    }
    if isFirst, index > 0, score.endsWithDoubleBar(index - 1) { text.raw("\\bar \"||\" ") }
    if measure.showsKeySignature {
      let key = part.transposition.written(measure.keySignature)
      text.raw("\\key ")
      text.name(key.tonic)
      text.raw(key.mode == .minor ? " \\minor " : " \\major ")
    }
    guard isFirst else { return }
    if measure.showsTimeSignature {
      text.raw("\\time ")
      text.number(measure.timeSignature.beats)
      text.raw("/")
      text.number(measure.timeSignature.beatUnit)
      text.raw(" ")
    }
    writeLength(index, to: &text)
  }

  /// Says how long a measure is that is not as long as its time signature says, or that follows one.
  private func writeLength(_ index: Int, to text: inout LilyPondText) {
    let measure = score.measures[index]
    if measure.number == 0, index == 0 {
      text.raw("\\partial ")
      text.length(units: measure.length, of: NotatedScore.unitsPerWhole)
      text.raw(" ")
      return
    }
    let isRegular = score.isRegular(index)
    let wasRegular = index == 0 || score.isRegular(index - 1)
    guard !isRegular || !(wasRegular || measure.showsTimeSignature) else { return }
    text.raw("\\set Timing.measureLength = #(ly:make-moment ")
    if isRegular {
      text.fraction(measure.timeSignature.beats, measure.timeSignature.beatUnit)
    } else {
      text.fraction(measure.length, NotatedScore.unitsPerWhole)
    }
    text.raw(") ")
  }

  /// Writes invisible rests with the marks of some kinds.
  ///
  /// - Parameters:
  ///   - context: where they stand, `\new Voice`.
  ///   - kinds: whether a mark is written.
  func writeMarks(
    in context: StaticString, to text: inout LilyPondText,
    where kinds: (NotatedScore.Direction.Mark) -> Bool
  ) {
    let marks = score.measures.indices.map { index in
      ((isFirst ? score.measures[index].directions : []) + staff.measures[index].directions)
        .filter { kinds($0.mark) }.sorted { $0.offset < $1.offset }
    }
    guard marks.contains(where: { !$0.isEmpty }) else { return }
    text.raw(context)
    text.raw(" {\n")
    for (index, directions) in marks.enumerated() {
      text.write(directions, in: score.measures[index])
      text.raw("|\n")
    }
    text.raw("}\n")
  }
}

extension NotatedScore {
  /// Whether a measure is as long as its time signature says, as a pick-up is for LilyPond.
  fileprivate func isRegular(_ index: Int) -> Bool {
    let measure = measures[index]
    let signature = measure.timeSignature
    return (measure.number == 0 && index == 0)
      || measure.length * signature.beatUnit == signature.beats * Self.unitsPerWhole
  }
}
