import RenderMusic
import RenderSystem

extension NotatedScore {
  /// The score as input of LilyPond 2.24, in UTF-8: a complete file for A4 paper ("LilyPond Notation Reference", 2.24).
  ///
  /// LilyPond's input is a program. Titles and names of parts are string literals in it, from which no text gets out.
  public func lilyPond() -> [UInt8] {
    var text = LilyPondText()
    writePage(to: &text)
    text.raw("\\score {\n<<\n")
    let leadingGraces = leadingGraces
    for group in groups {
      if group.isJoined {
        text.raw(group.isChoir ? "\\new ChoirStaff <<\n" : "\\new StaffGroup <<\n")
      }
      for part in group.parts { write(part, leadingGraces, to: &text) }
      if group.isJoined { text.raw(">>\n") }
    }
    text.raw(">>\n")
    writeLayout(to: &text)
    text.raw("}\n")
    return text.bytes
  }

  private func writePage(to text: inout LilyPondText) {
    text.raw("\\version \"2.24.0\"\n#(set-global-staff-size ")
    text.number(Int(staffSize))
    text.raw(")\n\\paper {\n#(set-paper-size \"a4\")\n")
    text.raw(
      "top-margin = 12\\mm bottom-margin = 12\\mm left-margin = 14\\mm right-margin = 12\\mm\n")
    // Long names need room.
    let longest = parts.map(\.name.count).max() ?? 0
    let shortest = parts.map(\.abbreviation.count).max() ?? 0
    text.raw("indent = ")
    text.number(showsNames ? min(40, 4 + Int(Double(longest) * staffSize / 9)) : 10)
    text.raw("\\mm short-indent = ")
    text.number(showsNames ? min(20, 2 + Int(Double(shortest) * staffSize / 9)) : 0)
    text.raw("\\mm\nragged-last-bottom = ##t\n}\n\\header {\n")
    if !title.isEmpty { header("title", title, width: 70, to: &text) }
    if !subtitle.isEmpty { header("subsubtitle", subtitle, width: 100, to: &text) }
    text.raw("tagline = ##f\n}\n")
  }

  /// The most letters that have room on a line.
  private static let longestLine = 50

  /// Writes a field of the header, in lines where one is too long for the page, and smaller where a word is.
  private func header(
    _ name: StaticString, _ words: String, width: Int, to text: inout LilyPondText
  ) {
    text.raw(name)
    text.raw(" = ")
    if words.count > Self.longestLine {
      text.raw("\\markup \\override #'(line-width . ")
      text.number(width)
      text.raw(") ")
      let longest = words.split(whereSeparator: \.isWhitespace).map(\.count).max() ?? 0
      if longest > Self.longestLine {
        // Six steps are half the size.
        text.raw("\\fontsize #")
        text.number(-Int((6 * log2(Double(longest) / Double(Self.longestLine))).rounded(.up)))
        text.raw(" ")
      }
      text.raw("\\wordwrap-string ")
    }
    text.quoted(words)
    text.raw("\n")
  }

  private func write(_ index: Int, _ leadingGraces: [Int], to text: inout LilyPondText) {
    let part = parts[index].written(in: measures)
    let isPiano = part.staves.count > 1
    let isVoice = InstrumentNotation(part.program).family == .voices
    text.raw(isPiano ? "\\new PianoStaff" : "\\new Staff")
    if showsNames {
      text.raw(" \\with { instrumentName = ")
      text.quoted(part.name)
      text.raw(" shortInstrumentName = ")
      text.quoted(part.abbreviation)
      text.raw(" }")
    }
    text.raw(" <<\n")
    for staff in part.staves.indices {
      let writer = LilyPondStaff(
        self, part, staff: staff, isFirst: index == 0 && staff == 0, leadingGraces: leadingGraces)
      if isPiano { text.raw("\\new Staff <<\n") }
      writer.writeVoices(to: &text)
      let context: StaticString =
        isVoice ? "\\new Voice \\with { \\dynamicUp }" : "\\new Voice"
      writer.writeMarks(in: context, to: &text) { !isPiano || !$0.isBetweenStaves }
      if isPiano {
        text.raw(">>\n")
        writer.writeMarks(
          in: "\\new Dynamics \\with { pedalSustainStyle = #'mixed }", to: &text,
          where: \.isBetweenStaves)
      }
    }
    text.raw(">>\n")
  }

  private func writeLayout(to text: inout LilyPondText) {
    text.raw(
      """
      \\layout {
      \\context { \\Score \\accidentalStyle modern
      \\override BarNumber.self-alignment-X = #LEFT
      \\override BarNumber.X-offset = #1.2 \\override BarNumber.padding = #1.2 }
      \\context { \\Voice autoBeaming = ##f }
      \\context { \\Staff \\numericTimeSignature
      \\override NoteCollision.merge-differently-dotted = ##t

      """)
    let staves = parts.reduce(0) { $0 + $1.staves.count }
    if staves > 6 { text.raw("\\RemoveEmptyStaves ") }
    text.raw("}\n}\n")
  }
}

extension NotatedScore.Direction.Mark {
  /// Whether the mark of a keyboard stands between its staves, or below them.
  fileprivate var isBetweenStaves: Bool {
    switch self {
    case .dynamic, .hairpin, .hairpinEnd, .pedal: true
    case .tempo, .rehearsal, .octaveShift, .octaveShiftEnd: false
    }
  }
}
