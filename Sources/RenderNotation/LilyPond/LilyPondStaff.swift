import RenderMusic

/// A staff as LilyPond input: a context with its voices, and one of invisible rests that carry its marks.
struct LilyPondStaff {
  private let score: NotatedScore
  private let part: NotatedScore.Part
  private let staff: NotatedScore.Staff
  /// Whether it is the top staff, which has what all of them have in common.
  private let isFirst: Bool
  private let voices: VoiceContexts
  /// The most 16ths of grace notes with which a staff begins each measure.
  private let leadingGraces: [Int]

  /// - Parameters:
  ///   - part: the part with the pitches that its player reads.
  ///   - leadingGraces: the most 16ths of grace notes with which a staff begins each measure.
  init(
    _ score: NotatedScore, _ part: NotatedScore.Part, staff: Int, isFirst: Bool,
    leadingGraces: [Int]
  ) {
    self.leadingGraces = leadingGraces
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
        if context == 0 {
          writeAttributes(index, to: &text)
          writeGraceSpace(index, to: &text)
        }
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

  /// Writes the time that grace notes of other staves take before a measure: without it LilyPond begins the measure of
  /// each staff at another time, and prints clefs and signatures twice.
  private func writeGraceSpace(_ index: Int, to text: inout LilyPondText) {
    let own = voices.contexts[index].firstIndex(of: 0).map { staff.measures[index].voices[$0] }
    let missing = leadingGraces[index] - (own?.leadingGraces ?? 0)
    guard missing > 0 else { return }
    text.raw("\\grace s16*")
    text.number(missing)
    text.raw(" ")
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
  /// The most 16ths of grace notes with which a staff begins each measure.
  var leadingGraces: [Int] {
    let staves = parts.flatMap(\.staves)
    return measures.indices.map { index in
      staves.lazy.flatMap { $0.measures[index].voices }.map(\.leadingGraces).max() ?? 0
    }
  }

  /// Whether a measure is as long as its time signature says, as a pick-up is for LilyPond.
  fileprivate func isRegular(_ index: Int) -> Bool {
    let measure = measures[index]
    let signature = measure.timeSignature
    return (measure.number == 0 && index == 0)
      || measure.length * signature.beatUnit == signature.beats * Self.unitsPerWhole
  }
}

extension NotatedScore.Voice {
  /// The 16ths of the grace notes before the first chord.
  fileprivate var leadingGraces: Int {
    let count = elements.first?.graces.count ?? 0
    return count == 1 ? 2 : count
  }
}
