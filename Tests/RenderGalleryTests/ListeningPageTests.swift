import FoundationEssentials
import RenderGallery
import RenderMIDI
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
        .init("Hidden", .decimal(places: 0, unit: "")),
      ], command: command, takes: takes, facts: facts, identity: "abc"
    ).html()
  }

  private func take(_ seed: UInt64, audio: String?, _ numbers: [Double?]) -> ListeningPage.Take {
    ListeningPage.Take(
      seed: seed, audio: audio, files: [audio, "seed-\(seed).mid"].compactMap(\.self),
      seconds: audio == nil ? nil : 4.5678, numbers: numbers, roll: Self.roll)
  }

  @Test("Each take is there with its files, its numbers and its roll")
  func takes() throws {
    let html = try page([
      take(7, audio: "seed-7.flac", [125.4, 0.255, -18.04, 3]),
      take(.max, audio: "seed-x.flac", [59.6, nil, -.infinity, 4]),
    ])
    #expect(html.contains("<h1>2 takes to listen to</h1>"))
    #expect(html.contains("data-audio=\"seed-7.flac\" data-seconds=\"4.57\""))
    #expect(
      html.contains(
        "<a href=\"seed-7.flac\" download>FLAC</a> <a href=\"seed-7.mid\" download>MIDI</a>"))
    #expect(html.contains("data-numbers=\"125.4 0.255 -18.04 3.0\""))
    #expect(html.contains("data-numbers=\"59.6 - -inf 4.0\""))
    for fact in [
      "<dt>Length</dt><dd>2:05</dd>", "<dt>Share</dt><dd>26 %</dd>",
      "<dt>Loudness</dt><dd>−18.0 LUFS</dd>", "<dt>Length</dt><dd>1:00</dd>",
      "<dt>Loudness</dt><dd>none</dd>",
    ] {
      #expect(html.contains(fact), "\(fact)")
    }
    #expect(!html.contains("<dt>Hidden</dt>"))
    #expect(html.contains("<option value=\"3\" data-style=\"0 \">Hidden</option>"))
    #expect(html.contains("id=\"roll-18446744073709551615\""))
    #expect(!html.contains("MIDI files alone"))
  }

  @Test("A roll has its notes in hundredths of a second, drums aside")
  func roll() throws {
    let html = try page([take(7, audio: nil, [])])
    let start = try #require(html.firstRange(of: "id=\"roll-7\">")).upperBound
    let end = try #require(html[start...].firstRange(of: "</script>")).lowerBound
    let bytes = try #require(Data(base64Encoded: String(html[start..<end])))
    #expect(Array(bytes) == [0, 50, 60, 80, 200 & 127 | 128, 1, 123, 64, 127])
  }

  @Test("Where there is MIDI alone nothing can be played, and the page says so")
  func silence() throws {
    let html = try page([take(7, audio: nil, [])])
    #expect(html.contains("These takes are MIDI files alone"))
    #expect(html.contains("aria-label=\"Play seed 7\" disabled"))
    #expect(!html.contains("data-audio=\""))
    #expect(html.contains("data-seconds=\"3.23\""))
  }

  @Test("What comes from elsewhere is text, and nothing is fetched")
  func strangers() throws {
    let html = try page(
      [], facts: [.init("--model", "</dd><script>alert(1)</script>\"'&{{seed}}")])
    #expect(
      html.contains("&lt;/dd&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;{{seed}}"))
    let addresses = html.split(separator: "\"").filter { $0.contains("//") && $0.contains(":") }
    #expect(addresses.filter { $0.hasPrefix("http") } == ["http://www.w3.org/2000/svg"])
    #expect(html.contains("default-src 'none'"))
  }

  @Test("The command that makes takes again is text, with what is to be said about it")
  func command() throws {
    let html = try page(
      [],
      command: .init(
        "render batch --primer '</code><script>&amp;.mid'", remarks: ["One <b>.", "Two."]))
    #expect(
      html.contains(
        "<code id=\"command\">render batch --primer &#39;&lt;/code&gt;&lt;script&gt;&amp;amp;.mid&#39;</code>"
      ))
    #expect(html.contains("<p>One &lt;b&gt;.</p>") && html.contains("<p>Two.</p>"))
    #expect(!html.contains("No command is given"))
  }

  @Test("Where no command makes the takes again, the page says so")
  func noCommand() throws {
    let html = try page([])
    #expect(html.contains("No command is given"))
    #expect(!html.contains("id=\"command\"") && !html.contains("id=\"copy-command\""))
  }
}
