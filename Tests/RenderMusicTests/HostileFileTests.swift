import RenderMIDI
import Testing

@testable import RenderMusic

private func file(_ events: [TimedEvent], ticksPerQuarter: UInt16 = 1) -> MIDIFile {
  MIDIFile(
    format: .singleTrack, division: .ticksPerQuarter(ticksPerQuarter),
    tracks: [MIDITrack(events: events)])
}

private func note(_ on: Int, _ off: Int, _ key: UInt8, channel: UInt8 = 0) -> [TimedEvent] {
  [
    TimedEvent(tick: on, event: .noteOn(channel: channel, key: key, velocity: 1)),
    TimedEvent(tick: off, event: .noteOff(channel: channel, key: key, velocity: 0)),
  ]
}

private let smallestMeter = TimedEvent(
  tick: 0,
  event: .meta(
    .timeSignature(
      numerator: 1, denominatorPower: 7, clocksPerClick: 24, thirtySecondsPerQuarter: 8)))

@Test("A note as long as a file can hold is refused where it would fill memory with measures")
func endlessNote() {
  #expect(throws: MusicError.tooLong(limit: 100_000)) {
    try ClassicTokenizer().tokens(of: file([smallestMeter] + note(0, 0x0FFF_FFFF, 60)))
  }
}

@Test("Many notes over many measures are refused where they would fill memory with ties")
func endlessTies() {
  let ons = (0..<100).map {
    TimedEvent(tick: $0, event: .noteOn(channel: 0, key: UInt8($0), velocity: 1))
  }
  let offs = (0..<100).map {
    TimedEvent(tick: 90_000 + $0, event: .noteOff(channel: 0, key: UInt8($0), velocity: 0))
  }
  let quarterMeter = TimedEvent(
    tick: 0,
    event: .meta(
      .timeSignature(
        numerator: 1, denominatorPower: 2, clocksPerClick: 24, thirtySecondsPerQuarter: 8)))
  #expect(throws: MusicError.tooLong(limit: 1_000_000)) {
    try ClassicTokenizer().tokens(of: file([quarterMeter] + ons + offs))
  }
}

@Test("Comparing notes that all sound together ends at a limit, in chords and in voices")
func densestMusic() {
  let notes = (0..<100).map { PairedNote(on: 0, off: 1000 + 500 * $0, key: 60) }
  #expect(throws: MusicError.tooDense(limit: 1000)) {
    var work = WorkLimit(steps: 1000)
    _ = try NoteGroup.grouping(notes, ticksPerQuarter: 480, work: &work)
  }
  var measure = Music21Measure(start: 0, length: 384)
  measure.loose = Music21Voice(
    (0..<100).map {
      TrackElement(content: .note(key: 60), offset: 0, duration: 384, isGrace: false, order: $0)
    })
  #expect(throws: MusicError.tooDense(limit: 1000)) {
    var work = WorkLimit(steps: 1000)
    try measure.makeVoices(work: &work)
  }
}

@Test("Impossible values are passed over")
func impossibleValues() throws {
  let meters = [(UInt8(0), UInt8(2)), (4, 200), (255, 0)].map { numerator, power in
    TimedEvent(
      tick: 0,
      event: .meta(
        .timeSignature(
          numerator: numerator, denominatorPower: power, clocksPerClick: 0,
          thirtySecondsPerQuarter: 0)))
  }
  #expect(try ClassicTokenizer().tokens(of: file(meters + note(0, 1, 60))) == ["C4"])
  #expect(try ClassicTokenizer().tokens(of: file(note(0, 1, 60), ticksPerQuarter: 0)) == ["C4"])
  #expect(try ClassicTokenizer().tokens(of: file([])) == [])
}

@Test("Random events give tokens or an error, never a crash, and always the same")
func randomEvents() throws {
  var generator = SystemRandomNumberGenerator()
  for _ in 0..<300 {
    let ticksPerQuarter = UInt16.random(in: 1...1000, using: &generator)
    var tick = 0
    let events = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
      tick += Int.random(in: 0...Int(ticksPerQuarter), using: &generator)
      let key = UInt8.random(in: 50...70, using: &generator)
      let channel = UInt8.random(in: 8...10, using: &generator)
      let event: MIDIEvent =
        switch Int.random(in: 0..<12, using: &generator) {
        case 0..<5: .noteOn(channel: channel, key: key, velocity: 64)
        case 5..<9: .noteOff(channel: channel, key: key, velocity: 0)
        case 9: .programChange(channel: channel, program: key)
        case 10:
          .meta(
            .timeSignature(
              numerator: key % 13, denominatorPower: key % 9, clocksPerClick: 1,
              thirtySecondsPerQuarter: 1))
        default: .meta(.text(.trackName, [key, 0, 0xFF]))
        }
      return TimedEvent(tick: tick, event: event)
    }
    let random = file(events, ticksPerQuarter: ticksPerQuarter)
    let tokens = try ClassicTokenizer().tokens(of: random)
    #expect(try ClassicTokenizer().tokens(of: random) == tokens)
    for token in tokens { #expect(throws: Never.self) { try ClassicToken(token) } }
  }
}

@Test("As many time signatures as bars are looked up in no time")
func manySignatures() {
  let grid = BarGrid(
    (0..<131_000).map {
      Piece.TimeSignature(onset: 12 * $0, beats: 1 + $0 % 2, beatUnit: 8)
    }, end: 12 * 131_000)
  let time = ContinuousClock().measure {
    #expect((0..<grid.count).allSatisfy { grid.timeSignature(ofBar: $0).onset <= grid.starts[$0] })
  }
  #expect(time < .seconds(1))
}

@Test("Many tracks without a program are told apart in no time")
func manyTracks() {
  let file = MIDIFile(
    format: .simultaneousTracks, division: .ticksPerQuarter(24),
    tracks: (0..<30_000).map { _ in MIDITrack(events: note(0, 24, 60)) })
  let time = ContinuousClock().measure { _ = FileParts(file) }
  #expect(time < .seconds(2))
}
