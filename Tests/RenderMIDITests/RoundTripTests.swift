import RenderRandomness
import Testing

@testable import RenderMIDI

/// Any value that a file can hold.
struct RandomFiles {
  var random: SeededGenerator

  mutating func file() -> MIDIFile {
    let format = [MIDIFile.Format.singleTrack, .simultaneousTracks, .independentTracks]
      .randomElement(using: &random)!
    let count = format == .singleTrack ? 1 : number(0...5)
    return MIDIFile(
      format: format, division: division(), tracks: (0..<count).map { _ in track() })
  }

  private mutating func division() -> MIDIFile.Division {
    number(0...1) == 0
      ? .ticksPerQuarter(number(1...32767))
      : .smpte(
        framesPerSecond: [24, 25, 29, 30].randomElement(using: &random)!,
        ticksPerFrame: number(1...255))
  }

  private mutating func track() -> MIDITrack {
    var tick = 0
    var events: [TimedEvent] = []
    for _ in 0..<number(0...60) {
      tick += delta()
      events.append(TimedEvent(tick: tick, event: event()))
    }
    events.append(TimedEvent(tick: tick + delta(), event: .meta(.endOfTrack)))
    return MIDITrack(events: events)
  }

  private mutating func delta() -> Int {
    [0, 0, number(0...127), number(0...20_000), number(0...0xFFF_FFFF)]
      .randomElement(using: &random)!
  }

  private mutating func event() -> MIDIEvent {
    // Few channels, so that the running status occurs.
    let channel: UInt8 = number(0...15) & number(0...15) & 3
    return switch number(0...9) {
    case 0: .noteOff(channel: channel, key: number(0...127), velocity: number(0...127))
    case 1: .noteOn(channel: channel, key: number(0...127), velocity: number(0...127))
    case 2: .polyphonicPressure(channel: channel, key: number(0...127), pressure: number(0...127))
    case 3: .controlChange(channel: channel, controller: number(0...127), value: number(0...127))
    case 4: .programChange(channel: channel, program: number(0...127))
    case 5: .channelPressure(channel: channel, pressure: number(0...127))
    case 6: .pitchBend(channel: channel, value: number(0...16383))
    case 7: .systemExclusive(content())
    case 8: .escape(content())
    default: .meta(meta())
    }
  }

  private mutating func meta() -> MetaEvent {
    switch number(0...10) {
    case 0: .sequenceNumber(number(0...65535))
    case 1: .text(MetaEvent.TextKind(rawValue: number(1...15))!, content())
    case 2: .channelPrefix(number(0...15))
    case 3: .port(number(0...127))
    case 4: .tempo(microsecondsPerQuarter: number(1...0xFF_FFFF))
    case 5:
      .smpteOffset(
        hours: number(0...255), minutes: number(0...255), seconds: number(0...255),
        frames: number(0...255), subframes: number(0...255))
    case 6:
      .timeSignature(
        numerator: number(0...255), denominatorPower: number(0...255),
        clocksPerClick: number(0...255), thirtySecondsPerQuarter: number(0...255))
    case 7: .keySignature(sharps: number(-7...7), isMinor: number(0...1) == 1)
    case 8: .sequencerSpecific(content())
    default: .other(type: number(0x22...0x2E), content())
    }
  }

  private mutating func content() -> [UInt8] {
    let count = number(0...20) == 0 ? number(128...300) : number(0...5)
    return (0..<count).map { _ in number(0...255) }
  }

  private mutating func number<Value: FixedWidthInteger>(_ range: ClosedRange<Value>) -> Value {
    .random(in: range, using: &random)
  }
}

struct RoundTripTests {
  @Test("What is written is read as the same value, in both modes, and written as the same bytes")
  func roundTrip() throws {
    var files = RandomFiles(random: SeededGenerator(seed: 1))
    for _ in 0..<2000 {
      let file = files.file()
      let written = try file.encoded()
      let read = try MIDIFile(parsing: written)
      #expect(read == file)
      #expect(try read.encoded() == written)
      let (salvaged, damages) = try MIDIFile.parse(written, mode: .lenient)
      #expect(salvaged == file)
      #expect(damages.isEmpty)
    }
  }

  @Test("A file of every event survives reading and writing")
  func richRoundTrip() throws {
    let file = try MIDIFile(parsing: richFile)
    #expect(file.tracks.map(\.events.count) == [14, 17])
    #expect(try MIDIFile(parsing: file.encoded()) == file)
  }
}
