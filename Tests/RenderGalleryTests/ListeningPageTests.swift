import FoundationEssentials
import RenderGallery
import RenderMIDI
import RenderMusic
import RenderPlot
import Testing

struct ListeningPageTests {
  /// A file whose ticks are milliseconds: middle C for half a second, and after two an E for 1.23.
  private static let roll = PianoRoll(
    MIDIFile(
      format: .singleTrack, division: .ticksPerQuarter(500),
      tracks: [
        MIDITrack(
          events: [
            (0, MIDIEvent.noteOn(channel: 0, key: 60, velocity: 80)),
            (500, .noteOff(channel: 0, key: 60, velocity: 0)),
            (2000, .noteOn(channel: 0, key: 64, velocity: 127)),
            (2000, .noteOn(channel: 9, key: 40, velocity: 1)),
            (3230, .noteOff(channel: 0, key: 64, velocity: 0)),
            (3230, .meta(.endOfTrack)),
          ].map { TimedEvent(tick: $0.0, event: $0.1) })
      ]))

  private func page(
    _ takes: [ListeningPage.Take], command: ListeningPage.Command? = nil,
    facts: [ListeningPage.Fact] = []
  ) throws -> String {
    try ListeningPage(
      columns: [
        .init("Length", .time, isShown: true), .init("Share", .share, isShown: true),
        .init("Loudness", .decimal(places: 1, unit: "LUFS"), isShown: true),
        .init("Hidden", .decimal(places: 0, unit: "")), .init("Key", .words),
      ], command: command, takes: takes, facts: facts, identity: "abc"
    ).html()
  }

  private func take(_ seed: UInt64, audio: String?, _ numbers: [Double?], key: String? = nil)
    -> ListeningPage.Take
  {
    ListeningPage.Take(
      seed: seed, audio: audio, files: [audio, "seed-\(seed).mid"].compactMap(\.self),
      seconds: audio == nil ? nil : 4.5678,
      values: numbers.map { $0.map { .number($0) } } + [key.map { .words($0) }], roll: Self.roll)
  }

  /// What a browser takes the page's data to be: the element's text, up to the first end of a script.
  private func gallery(_ html: String) throws -> Gallery {
    let start = try #require(html.firstRange(of: "id=\"gallery\">")).upperBound
    let end = try #require(html[start...].firstRange(of: "</script")).lowerBound
    return try JSONDecoder().decode(Gallery.self, from: Data(html[start..<end].utf8))
  }

  private struct Gallery: Decodable {
    var identity: String
    var columns: [Column]
    var command: Command?
    var facts: [Fact]
    var takes: [Take]

    struct Column: Decodable, Equatable {
      var name: String
      var style: String
      var isShown: Bool
    }

    struct Command: Decodable, Equatable {
      var text: String
      var remarks: [String]
      var continuation: String?
    }

    struct Fact: Decodable, Equatable {
      var name: String
      var value: String
    }

    struct Take: Decodable {
      var seed: String
      var title: String?
      var audio: String?
      var files: [String]
      var seconds: Double
      var events: Int?
      var values: [Value?]
      var roll: String
      var bars: String?
      var sections: String?
      var parts: [Part]?
      var sheet: Sheet?
    }

    struct Sheet: Decodable {
      var file: String
      var places: String
    }

    struct Part: Decodable, Equatable {
      var name: String
      var light: String
      var dark: String
    }

