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
    return String(decoding: NotatedScore(piece).musicXML(), as: UTF8.self)
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
    #expect(text.contains("<words font-weight=\"bold\">Adagio</words>"))
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
    #expect(text.contains("<staves>2</staves><clef number=\"1\">"))
    #expect(text.contains("<backup><duration>96</duration></backup><note><pitch><step>E</step>"))
    #expect(text.contains("<voice>5</voice><type>half</type><staff>2</staff>"))
  }
}
