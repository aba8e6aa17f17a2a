import Testing

@testable import RenderMIDI

/// The example at the end of the Standard MIDI Files 1.0 specification, which it gives byte by byte
/// in formats 0 and 1: three instruments, 96 ticks a quarter, 120 quarters a minute.
enum Specification {
  static let format0 = bytes(
    """
    4D546864 00000006 0000 0001 0060
    4D54726B 0000003B
    00 FF5804 04021808
    00 FF5103 07A120
    00 C005  00 C12E  00 C246
    00 923060  00 3C60
    60 914340
    60 904C20
    8140 823040  00 3C40
    00 814340
    00 804C40
    00 FF2F00
    """)

  static let format1 = bytes(
    """
    4D546864 00000006 0001 0004 0060
    4D54726B 00000014
    00 FF5804 04021808
    00 FF5103 07A120
    8300 FF2F00
    4D54726B 00000010
    00 C005
    8140 904C20
    8140 4C00
    00 FF2F00
    4D54726B 0000000F
    00 C12E
    60 914340
    8220 4300
    00 FF2F00
    4D54726B 00000015
    00 C246
    00 923060  00 3C60
    8300 3000  00 3C00
    00 FF2F00
    """)
}

struct SpecificationTests {
  @Test("The specification's format 0 example is read as it explains it")
  func format0() throws {
    let file = try MIDIFile(parsing: Specification.format0)
    #expect(
      file
        == MIDIFile(
          format: .singleTrack, division: .ticksPerQuarter(96),
          tracks: [
            MIDITrack(events: [
              TimedEvent(tick: 0, event: .meta(.fourFour)),
              TimedEvent(tick: 0, event: .meta(.tempo(microsecondsPerQuarter: 500_000))),
              TimedEvent(tick: 0, event: .programChange(channel: 0, program: 5)),
              TimedEvent(tick: 0, event: .programChange(channel: 1, program: 46)),
              TimedEvent(tick: 0, event: .programChange(channel: 2, program: 70)),
              TimedEvent(tick: 0, event: .noteOn(channel: 2, key: 48, velocity: 96)),
              TimedEvent(tick: 0, event: .noteOn(channel: 2, key: 60, velocity: 96)),
              TimedEvent(tick: 96, event: .noteOn(channel: 1, key: 67, velocity: 64)),
              TimedEvent(tick: 192, event: .noteOn(channel: 0, key: 76, velocity: 32)),
              TimedEvent(tick: 384, event: .noteOff(channel: 2, key: 48, velocity: 64)),
              TimedEvent(tick: 384, event: .noteOff(channel: 2, key: 60, velocity: 64)),
              TimedEvent(tick: 384, event: .noteOff(channel: 1, key: 67, velocity: 64)),
              TimedEvent(tick: 384, event: .noteOff(channel: 0, key: 76, velocity: 64)),
              TimedEvent(tick: 384, event: .meta(.endOfTrack)),
            ])
          ]))
  }

  @Test("The specification's format 1 example is read as it explains it")
  func format1() throws {
    let file = try MIDIFile(parsing: Specification.format1)
    #expect(file.format == .simultaneousTracks)
    #expect(file.division == .ticksPerQuarter(96))
    #expect(
      file.tracks == [
        MIDITrack(events: [
          TimedEvent(tick: 0, event: .meta(.fourFour)),
          TimedEvent(tick: 0, event: .meta(.tempo(microsecondsPerQuarter: 500_000))),
          TimedEvent(tick: 384, event: .meta(.endOfTrack)),
        ]),
        MIDITrack(events: [
          TimedEvent(tick: 0, event: .programChange(channel: 0, program: 5)),
          TimedEvent(tick: 192, event: .noteOn(channel: 0, key: 76, velocity: 32)),
          TimedEvent(tick: 384, event: .noteOn(channel: 0, key: 76, velocity: 0)),
          TimedEvent(tick: 384, event: .meta(.endOfTrack)),
        ]),
        MIDITrack(events: [
          TimedEvent(tick: 0, event: .programChange(channel: 1, program: 46)),
          TimedEvent(tick: 96, event: .noteOn(channel: 1, key: 67, velocity: 64)),
          TimedEvent(tick: 384, event: .noteOn(channel: 1, key: 67, velocity: 0)),
          TimedEvent(tick: 384, event: .meta(.endOfTrack)),
        ]),
        MIDITrack(events: [
          TimedEvent(tick: 0, event: .programChange(channel: 2, program: 70)),
          TimedEvent(tick: 0, event: .noteOn(channel: 2, key: 48, velocity: 96)),
          TimedEvent(tick: 0, event: .noteOn(channel: 2, key: 60, velocity: 96)),
          TimedEvent(tick: 384, event: .noteOn(channel: 2, key: 48, velocity: 0)),
          TimedEvent(tick: 384, event: .noteOn(channel: 2, key: 60, velocity: 0)),
          TimedEvent(tick: 384, event: .meta(.endOfTrack)),
        ]),
      ])
  }

  @Test(
    "The specification's examples are in the canonical form, byte for byte",
    arguments: [Specification.format0, Specification.format1])
  func canonical(example: [UInt8]) throws {
    #expect(try MIDIFile(parsing: example).encoded() == example)
  }
}

extension MetaEvent {
  fileprivate static let fourFour = timeSignature(
    numerator: 4, denominatorPower: 2, clocksPerClick: 24, thirtySecondsPerQuarter: 8)
}