    enum Value: Decodable, Equatable {
      case number(Double)
      case words(String)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let words = try? container.decode(String.self) {
          self = .words(words)
          return
        }
        self = .number(try container.decode(Double.self))
      }
    }
  }

  @Test("Each take is there with its files, its values and its roll")
  func takes() throws {
    let gallery = try gallery(
      page([
        take(7, audio: "seed-7.flac", [125.4, 0.255, -18.04, 3], key: "E minor"),
        take(.max, audio: "seed-x.flac", [59.6, nil, -.infinity, 4]),
      ]))
    #expect(gallery.identity == "abc")
    #expect(gallery.takes.map(\.seed) == ["7", "18446744073709551615"])
    #expect(gallery.takes.map(\.audio) == ["seed-7.flac", "seed-x.flac"])
    #expect(gallery.takes[0].files == ["seed-7.flac", "seed-7.mid"])
    #expect(gallery.takes[0].seconds == 4.57)
    #expect(
      gallery.takes[0].values == [
        .number(125.4), .number(0.255), .number(-18.04), .number(3), .words("E minor"),
      ])
    #expect(gallery.takes[1].values == [.number(59.6), nil, .words("none"), .number(4), nil])
    #expect(
      gallery.columns == [
        .init(name: "Length", style: "time", isShown: true),
        .init(name: "Share", style: "share", isShown: true),
        .init(name: "Loudness", style: "1 LUFS", isShown: true),
        .init(name: "Hidden", style: "0 ", isShown: false),
        .init(name: "Key", style: "words", isShown: false),
      ])
  }

  @Test("A roll has its notes in hundredths of a second, drums aside")
  func roll() throws {
    let roll = try gallery(page([take(7, audio: nil, [])])).takes[0].roll
    let bytes = try #require(Data(base64Encoded: roll))
    #expect(Array(bytes) == [0, 50, 60, 80, 200 & 127 | 128, 1, 123, 64, 127])
  }

  @Test("A take has its title and its events, which its longer one doubles")
  func title() throws {
    let take = ListeningPage.Take(
      seed: 7, title: "A minor", audio: nil, files: [], seconds: nil, events: 120, values: [],
      roll: Self.roll)
    let gallery = try gallery(
      page([take, self.take(8, audio: nil, [])], command: .init("a", continuation: "b {length}")))
    #expect(gallery.takes.map(\.title) == ["A minor", nil])
    #expect(gallery.takes.map(\.events) == [120, nil])
    #expect(gallery.command?.continuation == "b {length}")
  }

  @Test(
    "Bars are their first number and beginnings in hundredths of a second, where they are known, with their sections"
  )
  func bars() throws {
    let piece = Piece(
      header: Piece.Header(
        tempos: [.init(quartersPerMinute: 120)],
        metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24)),
      notes: [Piece.Note(onset: 0, duration: 24 + 2 * 72, key: 60)])
    let file = try MIDIFile(Score(piece))
    let take = ListeningPage.Take(
      seed: 7, audio: nil, files: [], seconds: nil, values: [], roll: PianoRoll(file),
      bars: BarLines(piece, in: file))
    let listed = try gallery(page([take])).takes[0]
    let text = try #require(listed.bars)
    // The first section has the pick-up, which is no full bar.
    #expect(listed.sections == "A2:0")
    for (form, sections) in [
      ("A1 B1", "A1:0 B1:2"), ("A′1 B9223372036854775807", "A′1:0"), ("A0 B2", "A0:0 B2:1"),
      ("x", nil),
      ("", nil),
    ] {
      let take = ListeningPage.Take(
        seed: 7, audio: nil, files: [], seconds: nil, values: [], roll: PianoRoll(file),
        bars: BarLines(piece, in: file), form: form)
      #expect(try self.gallery(page([take])).takes[0].sections == sections)
    }
    let bytes = try #require(Data(base64Encoded: text))
    #expect(Array(bytes) == [0, 0, 50, 150 & 127 | 128, 1])
    #expect(try gallery(page([self.take(7, audio: nil, [])])).takes[0].bars == nil)
    #expect(try gallery(page([self.take(7, audio: nil, [])])).takes[0].sections == nil)
  }

  @Test("Several parts have names and colours, and a roll has the part of each note")
  func parts() throws {
    let piece = Piece(
      header: Piece.Header(
        tempos: [.init(quartersPerMinute: 120)],
        parts: [.init(name: "<Violin>", program: 40), .init(name: "", program: 42)]),
      notes: [
        Piece.Note(onset: 0, duration: 24, key: 60),
        Piece.Note(onset: 24, duration: 24, key: 48, part: 1),
      ])
    let roll = PianoRoll(try MIDIFile(Score(piece)))
    let take = ListeningPage.Take(
      seed: 7, audio: nil, files: [], seconds: nil, values: [], roll: roll)
    #expect(take.isEnsemble && !self.take(7, audio: nil, []).isEnsemble)
    let listed = try gallery(page([take])).takes[0]
    let parts = try #require(listed.parts)
    #expect(parts.map(\.name) == ["<Violin>", "Cello"])
    #expect(Set(parts.flatMap { [$0.light, $0.dark] }).count == 4)
    #expect(parts.allSatisfy { $0.light.count == 7 && $0.light.hasPrefix("#") })
    let bytes = try #require(Data(base64Encoded: listed.roll))
    #expect(
      Array(bytes) == [0, 50, 60, roll.notes[0].velocity, 0]
        + [50, 50, 48, roll.notes[1].velocity, 1])
    #expect(try gallery(page([self.take(7, audio: nil, [])])).takes[0].parts == nil)
  }

  @Test("A take with sheet music has its file and the places of the bars, and nothing is embedded")
  func sheet() throws {
    let sheet = ListeningPage.Sheet(
      file: "seed-7-score.svg", places: [(0, 0.0127, 0.5, 1), (-1, 2, .nan, 0.0128)])
    let take = ListeningPage.Take(
      seed: 7, audio: nil, files: [], seconds: nil, values: [], roll: Self.roll, sheet: sheet)
    let html = try page([take])
    let listed = try #require(try gallery(html).takes[0].sheet)
    #expect(listed.file == "seed-7-score.svg")
    let bytes = try #require(Data(base64Encoded: listed.places))
    // Ten thousand and five thousand, of which the first is seen where a share is more than all.
    #expect(Array(bytes) == [0, 127, 136, 39, 144, 78] + [0, 144, 78, 0, 128, 1])
    #expect(html.contains("img-src data: 'self' file:;"))
    #expect(try gallery(page([self.take(7, audio: nil, [])])).takes[0].sheet == nil)
  }

  @Test("A take without audio has none to be played, and the length of its roll")
  func silence() throws {
    let take = try gallery(page([take(7, audio: nil, [])])).takes[0]
    #expect(take.audio == nil && take.seconds == 3.23 && take.files == ["seed-7.mid"])
  }

  @Test(
    "Whatever strangers' texts are, they are data, and the rest of the page is the same",
    arguments: [
      "</script><script>alert(1)</script>", "<!--<script>", "\"'\\", "&quot;&amp;{{seed}}",
      "]]>\u{2028}\u{2029}\u{0}", "<style></style><script></script>", "\u{1F3B9} Klavierstück",
    ])
  func strangers(text: String) throws {
    let plain = try page([])
    let html = try page(
      [], command: .init(text, remarks: [text]), facts: [.init(text, text)])
    let gallery = try gallery(html)
    #expect(gallery.facts == [.init(name: text, value: text)])
    #expect(gallery.command == .init(text: text, remarks: [text]))
    func rest(_ html: String) throws -> [Substring] {
      let start = try #require(html.firstRange(of: "id=\"gallery\">")).upperBound
      return [html[..<start], html[start...].drop { $0 != "<" }]
    }
    #expect(try rest(html) == rest(plain))
  }

  @Test("Nothing is fetched, and style and scripts are in the page")
  func isWhole() throws {
    let html = try page([])
    let addresses = html.split(separator: "\"").filter { $0.contains("//") && $0.contains(":") }
    #expect(addresses.filter { $0.hasPrefix("http") } == ["http://www.w3.org/2000/svg"])
    #expect(html.contains("default-src 'none'"))
    for content in [
      ".take {\n  display", "/* The current take, large", "JSON.parse(id(\"gallery\")",
      "// Notes, bars and sections of a take", "// Stars and rejections",
      "// Sorting and filtering", "// The current take, large", "// Sheet music of the current",
      "// The player",
      "// Two takes, heard in turn", "// The time under the pointer", "// Keys and the focus",
    ] {
      #expect(html.split(separator: content).count == 2, "\(content)")
    }
    for element in ["<style></", "<script></", "id=\"gallery\"></"] {
      #expect(!html.contains(element))
    }
  }

  @Test("Where no command makes the takes again, there is none")
  func noCommand() throws {
    #expect(try gallery(page([])).command == nil)
  }
}
