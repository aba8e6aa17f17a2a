import Glibc
import RenderMusic
import RenderRandomness
import RenderTestSupport
import Testing

@testable import RenderNotation

@Suite("LilyPond")
struct LilyPondTests {
  private func input(
    title: String = "", subtitle: String = "", name: String = "",
    dynamics: Dynamics = Dynamics(), metre: Piece.Metre = Piece.Metre(beats: 4, beatUnit: 4),
    program: UInt8 = 73, notes: [(onset: Int, duration: Int, key: UInt8)] = []
  ) -> String {
    let piece = Piece(
      header: Piece.Header(
        title: title, tempos: [Piece.Tempo(quartersPerMinute: 90)],
        keySignature: Piece.KeySignature(sharps: -3, mode: .minor), metre: metre,
        parts: [Piece.Part(name: name, program: program)]),
      notes: notes.map { Piece.Note(onset: $0.onset, duration: $0.duration, key: $0.key) },
      dynamics: dynamics)
    return String(decoding: NotatedScore(piece, subtitle: subtitle).lilyPond(), as: UTF8.self)
  }

  // MARK: Strangers' text

  private static let hostile = [
    "\"} #(system \"touch owned\") \\header { a = \"", "\\\" #(system \"touch owned\") \\\"",
    "\\", "\\\\", "\"", "\\\"", "\\\\\" #(system \"touch owned\")", "%{ \" %} #(exit 1)",
    "% \n#(system \"touch owned\")", "$(system \"touch owned\")", "\u{2028}#(exit 1)\u{85}",
    "\\include \"/etc/passwd\"", "\\markup \\with-url #\"x\"", "\u{0}\u{1B}[2J\u{7F}\u{9B}",
    "\u{FFFE}\u{FFFF}", "}}>>\\score{", "\u{202E}abc", "'(1 . 2) `,@ {} <> ~ | \\\\ ♭ Ünï",
  ]

  /// The input without the contents of its string literals, and those contents.
  ///
  /// It reads literals as LilyPond's lexer does: a quote begins one, and ends it unless a backslash stands before.
  private func lexed(_ input: String) -> (outside: String, literals: [String]) {
    var outside = ""
    var literals: [String] = []
    var isEscaped = false
    var literal: String?
    for scalar in input.unicodeScalars {
      if let open = literal {
        if isEscaped || (scalar != "\"" && scalar != "\\") {
          literal = open + String(scalar)
          isEscaped = false
        } else if scalar == "\\" {
          isEscaped = true
        } else {
          literals.append(open)
          literal = nil
        }
      } else if scalar == "\"" {
        literal = ""
      } else {
        outside.unicodeScalars.append(scalar)
      }
    }
    #expect(literal == nil)
    return (outside, literals)
  }

