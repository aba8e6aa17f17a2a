import Testing

@testable import RenderMIDI

struct ChunkTests {
  private let track = chunk("MTrk", bytes("00 C005 00 FF2F00"))

  private var simple: [UInt8] { header(format: 0, tracks: 1) + track }

  private func value() throws -> MIDIFile { try MIDIFile(parsing: simple) }

  // MARK: Header

  @Test(
    "The header gives the format",
    arguments: [MIDIFile.Format.simultaneousTracks, .independentTracks])
  func formats(format: MIDIFile.Format) throws {
    let read = try MIDIFile(
      parsing: header(format: UInt8(format.rawValue), tracks: 2) + track + track)
    #expect(read.format == format)
    #expect(read.tracks.count == 2)
  }

  @Test(
    "The header's division is ticks a quarter, or SMPTE frames and ticks",
    arguments: [
      ("0001", .ticksPerQuarter(1)), ("7FFF", .ticksPerQuarter(32767)),
      ("E850", .smpte(framesPerSecond: 24, ticksPerFrame: 80)),
      ("E728", .smpte(framesPerSecond: 25, ticksPerFrame: 40)),
      ("E304", .smpte(framesPerSecond: 29, ticksPerFrame: 4)),
      ("E2FF", .smpte(framesPerSecond: 30, ticksPerFrame: 255)),
    ] as [(String, MIDIFile.Division)])
  func divisions(word: String, division: MIDIFile.Division) throws {
    let read = try MIDIFile(parsing: chunk("MThd", bytes("0000 0001" + word)) + track)
    #expect(read.division == division)
    #expect(try MIDIFile(parsing: read.encoded()) == read)
  }

  @Test(
    "A division that gives ticks no length is an error at its byte",
    arguments: ["0000", "E800", "8001", "FF01", "C404"])
  func badDivisions(word: String) {
    let word = bytes(word)
    #expect(
      strictError(chunk("MThd", [0, 0, 0, 1] + word) + track)
        == .malformed(.invalidDivision(UInt16(word[0]) << 8 | UInt16(word[1])), offset: 12))
  }

  @Test("Surplus in the header is skipped")
  func longHeader() throws {
    #expect(
      try MIDIFile(parsing: chunk("MThd", bytes("0000 0001 0060 DEADBEEF")) + track) == value())
  }

  @Test("A header that is missing, short or of an unknown format is an error")
  func badHeaders() {
    #expect(strictError([]) == .malformed(.noHeader, offset: 0))
    #expect(strictError(Array("MTrk".utf8)) == .malformed(.noHeader, offset: 0))
    #expect(
      strictError(Array(simple.prefix(12))) == .malformed(.headerTooShort(length: 4), offset: 0))
    #expect(
      strictError(chunk("MThd", [0, 0, 0, 1]) + track)
        == .malformed(.headerTooShort(length: 4), offset: 4))
    #expect(
      strictError(header(format: 3, tracks: 1) + track)
        == .malformed(.unknownFormat(3), offset: 8))
  }

  @Test("The declared number of tracks must be the found one")
  func trackCounts() {
    #expect(
      strictError(header(format: 1, tracks: 3) + track + track)
        == .malformed(.wrongTrackCount(declared: 3, found: 2), offset: 10))
    #expect(
      strictError(header(format: 1, tracks: 1) + track + track)
        == .malformed(.wrongTrackCount(declared: 1, found: 2), offset: 10))
    #expect(
      strictError(header(format: 0, tracks: 2) + track + track)
        == .malformed(.notASingleTrack(found: 2), offset: 8))
  }

  // MARK: Chunks

  @Test("Unknown chunks are skipped, before, between and after the tracks")
  func unknownChunks() throws {
    let unknown = chunk("XFIH", [1, 2, 3])
    let read = try MIDIFile(
      parsing: header(format: 1, tracks: 2) + unknown + track + unknown + track + unknown)
    #expect(read == (try MIDIFile(parsing: header(format: 1, tracks: 2) + track + track)))
  }

  @Test("A chunk that ends after the file is an error where it begins")
  func truncatedChunks() {
    #expect(
      strictError(Array(simple.dropLast(2)))
        == .malformed(.truncatedChunk(missing: 2), offset: 14))
    #expect(
      strictError(simple + chunk("XFIH", [1, 2, 3]).dropLast())
        == .malformed(.truncatedChunk(missing: 1), offset: simple.count))
    #expect(
      strictError(Array("MThd".utf8) + [255, 255, 255, 255] + bytes("0000 0001 0060"))
        == .malformed(.truncatedChunk(missing: 0xFFFF_FFFF - 6), offset: 0))
  }

  @Test("What is no chunk is an error where it begins")
  func strayBytes() {
    #expect(
      strictError(simple + [0, 0, 0]) == .malformed(.strayBytes(count: 3), offset: simple.count))
    #expect(
      strictError(simple + [UInt8](repeating: 0, count: 9))
        == .malformed(.strayBytes(count: 9), offset: simple.count))
    #expect(
      strictError(simple + simple)
        == .malformed(.strayBytes(count: simple.count), offset: simple.count))
  }

  // MARK: RIFF

  private func riff(_ chunks: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + bigEndian(chunks.count + 4).reversed() + Array("RMID".utf8) + chunks
  }

  private func riffChunk(_ identifier: String, _ content: [UInt8]) -> [UInt8] {
    let padding = [UInt8](repeating: 0, count: content.count % 2)
    return Array(identifier.utf8) + bigEndian(content.count).reversed() + content + padding
  }

  @Test("A MIDI file inside a RIFF file is read as if it stood alone")
  func riffFiles() throws {
    let wrapped = riff(
      riffChunk("LIST", [1, 2, 3]) + riffChunk("data", simple) + riffChunk("DLS ", [4]))
    #expect(try MIDIFile(parsing: wrapped) == value())
  }

  @Test("Errors inside a RIFF file count their bytes from its start")
  func riffOffsets() {
    let broken = header(format: 3, tracks: 1) + track
    #expect(
      strictError(riff(riffChunk("data", broken))) == .malformed(.unknownFormat(3), offset: 28))
    #expect(
      strictError(Array(riff(riffChunk("data", simple)).dropLast(4)))
        == .malformed(.truncatedChunk(missing: 3), offset: 12))
    #expect(strictError(riff([])) == .malformed(.noHeader, offset: 0))
    #expect(strictError(riff(riffChunk("data", []))) == .malformed(.noHeader, offset: 20))
  }
}
