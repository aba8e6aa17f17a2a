import Testing

@testable import RenderMIDI

/// Damaged events, read as far as possible.
struct LenientReadingTests {
  @Test("A sound file is read the same in both modes, without damage")
  func soundFile() throws {
    let (file, damages) = try MIDIFile.parse(richFile, mode: .lenient)
    #expect(file == (try MIDIFile(parsing: richFile)))
    #expect(damages.isEmpty)
  }

  @Test("Running status goes on after meta and sysex events, told once a track")
  func runningStatus() throws {
    let (events, damages) = try salvage("00 C001 10 FF0100 00 02 00 F000 00 03" + endOfTrack)
    #expect(
      events.map(\.event) == [
        .programChange(channel: 0, program: 1), .meta(.text(.text, [])),
        .programChange(channel: 0, program: 2), .systemExclusive([]),
        .programChange(channel: 0, program: 3), .meta(.endOfTrack),
      ])
    #expect(damages == [damage(.missingStatus(2), at: firstEvent + 8, times: 2)])
  }

  @Test("Data beyond 127 is taken as 127")
  func invalidData() throws {
    let (events, damages) = try salvage("00 903CFF 00 3CFF" + endOfTrack)
    #expect(events[0].event == .noteOn(channel: 0, key: 60, velocity: 127))
    #expect(damages == [damage(.invalidData(255), at: firstEvent + 3, times: 2)])
  }

  @Test("Statuses that no file may hold are dropped with their data, their time is kept")
  func invalidStatus() throws {
    let (events, damages) = try salvage(
      "00 C001 08 F20102 04 F301 04 F8 00 C002" + endOfTrack)
    #expect(events == programs + [end(at: 16)])
    #expect(
      damages == [damage(.invalidStatus(0xF2), at: firstEvent + 4, times: 3, dropping: 4 + 3 + 2)])
  }

  @Test("Broken meta events are dropped, their time is kept")
  func invalidMeta() throws {
    let (events, damages) = try salvage(
      "00 C001 08 FF51020102 08 FF59020900 00 C002" + endOfTrack)
    #expect(events == programs + [end(at: 16)])
    #expect(
      damages == [
        damage(
          .invalidMeta(type: 0x51, length: 2), at: firstEvent + 4, times: 2, dropping: 6 + 6)
      ])
  }

  @Test("An end of track with data ends the track")
  func longEndOfTrack() throws {
    let (events, damages) = try salvage("00 C001 10 C002 05 FF2F0100")
    #expect(events == programs + [end(at: 21)])
    #expect(
      damages == [damage(.invalidMeta(type: 0x2F, length: 1), at: firstEvent + 7, dropping: 1)])
  }

  @Test(
    "What cannot be understood ends the track, and the bytes lost are counted",
    arguments: [
      ("8080808000 C003", .quantityTooLong, 0), ("00 C0", .truncatedEvent, 0),
      ("00 FF0150", .truncatedEvent, 0), ("", .missingEndOfTrack, 0),
    ] as [(String, MIDIError.Fault, Int)])
  func unreadable(rest: String, fault: MIDIError.Fault, at place: Int) throws {
    let (events, damages) = try salvage("00 C001 10 C002" + rest)
    #expect(events == programs + [end(at: 16)])
    #expect(
      damages == [damage(fault, at: firstEvent + 6 + place, dropping: bytes(rest).count)])
  }

  @Test("A track that begins without a status is empty")
  func noStatus() throws {
    let (events, damages) = try salvage("00 3C40 00 C001" + endOfTrack)
    #expect(events == [end(at: 0)])
    #expect(damages == [damage(.missingStatus(0x3C), at: firstEvent + 1, dropping: 10)])
  }

  @Test("Ticks stop at the bound, and at what a delta can express")
  func tickBounds() throws {
    let far = String(repeating: "FFFFFF7F C000", count: 257)
    let (events, damages) = try salvage(far + endOfTrack)
    #expect(events.count == 257)
    #expect(damages.map(\.fault) == [.tickTooLarge])
    // The dropped event's time and the next one's are together more than one delta can be.
    let gap = try salvage("00 C001 FFFFFF7F F8 01 C002" + endOfTrack)
    #expect(gap.events == [programs[0], end(at: 0xFFF_FFFF)])
    #expect(gap.damages.map(\.fault) == [.invalidStatus(0xF8), .tickTooLarge])
  }

  @Test("Data after the end of a track is dropped")
  func dataAfterEnd() throws {
    let (events, damages) = try salvage("00 C001 10 C002" + endOfTrack + "00 C003")
    #expect(events == programs + [end(at: 16)])
    #expect(damages == [damage(.dataAfterEndOfTrack(count: 3), at: firstEvent + 10, dropping: 3)])
  }
}
