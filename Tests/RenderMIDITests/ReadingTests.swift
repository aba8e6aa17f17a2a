import Testing

@testable import RenderMIDI

struct ReadingTests {
  /// The events of the only track, without its end.
  private func events(_ hexadecimal: String) throws -> [TimedEvent] {
    try MIDIFile(parsing: file(hexadecimal + endOfTrack)).tracks[0].events.dropLast()
  }

  private func event(_ hexadecimal: String) throws -> MIDIEvent? {
    let events = try events("00" + hexadecimal)
    return events.count == 1 ? events[0].event : nil
  }

  private func error(_ hexadecimal: String) -> MIDIError? {
    strictError(file(hexadecimal))
  }

  // MARK: Events

  @Test("Every channel message is read with its channel and values")
  func channelMessages() throws {
    #expect(try event("8F3C40") == .noteOff(channel: 15, key: 60, velocity: 64))
    #expect(try event("907F01") == .noteOn(channel: 0, key: 127, velocity: 1))
    #expect(try event("913C00") == .noteOn(channel: 1, key: 60, velocity: 0))
    #expect(try event("A20001") == .polyphonicPressure(channel: 2, key: 0, pressure: 1))
    #expect(try event("B3407F") == .controlChange(channel: 3, controller: 64, value: 127))
    #expect(try event("C405") == .programChange(channel: 4, program: 5))
    #expect(try event("D506") == .channelPressure(channel: 5, pressure: 6))
    #expect(try event("E60000") == .pitchBend(channel: 6, value: 0))
    #expect(try event("E60040") == .pitchBend(channel: 6, value: 8192))
    #expect(try event("E67F7F") == .pitchBend(channel: 6, value: 16383))
  }

