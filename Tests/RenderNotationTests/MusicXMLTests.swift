import RenderMusic
import Testing

@testable import RenderNotation

@Suite("MusicXML")
struct MusicXMLTests {
  private func document(
    title: String = "", name: String = "", dynamics: Dynamics = Dynamics(),
    metre: Piece.Metre = Piece.Metre(beats: 2, beatUnit: 4), program: UInt8 = 73,
    notes: [Piece.Note] = []
  ) -> String {
    let piece = Piece(
      header: Piece.Header(
        title: title, tempos: [Piece.Tempo(quartersPerMinute: 90)],
        keySignature: Piece.KeySignature(sharps: 1, mode: .major), metre: metre,
        parts: [Piece.Part(name: name, program: program)]), notes: notes, dynamics: dynamics)
    return String(decoding: NotatedScore(piece, endsWithFermata: false).musicXML(), as: UTF8.self)
  }

  /// The contents without the blanks between elements.
  private func compact(_ document: String) -> String {
    document.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
  }

  @Test("takes titles and names of strangers as text")
  func hostileText() {
    let title = "</work-title><!-- \"<![CDATA[ &amp; ]]>\u{0}\u{8}\u{FFFE}\n'#(system \"rm\")"
    let text = document(title: title, name: "<&>")
    #expect(
      text.contains(
        "<work-title>&lt;/work-title&gt;&lt;!-- &quot;&lt;![CDATA[ &amp;amp; ]]&gt;"
          + "\u{FFFD}\u{FFFD}\u{FFFD} '#(system &quot;rm&quot;)</work-title>"))
    #expect(text.contains("<part-name>&lt;&amp;&gt;</part-name>"))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test("has divisions, key, time and clef in the first measure")
  func attributes() {
    #expect(
      compact(document()).contains(
        "<measure number=\"1\"><attributes><divisions>48</divisions>"
          + "<key><fifths>1</fifths><mode>major</mode></key>"
          + "<time><beats>2</beats><beat-type>4</beat-type></time>"
          + "<clef><sign>G</sign><line>2</line></clef></attributes>"))
  }

  @Test("writes a note with its value, sign and ties")
  func notes() {
    let text = compact(
      document(notes: [Piece.Note(onset: 24, duration: 48, key: 65)]))
    #expect(
      text.contains(
        "<note><pitch><step>F</step><octave>4</octave></pitch><duration>48</duration>"
          + "<tie type=\"start\"/><voice>1</voice><type>quarter</type>"
          + "<accidental>natural</accidental><notations><tied type=\"start\"/></notations></note>"))
    #expect(
      text.contains(
        "<measure number=\"2\"><note><pitch><step>F</step><octave>4</octave></pitch>"
          + "<duration>48</duration><tie type=\"stop\"/><voice>1</voice><type>quarter</type>"
          + "<notations><tied type=\"stop\"/></notations></note>"))
  }

  @Test("writes grace notes before their note, with signs that hold for it")
  func graceNotes() {
    let text = compact(
      document(
        notes: [
          Piece.Note(onset: 0, duration: 1, key: 65), Piece.Note(onset: 1, duration: 23, key: 67),
          Piece.Note(onset: 24, duration: 24, key: 65),
        ]))
    #expect(
      text.contains(
        "<note><grace slash=\"yes\"/><pitch><step>F</step><octave>4</octave></pitch>"
          + "<voice>1</voice><type>eighth</type><accidental>natural</accidental></note>"
          + "<note><pitch><step>G</step><octave>4</octave></pitch><duration>48</duration>"))
    #expect(text.split(separator: "<accidental>").count == 2)
  }

  @Test("does not repeat a sign in its measure, and writes it again in the next")
  func accidentals() {
    let text = document(
      notes: (0..<8).map { Piece.Note(onset: 12 * $0, duration: 12, key: $0 % 2 == 0 ? 73 : 74) })
    #expect(text.split(separator: "<accidental>sharp</accidental>").count == 3)
  }

  @Test("puts dynamics and hairpins at their places")
  func dynamics() {
    let dynamics = Dynamics(
      marks: [.init(onset: 0, level: .p), .init(onset: 36, level: .f)],
      hairpins: [.init(onset: 0, end: 36, isCrescendo: true)], accents: [0])
    let text = compact(
      document(dynamics: dynamics, notes: [Piece.Note(onset: 0, duration: 48, key: 67)]))
    #expect(text.contains("<dynamics><p/></dynamics>"))
    #expect(
      text.contains(
        "<wedge type=\"stop\"/></direction-type><offset>72</offset></direction>"
          + "<direction placement=\"below\"><direction-type><dynamics><f/></dynamics>"
          + "</direction-type><offset>72</offset></direction><note>"))
    #expect(text.contains("<articulations><accent/></articulations>"))
  }

  @Test("counts dotted beats in compound metres")
  func tempo() {
    let text = compact(document(metre: Piece.Metre(beats: 6, beatUnit: 8)))
    #expect(
      text.contains(
        "<beat-unit>quarter</beat-unit><beat-unit-dot/><per-minute>60</per-minute>"))
    #expect(text.contains("<words font-weight=\"bold\">Adagio </words>"))
    #expect(text.contains("<sound tempo=\"90\"/>"))
  }

  @Test("has divisions that hold fives where there are any")
  func divisions() {
    let text = document(
      notes: [(0, 5), (5, 5), (10, 4), (14, 5), (19, 5)].map {
        Piece.Note(onset: $0.0, duration: $0.1, key: 60)
      })
    #expect(text.contains("<divisions>1680</divisions>"))
    #expect(text.contains("<actual-notes>5</actual-notes>"))
    #expect(text.split(separator: "<duration>336</duration>").count == 6)
  }

  @Test("has two staves with voices of their own for a piano")
  func staves() {
    let text = compact(
      document(
        program: 0,
        notes: [
          Piece.Note(onset: 0, duration: 48, key: 40), Piece.Note(onset: 0, duration: 48, key: 79),
        ]))
    #expect(text.contains("<staves>2</staves><part-symbol>brace</part-symbol><clef number=\"1\">"))
    #expect(text.contains("<backup><duration>96</duration></backup><note><pitch><step>E</step>"))
    #expect(text.contains("<voice>5</voice><type>half</type><staff>2</staff>"))
  }

  @Test("writes a clarinet's part as its player reads it")
  func transposes() {
    let text = compact(
      document(program: 71, notes: [Piece.Note(onset: 0, duration: 48, key: 67)]))
    #expect(text.contains("<part-name>Clarinet in B♭</part-name>"))
    #expect(text.contains("<part-abbreviation>Cl.</part-abbreviation>"))
    // G major is A major, and G is A.
    #expect(text.contains("<key><fifths>3</fifths>"))
    #expect(
      text.contains("<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose>"))
    #expect(text.contains("<pitch><step>A</step><octave>4</octave></pitch>"))
  }

  @Test("does not print the rests of a voice while another one sounds")
  func hiddenRests() {
    let text = compact(
      document(
        notes: [
          Piece.Note(onset: 0, duration: 48, key: 79), Piece.Note(onset: 24, duration: 24, key: 60),
        ]))
    #expect(text.contains("<note print-object=\"no\"><rest/><duration>48</duration>"))
  }

  @Test("lifts the pedal and presses it again where it changes")
  func pedals() {
    let piece = Piece(
      header: Piece.Header(metre: Piece.Metre(beats: 4, beatUnit: 4)),
      notes: [0, 48].map { Piece.Note(onset: $0, duration: 48, key: 48) })
    let score = NotatedScore(
      piece,
      pedals: [HeldPedal(part: 0, onset: 3, end: 50), HeldPedal(part: 0, onset: 53, end: 96)])
    let text = compact(String(decoding: score.musicXML(), as: UTF8.self))
    let kinds = text.split(separator: "<pedal type=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(kinds == ["start", "stop", "start", "stop"])
    #expect(text.split(separator: "<staff>2</staff></direction>").count == 5)
  }

  @Test("joins the families of an orchestra with brackets, and a chamber ensemble with one")
  func brackets() {
    func groups(_ programs: [UInt8]) -> [Range<Int>] {
      let parts = programs.map { Piece.Part(name: "", program: $0) }
      let score = NotatedScore(Piece(header: Piece.Header(parts: parts), notes: []))
      return score.groups.filter(\.isJoined).map(\.parts)
    }
    #expect(
      groups([73, 68, 71, 70, 60, 60, 56, 47, 40, 40, 41, 42, 43]) == [0..<4, 4..<7, 8..<13])
    #expect(groups([73, 68, 71, 60, 70]) == [0..<5])
    #expect(groups([52, 0]).isEmpty)
  }

  @Test("is compressed to the same bytes each time, with a container")
  func compressed() throws {
    let piece = Piece(
      header: Piece.Header(title: "Compressed"),
      notes: (0..<400).map { Piece.Note(onset: 24 * $0, duration: 24, key: 60) })
    let bytes = try NotatedScore(piece).compressedMusicXML()
    #expect(bytes == (try NotatedScore(piece).compressedMusicXML()))
    #expect(bytes.starts(with: [0x50, 0x4B, 3, 4]))
    #expect(bytes.count < NotatedScore(piece).musicXML().count / 10)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("META-INF/container.xml"))
    // 1 January 1980, the first day that zip knows.
    #expect(Array(bytes[10..<14]) == [0, 0, 0x21, 0])
  }
}