  @Test("keeps titles and names of strangers inside their literals", arguments: hostile)
  func hostileText(text: String) {
    let plain = String(repeating: "x", count: text.count)
    let found = lexed(input(title: text, subtitle: text, name: "a" + text + "b"))
    #expect(
      found.outside == lexed(input(title: plain, subtitle: plain, name: "a\(plain)b")).outside)
    let shown = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map {
          $0.properties.generalCategory == .control || $0 == "\u{2028}"
            ? " " : $0.properties.isNoncharacterCodePoint ? "\u{FFFD}" : $0
        }))
    #expect(found.literals.filter { $0 == shown }.count == 2)
    #expect(found.literals.contains { $0 == "a" + shown + "b" })
    #expect(!found.literals.joined().unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test(
    "is engraved without a program of a stranger's title being run",
    .enabled(if: access("/usr/bin/lilypond", X_OK) == 0))
  func engravesHostileText() {
    let folder = TemporaryFolder()
    let owned = folder.path("owned")
    let title = Self.hostile.joined(separator: " ").replacing("owned", with: owned)
    let score = input(title: title, name: title, notes: [(0, 96, 60)])
    let file = folder.write(Array(score.utf8), to: "score.ly")
    #expect(run("/usr/bin/lilypond", ["-s", "-o", folder.path("score"), file]) == 0)
    #expect(folder.names == ["score.ly", "score.pdf"])
  }

  private func run(_ program: String, _ arguments: [String]) -> Int32 {
    var pid = pid_t()
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for case let word? in words { free(word) } }
    guard posix_spawn(&pid, program, nil, nil, &words, environ) == 0 else { return -1 }
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    return status
  }

  // MARK: Music

  @Test("has key, time and clef, values, beams and the end")
  func music() {
    let text = input(notes: [(0, 12, 72), (12, 12, 75), (24, 36, 79), (60, 36, 70)])
    #expect(text.contains("\\clef treble \\key c \\minor \\time 4/4 \\oneVoice c''8[ ees''8] "))
    #expect(text.contains("g''4~ g''8 bes'4.\\fermata |"))
    #expect(text.contains("\\bar \"|.\""))
    #expect(text.contains("\\tempo \"Andantino\" 4 = 90"))
  }

  @Test("begins a measure at one time in all staves where one begins with grace notes")
  func graceNotes() {
    let text = input(
      program: 0,
      notes: [(0, 96, 36), (0, 1, 79), (1, 95, 80), (96, 96, 36), (96, 96, 80)])
    #expect(text.contains("\\time 4/4 \\oneVoice \\acciaccatura { g''8 } aes''1"))
    #expect(text.contains("\\key c \\minor \\grace s16*2 \\oneVoice c,1"))
    #expect(text.split(separator: "\\grace").count == 2)
  }

  @Test("keeps a long title on the page, in lines or in smaller letters")
  func longTitle() {
    let words = String(repeating: "Andante ", count: 10)
    #expect(input(title: words).contains("(line-width . 70) \\wordwrap-string \""))
    let word = String(repeating: "x", count: 100)
    #expect(
      input(title: word).contains("(line-width . 70) \\fontsize #-6 \\wordwrap-string \"\(word)"))
  }

  @Test("keeps the numbers of short names")
  func numbers() {
    let names = NotatedScore.Part.names([
      ("Bb Clarinet 1", 71), ("Bb Clarinet 2", 71), ("Sopranino", 74), ("[Voice]", 52),
      ("Clarinetto 2do in B", 71),
    ])
    #expect(names.map(\.short) == ["Bb Cl. 1", "Bb Cl. 2", "Sopra.", "[Voice]", "Clari. 2"])
  }

  @Test("puts the numbers of bars beside the tips of brackets")
  func barNumbers() {
    #expect(input(notes: [(0, 96, 60)]).contains("\\override BarNumber.self-alignment-X = #LEFT"))
  }

  @Test("begins with a pick-up")
  func pickUp() {
    let text = input(
      metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24), notes: [(0, 24, 67), (24, 72, 72)])
    #expect(text.contains("\\time 3/4 \\partial 1*1/4 \\oneVoice g'4 |"))
  }

  @Test("says how long a bar is that its time signature does not measure")
  func irregular() throws {
    let bars = try #require(
      BarGrid(
        [.init(count: 1, quarters: 4), .init(count: 1, quarters: 1), .init(count: 1, quarters: 3)],
        timeSignatures: [.common], end: 192))
    let notes = [(0, 96), (96, 24), (120, 72)].map {
      Piece.Note(onset: $0.0, duration: $0.1, key: 72)
    }
    let score = NotatedScore(
      Piece(header: Piece.Header(parts: [Piece.Part(name: "", program: 73)]), notes: notes),
      bars: bars)
    let text = String(decoding: score.lilyPond(), as: UTF8.self)
    #expect(text.contains("\\set Timing.measureLength = #(ly:make-moment 1/4) c''4"))
    #expect(text.contains("\\set Timing.measureLength = #(ly:make-moment 3/4) c''2."))
  }

  @Test("writes dynamics and hairpins at their places between the staves")
  func dynamics() {
    let dynamics = Dynamics(
      marks: [.init(onset: 0, level: .p), .init(onset: 60, level: .f)],
      hairpins: [.init(onset: 24, end: 60, isCrescendo: true)])
    let text = input(dynamics: dynamics, program: 0, notes: [(0, 96, 72)])
    #expect(text.contains("\\new Dynamics"))
    #expect(text.contains("s1*1/4\\p s1*3/8\\< s1*3/8\\!\\f |"))
  }

  @Test("ends with the piece what lasts to its end")
  func hairpinAtEnd() {
    let dynamics = Dynamics(hairpins: [.init(onset: 48, end: 96, isCrescendo: false)])
    let text = input(dynamics: dynamics, notes: [(0, 96, 72)])
    #expect(text.contains("s1*1/2 s1*47/96\\> s1*1/96\\! |"))
  }

  @Test("writes chords, ties inside of them, and fermatas")
  func chords() {
    let text = input(notes: [(0, 96, 60), (0, 96, 63), (96, 96, 60), (96, 96, 63)])
    #expect(text.contains("<c' ees'>1 |\n<c' ees'>1\\fermata |"))
  }

  @Test("keeps both notes of a tie in one context where the voices change")
  func ties() {
    // The upper voice ends, and the lower one goes on alone.
    let text = input(notes: [(0, 48, 84), (48, 48, 83), (0, 120, 64), (120, 72, 67)])
    #expect(text.contains("e'1~ |\n\\oneVoice e'4 g'2.\\fermata |"))
    #expect(!text.contains("laissezVibrer"))
  }

  @Test("ties within contexts or marks both halves, whatever the piece", arguments: 0..<10)
  func tiesAlwaysEnd(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let notes = (0..<80).map { _ in
      (
        onset: 6 * Int(generator.next(below: 120)),
        duration: 6 * (1 + Int(generator.next(below: 24))),
        key: UInt8(55 + generator.next(below: 30))
      )
    }.sorted { $0.onset < $1.onset }
    let text = input(notes: notes)
    for voice in text.split(separator: "\\new Voice {\n").dropFirst() {
      let measures = voice.split(separator: "|\n").map { $0.drop { $0 == " " } }
      for (before, after) in zip(measures, measures.dropFirst()) where before.hasSuffix("~ ") {
        #expect(!after.hasPrefix("s1*"), "\(before) | \(after)")
      }
    }
  }
}
