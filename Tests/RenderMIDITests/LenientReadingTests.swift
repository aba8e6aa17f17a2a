import Testing

@testable import RenderMIDI

struct LenientReadingTests {
  private let programs = [
    TimedEvent(tick: 0, event: .programChange(channel: 0, program: 1)),
    TimedEvent(tick: 16, event: .programChange(channel: 0, program: 2)),
  ]

  private func end(at tick: Int) -> TimedEvent {
    TimedEvent(tick: tick, event: .meta(.endOfTrack))
  }

  private func damage(
    _ fault: MIDIError.Fault, at offset: Int, times: Int = 1, dropping: Int = 0
  ) -> MIDIDamage {
    MIDIDamage(fault: fault, offset: offset, occurrences: times, droppedBytes: dropping)
  }

  /// The events of a single track and the damages.
  private func salvage(_ hexadecimal: String) throws -> (
    events: [TimedEvent], damages: [MIDIDamage]
  ) {
    let (file, damages) = try MIDIFile.parse(file(hexadecimal), mode: .lenient)
    return (file.tracks[0].events, damages)
  }

  @Test("A sound file is read the same in both modes, without damage")
  func soundFile() throws {
    let (file, damages) = try MIDIFile.parse(richFile, mode: .lenient)
    #expect(file == (try MIDIFile(parsing: richFile)))
    #expect(damages.isEmpty)
  }

  // MARK: Events

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

  // MARK: Extent of tracks

  private let sound = chunk("MTrk", bytes("00 C001 10 C002 00 FF2F00"))
  private var expected: MIDITrack { MIDITrack(events: programs + [end(at: 16)]) }

  private func lenient(
    _ bytes: [UInt8]
  ) throws -> (file: MIDIFile, damages: [MIDIDamage]) {
    try MIDIFile.parse(bytes, mode: .lenient)
  }

  @Test("A length that is too small does not cut the track")
  func smallLength() throws {
    var small = sound
    small[7] = 3
    let (file, damages) = try lenient(header(format: 1, tracks: 2) + small + sound)
    #expect(file.tracks == [expected, expected])
    #expect(damages == [damage(.missingEndOfTrack, at: firstEvent + 3)])
    small[7] = 4
    let middle = try lenient(header(format: 1, tracks: 2) + small + sound)
    #expect(middle.file.tracks == [expected, expected])
    #expect(middle.damages == [damage(.truncatedEvent, at: firstEvent + 3)])
  }

  @Test("A length that is too great does not swallow the tracks after it")
  func greatLength() throws {
    var great = sound
    great[7] += UInt8(sound.count)
    let (file, damages) = try lenient(header(format: 1, tracks: 3) + great + sound + sound)
    #expect(file.tracks == [expected, expected, expected])
    #expect(
      damages == [damage(.dataAfterEndOfTrack(count: sound.count), at: firstEvent + 10)])
    great[4] = 0xFF
    let huge = try lenient(header(format: 1, tracks: 3) + great + sound + sound)
    #expect(huge.file.tracks == [expected, expected, expected])
  }

  @Test("Data after the end of a track is dropped")
  func dataAfterEnd() throws {
    let (events, damages) = try salvage("00 C001 10 C002" + endOfTrack + "00 C003")
    #expect(events == programs + [end(at: 16)])
    #expect(damages == [damage(.dataAfterEndOfTrack(count: 3), at: firstEvent + 10, dropping: 3)])
  }

  // MARK: Chunks and header

  @Test("Stray bytes are passed over up to the next track")
  func strayBytes() throws {
    let junk: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
    let (file, damages) = try lenient(
      junk + header(format: 1, tracks: 2) + sound + junk + sound + [0])
    #expect(file.tracks == [expected, expected])
    #expect(
      damages == [
        damage(.strayBytes(count: 9), at: 0, dropping: 9),
        damage(.strayBytes(count: 9), at: 41, dropping: 9),
        damage(.strayBytes(count: 1), at: 68, dropping: 1),
      ])
  }

  @Test("An unknown chunk whose length is false does not swallow the tracks after it")
  func falseUnknownChunk() throws {
    let unknown = Array("XFIH".utf8) + [255, 255, 255, 255]
    let (file, damages) = try lenient(header(format: 0, tracks: 1) + unknown + sound)
    #expect(file.tracks == [expected])
    #expect(
      damages == [
        damage(.truncatedChunk(missing: 0xFFFF_FFFF - sound.count), at: 14, dropping: unknown.count)
      ])
  }

  @Test("A second file after the first is dropped")
  func secondFile() throws {
    let one = header(format: 0, tracks: 1) + sound
    let (file, damages) = try lenient(one + one)
    #expect(file == (try MIDIFile(parsing: one)))
    #expect(
      damages == [damage(.strayBytes(count: one.count), at: one.count, dropping: one.count)])
  }

  @Test("Wrong formats, counts and divisions are put right")
  func headers() throws {
    let format = try lenient(header(format: 7, tracks: 2) + sound + sound)
    #expect(format.file.format == .simultaneousTracks)
    #expect(format.damages == [damage(.unknownFormat(7), at: 8)])

    let several = try lenient(header(format: 0, tracks: 2) + sound + sound)
    #expect(several.file.format == .simultaneousTracks)
    #expect(several.damages == [damage(.notASingleTrack(found: 2), at: 8)])

    let count = try lenient(header(format: 1, tracks: 9) + sound + sound)
    #expect(count.file.tracks == [expected, expected])
    #expect(count.damages == [damage(.wrongTrackCount(declared: 9, found: 2), at: 10)])

    let division = try lenient(chunk("MThd", bytes("0000 0001 0000")) + sound)
    #expect(division.file.division == .ticksPerQuarter(480))
    #expect(division.damages == [damage(.invalidDivision(0), at: 12)])

    let short = try lenient(Array("MThd".utf8) + bytes("00000000 0000 0001 0060") + sound)
    #expect(short.file.tracks == [expected])
    #expect(short.damages == [damage(.headerTooShort(length: 0), at: 4)])

    let endless = try lenient(Array("MThd".utf8) + bytes("00FFFFFF 0000 0001 0060") + sound)
    #expect(endless.file.tracks == [expected])
    #expect(
      endless.damages == [damage(.truncatedChunk(missing: 0xFF_FFFF - 6 - sound.count), at: 0)])
  }

  @Test("Tracks beyond the 65,535 that a file can have are dropped")
  func tooManyTracks() throws {
    let tracks = Array(repeating: sound, count: 65_537).joined()
    let (file, damages) = try lenient(chunk("MThd", bytes("0001 FFFF 0060")) + tracks)
    #expect(file.tracks.count == 65_535)
    #expect(
      damages == [
        damage(.tooManyTracks, at: 14 + 65_535 * sound.count, dropping: 2 * sound.count)
      ])
  }

  @Test("Each track tells its own faults")
  func faultsOfTracks() throws {
    let broken = "00 C0FF" + endOfTrack
    #expect(
      try lenient(file(broken, broken)).damages == [
        damage(.invalidData(255), at: firstEvent + 2),
        damage(.invalidData(255), at: firstEvent + 17),
      ])
  }

  @Test("Without a header nothing can be kept")
  func noHeader() {
    #expect(throws: MIDIError.malformed(.noHeader, offset: 0)) {
      try MIDIFile(parsing: Array("no music at all, no music".utf8), mode: .lenient)
    }
    #expect(throws: MIDIError.malformed(.headerTooShort(length: 5), offset: 0)) {
      try MIDIFile(parsing: Array(richFile.prefix(13)), mode: .lenient)
    }
  }
}
