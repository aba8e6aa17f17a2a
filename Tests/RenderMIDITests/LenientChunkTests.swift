import Testing

@testable import RenderMIDI

/// Damaged headers and chunks, and tracks of a false length, read as far as possible.
struct LenientChunkTests {
  @Test("A length that is too small does not cut the track")
  func smallLength() throws {
    var small = soundTrack
    small[7] = 3
    let (file, damages) = try lenient(header(format: 1, tracks: 2) + small + soundTrack)
    #expect(file.tracks == [expectedTrack, expectedTrack])
    #expect(damages == [damage(.missingEndOfTrack, at: firstEvent + 3)])
    small[7] = 4
    let middle = try lenient(header(format: 1, tracks: 2) + small + soundTrack)
    #expect(middle.file.tracks == [expectedTrack, expectedTrack])
    #expect(middle.damages == [damage(.truncatedEvent, at: firstEvent + 3)])
  }

  @Test("A length that is too great does not swallow the tracks after it")
  func greatLength() throws {
    var great = soundTrack
    great[7] += UInt8(soundTrack.count)
    let (file, damages) = try lenient(
      header(format: 1, tracks: 3) + great + soundTrack + soundTrack)
    #expect(file.tracks == [expectedTrack, expectedTrack, expectedTrack])
    #expect(
      damages == [damage(.dataAfterEndOfTrack(count: soundTrack.count), at: firstEvent + 10)])
    great[4] = 0xFF
    let huge = try lenient(header(format: 1, tracks: 3) + great + soundTrack + soundTrack)
    #expect(huge.file.tracks == [expectedTrack, expectedTrack, expectedTrack])
  }

  @Test("Tracks beyond the 65,535 that a file can have are dropped")
  func tooManyTracks() throws {
    let tracks = Array(repeating: soundTrack, count: 65_537).joined()
    let (file, damages) = try lenient(chunk("MThd", bytes("0001 FFFF 0060")) + tracks)
    #expect(file.tracks.count == 65_535)
    #expect(
      damages == [
        damage(.tooManyTracks, at: 14 + 65_535 * soundTrack.count, dropping: 2 * soundTrack.count)
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

  @Test("Stray bytes are passed over up to the next track")
  func strayBytes() throws {
    let junk: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
    let (file, damages) = try lenient(
      junk + header(format: 1, tracks: 2) + soundTrack + junk + soundTrack + [0])
    #expect(file.tracks == [expectedTrack, expectedTrack])
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
    let (file, damages) = try lenient(header(format: 0, tracks: 1) + unknown + soundTrack)
    #expect(file.tracks == [expectedTrack])
    #expect(
      damages == [
        damage(
          .truncatedChunk(missing: 0xFFFF_FFFF - soundTrack.count), at: 14, dropping: unknown.count)
      ])
  }

  @Test("A second file after the first is dropped")
  func secondFile() throws {
    let one = header(format: 0, tracks: 1) + soundTrack
    let (file, damages) = try lenient(one + one)
    #expect(file == (try MIDIFile(parsing: one)))
    #expect(
      damages == [damage(.strayBytes(count: one.count), at: one.count, dropping: one.count)])
  }

  @Test("Wrong formats, counts and divisions are put right")
  func headers() throws {
    let format = try lenient(header(format: 7, tracks: 2) + soundTrack + soundTrack)
    #expect(format.file.format == .simultaneousTracks)
    #expect(format.damages == [damage(.unknownFormat(7), at: 8)])

    let several = try lenient(header(format: 0, tracks: 2) + soundTrack + soundTrack)
    #expect(several.file.format == .simultaneousTracks)
    #expect(several.damages == [damage(.notASingleTrack(found: 2), at: 8)])

    let count = try lenient(header(format: 1, tracks: 9) + soundTrack + soundTrack)
    #expect(count.file.tracks == [expectedTrack, expectedTrack])
    #expect(count.damages == [damage(.wrongTrackCount(declared: 9, found: 2), at: 10)])

    let division = try lenient(chunk("MThd", bytes("0000 0001 0000")) + soundTrack)
    #expect(division.file.division == .ticksPerQuarter(480))
    #expect(division.damages == [damage(.invalidDivision(0), at: 12)])

    let short = try lenient(Array("MThd".utf8) + bytes("00000000 0000 0001 0060") + soundTrack)
    #expect(short.file.tracks == [expectedTrack])
    #expect(short.damages == [damage(.headerTooShort(length: 0), at: 4)])

    let endless = try lenient(Array("MThd".utf8) + bytes("00FFFFFF 0000 0001 0060") + soundTrack)
    #expect(endless.file.tracks == [expectedTrack])
    #expect(
      endless.damages == [damage(.truncatedChunk(missing: 0xFF_FFFF - 6 - soundTrack.count), at: 0)]
    )
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
