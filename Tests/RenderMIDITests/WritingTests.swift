import Testing

@testable import RenderMIDI

struct WritingTests {
  private let end = TimedEvent(tick: 0, event: .meta(.endOfTrack))

  private func error(_ event: MIDIEvent) -> MIDIError? {
    writingError(
      MIDIFile([
        TimedEvent(tick: 0, event: .programChange(channel: 0, program: 0)),
        TimedEvent(tick: 0, event: event),
      ]))
  }

  private func flaw(_ name: String, _ value: Int, _ allowed: ClosedRange<Int>) -> MIDIError {
    .unwritable(.outOfRange(name, value: value, allowed: allowed), track: 0, event: 1)
  }

  // MARK: Canonical form

  @Test("The running status is used wherever the standard allows it, and nowhere else")
  func runningStatus() throws {
    let written = try MIDIFile([
      TimedEvent(tick: 0, event: .noteOn(channel: 1, key: 60, velocity: 64)),
      TimedEvent(tick: 0, event: .noteOn(channel: 1, key: 64, velocity: 64)),
      TimedEvent(tick: 0, event: .noteOn(channel: 2, key: 60, velocity: 64)),
      TimedEvent(tick: 0, event: .noteOff(channel: 2, key: 60, velocity: 64)),
      TimedEvent(tick: 0, event: .meta(.text(.text, []))),
      TimedEvent(tick: 0, event: .noteOff(channel: 2, key: 60, velocity: 64)),
      TimedEvent(tick: 0, event: .systemExclusive([])),
      TimedEvent(tick: 0, event: .noteOff(channel: 2, key: 60, velocity: 64)),
      TimedEvent(tick: 0, event: .escape([])),
      TimedEvent(tick: 0, event: .noteOff(channel: 2, key: 60, velocity: 64)),
      end,
    ]).encoded()
    #expect(
      written
        == file(
          """
          00 913C40  00 4040  00 923C40  00 823C40  00 FF0100  00 823C40  00 F000  00 823C40
          00 F700  00 823C40  00 FF2F00
          """))
  }

  @Test(
    "Every quantity is as short as it can be",
    arguments: [
      (0, "00"), (0x7F, "7F"), (0x80, "8100"), (0x3FFF, "FF7F"), (0x4000, "818000"),
      (0x1F_FFFF, "FFFF7F"), (0x20_0000, "81808000"), (0xFFF_FFFF, "FFFFFF7F"),
    ])
  func quantities(tick: Int, quantity: String) throws {
    let written = try MIDIFile([
      TimedEvent(tick: tick, event: .programChange(channel: 0, program: 0)),
      TimedEvent(tick: tick, event: .meta(.endOfTrack)),
    ]).encoded()
    #expect(written == file("\(quantity) C000" + endOfTrack))
  }

  @Test("A missing end of track is added at the last event's tick")
  func missingEnd() throws {
    let program = TimedEvent(tick: 7, event: .programChange(channel: 0, program: 0))
    #expect(try MIDIFile([program]).encoded() == file("07 C000" + endOfTrack))
    #expect(try MIDIFile([]).encoded() == file(endOfTrack))
  }

  @Test("Bytes that are read, in whatever form, are written in the canonical one")
  func normalization() throws {
    let loose = file("00 C005  8010 C005  10 FF510407A12000  80808000 FF2F00")
    let tidy = file("00 C005  10 05  10 FF510307A120" + endOfTrack)
    #expect(try MIDIFile(parsing: loose).encoded() == tidy)
  }

  // MARK: Limits

  @Test("A value beyond its field is an error that names it, its place and its range")
  func outOfRange() {
    #expect(
      error(.noteOn(channel: 16, key: 60, velocity: 64)) == flaw("channel", 16, 0...15))
    #expect(error(.noteOn(channel: 0, key: 128, velocity: 64)) == flaw("key", 128, 0...127))
    #expect(error(.noteOn(channel: 0, key: 60, velocity: 128)) == flaw("velocity", 128, 0...127))
    #expect(error(.noteOff(channel: 255, key: 0, velocity: 0)) == flaw("channel", 255, 0...15))
    #expect(error(.noteOff(channel: 0, key: 128, velocity: 0)) == flaw("key", 128, 0...127))
    #expect(error(.noteOff(channel: 0, key: 0, velocity: 200)) == flaw("velocity", 200, 0...127))
    #expect(
      error(.polyphonicPressure(channel: 0, key: 128, pressure: 0)) == flaw("key", 128, 0...127))
    #expect(
      error(.polyphonicPressure(channel: 0, key: 0, pressure: 128))
        == flaw("pressure", 128, 0...127))
    #expect(
      error(.controlChange(channel: 0, controller: 128, value: 0))
        == flaw("controller", 128, 0...127))
    #expect(
      error(.controlChange(channel: 0, controller: 0, value: 128))
        == flaw("control value", 128, 0...127))
    #expect(error(.programChange(channel: 0, program: 128)) == flaw("program", 128, 0...127))
    #expect(error(.channelPressure(channel: 0, pressure: 128)) == flaw("pressure", 128, 0...127))
    #expect(error(.pitchBend(channel: 0, value: 16384)) == flaw("pitch bend", 16384, 0...16383))
    #expect(error(.meta(.channelPrefix(16))) == flaw("channel", 16, 0...15))
    #expect(error(.meta(.port(128))) == flaw("port", 128, 0...127))
    #expect(
      error(.meta(.tempo(microsecondsPerQuarter: 0))) == flaw("tempo", 0, 1...0xFF_FFFF))
    #expect(
      error(.meta(.tempo(microsecondsPerQuarter: 0x100_0000)))
        == flaw("tempo", 0x100_0000, 1...0xFF_FFFF))
    #expect(
      error(.meta(.keySignature(sharps: -8, isMinor: false)))
        == flaw("number of sharps", -8, -7...7))
    #expect(error(.meta(.other(type: 128, []))) == flaw("meta type", 128, 0...127))
  }

  @Test("A meta event that has a case of its own cannot pass as another", arguments: UInt8(0)...127)
  func disguisedMeta(type: UInt8) throws {
    let event = MetaEvent.other(type: type, [0])
    let known: Set<UInt8> = [0, 0x20, 0x21, 0x2F, 0x51, 0x54, 0x58, 0x59, 0x7F]
    if known.contains(type) || 1...15 ~= type {
      #expect(
        error(.meta(event)) == .unwritable(.disguisedMeta(type: type), track: 0, event: 1))
    } else {
      let file = MIDIFile([TimedEvent(tick: 0, event: .meta(event)), end])
      #expect(try MIDIFile(parsing: file.encoded()) == file)
    }
  }

  @Test("Ticks that descend, are negative, too far apart or too late are an error")
  func ticks() {
    func error(_ ticks: Int...) -> MIDIError? {
      writingError(MIDIFile(ticks.map { TimedEvent(tick: $0, event: .escape([])) }))
    }
    func flaw(_ flaw: MIDIError.Flaw, event: Int) -> MIDIError {
      .unwritable(flaw, track: 0, event: event)
    }
    #expect(error(5, 5, 4) == flaw(.descendingTick(4, previous: 5), event: 2))
    #expect(error(-1) == flaw(.descendingTick(-1, previous: 0), event: 0))
    #expect(error(0, .min) == flaw(.descendingTick(.min, previous: 0), event: 1))
    #expect(
      error(0x1000_0000)
        == flaw(
          .outOfRange(
            "time since the event before", value: 0x1000_0000, allowed: 0...0xFFF_FFFF), event: 0))
    #expect(
      error(1, .max)
        == flaw(
          .outOfRange("tick", value: .max, allowed: 0...MIDIFile.maximumTick), event: 1))
  }

  @Test("An event after the end of its track is an error")
  func eventAfterEnd() {
    #expect(
      writingError(MIDIFile([end, end])) == .unwritable(.eventAfterEndOfTrack, track: 0, event: 1))
  }

  @Test("Format 0 is written with one track and no other number")
  func singleTrack() {
    for count in [0, 2] {
      let file = MIDIFile(
        format: .singleTrack, division: .ticksPerQuarter(96),
        tracks: Array(repeating: MIDITrack(), count: count))
      #expect(writingError(file) == .unwritable(.notASingleTrack(found: count)))
    }
  }

  @Test("More tracks than the header can count are an error")
  func trackCount() throws {
    var file = MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(96),
      tracks: Array(repeating: MIDITrack(events: [end]), count: 65535))
    #expect(try MIDIFile(parsing: file.encoded()) == file)
    file.tracks.append(MIDITrack())
    #expect(writingError(file) == .unwritable(.tooManyTracks(65536)))
  }

  @Test(
    "A division that gives ticks no length is an error",
    arguments: [
      .ticksPerQuarter(0), .ticksPerQuarter(32768), .smpte(framesPerSecond: 25, ticksPerFrame: 0),
      .smpte(framesPerSecond: 0, ticksPerFrame: 4), .smpte(framesPerSecond: 60, ticksPerFrame: 4),
      .smpte(framesPerSecond: 255, ticksPerFrame: 4),
    ] as [MIDIFile.Division])
  func divisions(division: MIDIFile.Division) {
    let file = MIDIFile(format: .simultaneousTracks, division: division, tracks: [])
    #expect(writingError(file) == .unwritable(.invalidDivision(division)))
  }

  // MARK: Words

  @Test("An error says what is wrong, where, and what to do, in one sentence")
  func descriptions() {
    #expect(
      "\(MIDIError.malformed(.truncatedChunk(missing: 1), offset: 14))"
        == "at byte 14, a chunk lacks its last 1 byte; export the file anew, or read it leniently"
        + " to keep what is sound")
    #expect(
      "\(MIDIError.malformed(.noHeader, offset: 0))"
        == "at byte 0, no MIDI header (MThd) is found; check that it is a complete Standard MIDI"
        + " File")
    #expect(
      "\(flaw("key", 128, 0...127))"
        == "track 0, event 1, the key 128 is outside 0...127; bring it into range")
    #expect(
      "\(MIDIDamage(fault: .invalidData(200), offset: 31, occurrences: 4, droppedBytes: 9))"
        == "at byte 31, the byte 0xC8 stands where data of 0 to 127 is due, 4 times in its track"
        + " (9 bytes dropped)")
  }
}
