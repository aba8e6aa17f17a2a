import RenderRandomness
import Testing

@testable import RenderMIDI

struct RobustnessTests {
  /// Reads in both modes and checks what must hold for any bytes at all.
  @discardableResult
  private func check(
    _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (strict: MIDIFile?, lenient: MIDIFile?) {
    var strict: MIDIFile?
    do throws(MIDIError) {
      strict = try MIDIFile(parsing: bytes)
    } catch {
      let offset = try #require(error.offset, sourceLocation: sourceLocation)
      #expect(0...bytes.count ~= offset, sourceLocation: sourceLocation)
    }
    guard let (lenient, damages) = try? MIDIFile.parse(bytes, mode: .lenient) else {
      #expect(strict == nil, sourceLocation: sourceLocation)
      return (nil, nil)
    }
    if let strict {
      #expect(lenient == strict, sourceLocation: sourceLocation)
    }
    #expect(damages.isEmpty == (strict != nil), sourceLocation: sourceLocation)
    #expect(damages.allSatisfy { 0...bytes.count ~= $0.offset }, sourceLocation: sourceLocation)
    let dropped = damages.reduce(0) { $0 + $1.droppedBytes }
    #expect(0...bytes.count ~= dropped, sourceLocation: sourceLocation)
    // What was salvaged is a sound file.
    #expect(try MIDIFile(parsing: lenient.encoded()) == lenient, sourceLocation: sourceLocation)
    return (strict, lenient)
  }

  @Test("Cut at any byte, a file is an error when strict, and its beginning when lenient")
  func truncation() throws {
    let whole = try MIDIFile(parsing: richFile)
    for length in 0..<richFile.count {
      let (strict, lenient) = try check(Array(richFile.prefix(length)))
      #expect(strict == nil)
      #expect((lenient != nil) == (length >= 14))
      for (kept, original) in zip(lenient?.tracks ?? [], whole.tracks) {
        #expect(original.events.starts(with: kept.events.dropLast()))
      }
    }
  }

  @Test("Longer cuts never keep fewer events")
  func monotony() throws {
    var previous = 0
    for length in 14...richFile.count {
      let lenient = try MIDIFile(parsing: Array(richFile.prefix(length)), mode: .lenient)
      let count = lenient.tracks.reduce(0) { $0 + $1.events.count }
      #expect(count >= previous)
      previous = count
    }
  }

  @Test("Any byte set to any value is a file or an error")
  func everyByte() throws {
    let original = file("00 FF510307A120 00 903C40 8100 3C00 00 F0027EF7 00 FF2F00")
    for index in original.indices {
      for value in UInt8.min...UInt8.max {
        var bytes = original
        bytes[index] = value
        try check(bytes)
      }
    }
  }

  @Test("Random bytes flipped, removed or doubled are a file or an error", arguments: 0..<4)
  func mutations(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let originals = [richFile, Specification.format0, Specification.format1, Golden.file]
    for _ in 0..<10_000 {
      var bytes = originals[Int.random(in: 0..<4, using: &random)]
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...9, using: &random) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(bytes[index], at: index)
        case 2: bytes[index] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &random)!
        default: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
      }
      try check(bytes)
    }
  }

  @Test("Random bytes after a header are a file or an error")
  func noise() throws {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<2000 {
      let noise = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      try check(header(format: 1, tracks: 1) + noise)
      try check(header(format: 1, tracks: 1) + chunk("MTrk", noise))
    }
  }

  // MARK: Memory

  /// Bytes that the tracks' events occupy, room to grow included.
  private func footprint(_ file: MIDIFile) -> Int {
    file.tracks.capacity * MemoryLayout<MIDITrack>.stride
      + file.tracks.reduce(0) { $0 + $1.events.capacity * MemoryLayout<TimedEvent>.stride }
  }

  @Test("A header that declares 65,535 tracks takes no memory for them")
  func declaredTracks() throws {
    let file = try MIDIFile(parsing: chunk("MThd", bytes("0001 FFFF 0060")), mode: .lenient)
    #expect(footprint(file) == 0)
  }

  @Test("Lengths that reach beyond the file take no memory", arguments: MIDIFile.ReadingMode.all)
  func declaredLengths(mode: MIDIFile.ReadingMode) {
    for event in ["FF01FFFFFF7F", "F0FFFFFF7F", "F7FFFFFF7F"] {
      let read = try? MIDIFile(parsing: file("00" + event), mode: mode)
      #expect(read.map(footprint) ?? 0 < 1000)
    }
  }

  @Test("Thousands of tracks that each claim the whole file take memory for what they hold")
  func overlappingTracks() throws {
    let claim = Array("MTrk".utf8) + bytes("00FFFFFF 00 FF2F00")
    let hostile = header(format: 1, tracks: 0) + Array(repeating: claim, count: 5000).joined()
    let file = try MIDIFile(parsing: hostile, mode: .lenient)
    #expect(file.tracks.count == 5000)
    #expect(footprint(file) < 40 * hostile.count)
  }

  @Test("A broken file's faults are told once a kind and track")
  func repeatedDamage() throws {
    let broken = file(String(repeating: "00 90FFFF 00 FE 00 FF5100", count: 5000) + endOfTrack)
    let (read, damages) = try MIDIFile.parse(broken, mode: .lenient)
    #expect(read.tracks[0].events.count == 5001)
    #expect(damages.map(\.occurrences) == [5000, 5000, 5000])
    #expect(damages.map(\.droppedBytes) == [0, 2 * 5000, 4 * 5000])
  }
}

extension MIDIFile.ReadingMode {
  static let all: [Self] = [.strict, .lenient]
}