  @Test("Every meta event is read with its values")
  func metaEvents() throws {
    #expect(try event("FF00021234") == .meta(.sequenceNumber(0x1234)))
    #expect(try event("FF200109") == .meta(.channelPrefix(9)))
    #expect(try event("FF21017F") == .meta(.port(127)))
    #expect(try event("FF5103FFFFFF") == .meta(.tempo(microsecondsPerQuarter: 16_777_215)))
    #expect(
      try event("FF5405 6102030463")
        == .meta(.smpteOffset(hours: 0x61, minutes: 2, seconds: 3, frames: 4, subframes: 99)))
    #expect(
      try event("FF5804 06032408")
        == .meta(
          .timeSignature(
            numerator: 6, denominatorPower: 3, clocksPerClick: 36, thirtySecondsPerQuarter: 8)))
    #expect(try event("FF5902F901") == .meta(.keySignature(sharps: -7, isMinor: true)))
    #expect(try event("FF59020700") == .meta(.keySignature(sharps: 7, isMinor: false)))
    #expect(try event("FF7F020041") == .meta(.sequencerSpecific([0, 0x41])))
    #expect(try event("FF6000") == .meta(.other(type: 0x60, [])))
  }

  @Test("Every text event keeps its bytes as they are", arguments: MetaEvent.TextKind.allCases)
  func texts(kind: MetaEvent.TextKind) throws {
    let type = kind.rawValue < 10 ? "0\(kind.rawValue)" : "0" + String(kind.rawValue, radix: 16)
    #expect(try event("FF\(type)03C3A900") == .meta(.text(kind, [0xC3, 0xA9, 0])))
    #expect(try event("FF\(type)00") == .meta(.text(kind, [])))
  }

  @Test("A known meta event that is longer than the standard's is read without its surplus")
  func longMetaEvents() throws {
    #expect(try event("FF5104 07A12099") == .meta(.tempo(microsecondsPerQuarter: 500_000)))
    #expect(try event("FF5903 020099") == .meta(.keySignature(sharps: 2, isMinor: false)))
    #expect(try event("FF2002 0199") == .meta(.channelPrefix(1)))
  }

  @Test("Sysex packets and escapes keep their bytes, with or without a closing F7")
  func systemExclusive() throws {
    #expect(try event("F003 430 1F7".filter { $0 != " " }) == .systemExclusive([0x43, 1, 0xF7]))
    #expect(try event("F00143") == .systemExclusive([0x43]))
    #expect(try event("F703 F3 01 FF") == .escape([0xF3, 1, 0xFF]))
    #expect(try event("F000") == .systemExclusive([]))
  }

  // MARK: Time

  @Test(
    "Variable-length quantities are read as in the specification's table",
    arguments: [
      ("00", 0), ("40", 0x40), ("7F", 0x7F), ("8100", 0x80), ("C000", 0x2000), ("FF7F", 0x3FFF),
      ("818000", 0x4000), ("C08000", 0x10_0000), ("FFFF7F", 0x1F_FFFF), ("81808000", 0x20_0000),
      ("C0808000", 0x800_0000), ("FFFFFF7F", 0xFFF_FFFF), ("80808001", 1),
    ])
  func quantities(quantity: String, value: Int) throws {
    #expect(try events("\(quantity) C000").map(\.tick) == [value])
  }

  @Test("Ticks are absolute: the sum of the deltas before them")
  func absoluteTicks() throws {
    #expect(try events("10 903C40 8100 3C00 00 4040").map(\.tick) == [16, 144, 144])
  }

  @Test("A tick beyond the bound is an error, so no sum can overflow")
  func tickBound() throws {
    let delta = "FFFFFF7F C000"
    let fits = String(repeating: delta, count: 256)
    #expect(try events(fits).last?.tick == 256 * 0xFFF_FFFF)
    #expect(
      error(fits + delta) == .malformed(.tickTooLarge, offset: firstEvent + 256 * 6))
  }

  // MARK: Running status

  @Test("Running status carries over channel messages alone")
  func runningStatus() throws {
    #expect(try events("00 C001 00 02").map(\.event).last == .programChange(channel: 0, program: 2))
    #expect(
      error("00 C001 00 FF0100 00 02" + endOfTrack)
        == .malformed(.missingStatus(2), offset: firstEvent + 8))
    #expect(
      error("00 C001 00 F000 00 02" + endOfTrack)
        == .malformed(.missingStatus(2), offset: firstEvent + 7))
    #expect(
      error("00 C001 00 F700 00 02" + endOfTrack)
        == .malformed(.missingStatus(2), offset: firstEvent + 7))
    #expect(error("00 3C40") == .malformed(.missingStatus(0x3C), offset: firstEvent + 1))
  }

  @Test("Running status does not carry over tracks")
  func runningStatusOfTracks() {
    let broken = file("00 C001" + endOfTrack, "00 02" + endOfTrack)
    #expect(strictError(broken) == .malformed(.missingStatus(2), offset: 38))
  }

  // MARK: Damage

  @Test(
    "A status that no file may hold is an error at its byte",
    arguments: [0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE])
  func invalidStatus(status: UInt8) {
    let hexadecimal = String(status, radix: 16)
    #expect(
      error("00 \(hexadecimal) 0000" + endOfTrack)
        == .malformed(.invalidStatus(status), offset: firstEvent + 1))
  }

  @Test("A status where data is due is an error at its byte")
  func invalidData() {
    #expect(error("00 90803C") == .malformed(.invalidData(0x80), offset: firstEvent + 2))
    #expect(error("00 903CFF") == .malformed(.invalidData(0xFF), offset: firstEvent + 3))
    #expect(error("00 C090") == .malformed(.invalidData(0x90), offset: firstEvent + 2))
  }

  @Test("A quantity of more than four bytes is an error where it begins")
  func longQuantity() {
    #expect(error("8080808000 C000") == .malformed(.quantityTooLong, offset: firstEvent))
    #expect(
      error("00 FF01 8080808000") == .malformed(.quantityTooLong, offset: firstEvent + 3))
  }

  @Test(
    "A meta event that is too short or holds an excluded value is an error at its FF",
    arguments: [
      ("FF000101", 0x00, 1), ("FF2000", 0x20, 0), ("FF200110", 0x20, 1), ("FF2100", 0x21, 0),
      ("FF210180", 0x21, 1), ("FF2F0100", 0x2F, 1), ("FF51020102", 0x51, 2),
      ("FF5103000000", 0x51, 3), ("FF540401020304", 0x54, 4), ("FF5803040218", 0x58, 3),
      ("FF590100", 0x59, 1), ("FF59020800", 0x59, 2), ("FF5902F800", 0x59, 2),
      ("FF59020002", 0x59, 2), ("FF8000", 0x80, 0),
    ] as [(String, UInt8, Int)])
  func invalidMeta(event: String, type: UInt8, length: Int) {
    #expect(
      error("00 \(event)" + endOfTrack)
        == .malformed(.invalidMeta(type: type, length: length), offset: firstEvent + 1))
  }

  @Test("An event that runs past its track is an error where it begins")
  func truncatedEvents() {
    for cut in [
      "00", "81", "00 90", "00 903C", "00 C0", "00 FF", "00 FF01", "00 FF0102", "00 F005",
    ] {
      #expect(error("00 C000" + cut) == .malformed(.truncatedEvent, offset: firstEvent + 3))
    }
  }

  @Test("A track ends with its end of track and nowhere else")
  func endOfTracks() {
    #expect(error("") == .malformed(.missingEndOfTrack, offset: firstEvent))
    #expect(error("00 C000") == .malformed(.missingEndOfTrack, offset: firstEvent + 3))
    #expect(
      error(endOfTrack + "00 C000")
        == .malformed(.dataAfterEndOfTrack(count: 3), offset: firstEvent + 4))
  }
}
