import RenderMIDI
import RenderMusic
import Testing

@testable import RenderPerformance

struct PieceTests {
  private static func piece(_ seed: UInt64) -> Piece {
    let random = RandomScore(.free, seed: seed)
    let ticks = max(1, random.time.ticksPerQuarter / Piece.unitsPerQuarter)
    return Piece(
      header: Piece.Header(
        title: "Piece", tempos: [.init(quartersPerMinute: 90)],
        metre: .init(beats: 3, beatUnit: 4, pickUp: 24)),
      notes: random.notes.map(\.note).map {
        Piece.Note(onset: $0.onset / ticks, duration: max(1, $0.duration / ticks), key: $0.key)
      })
  }

  @Test(
    "A piece that is played while it is composed is the piece of its file",
    arguments: [PerformanceStyle.plain, .expressive])
  func streamed(style: PerformanceStyle) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let piece = Self.piece(seed)
      let performance = Rendition(piece.notes, of: piece.header, style: style, seed: seed)
      #expect(
        try MIDIFile(performance, of: piece.header)
          == MIDIFile(performing: piece, style: style, seed: seed))
      // For one piano it is what the same notes in ticks become.
      #expect(
        try MIDIFile(performing: piece, style: style, seed: seed)
          == MIDIFile(performing: Score(piece), style: style, seed: seed))
    }
  }

  @Test("What has no place in a file is an error, and a piece without parts is the piano's")
  func extremes() throws {
    func file(_ header: Piece.Header, onset: Int = 0) throws -> MIDIFile {
      try MIDIFile(
        performing: Piece(
          header: header, notes: [Piece.Note(onset: onset, duration: 24, key: 60)]),
        style: .plain, seed: 1)
    }
    for tempo in [Int.max, .min, -1] {
      #expect(throws: MusicError.self) {
        try file(.init(tempos: [.init(onset: tempo, quartersPerMinute: 100)]))
      }
    }
    for metre in [
      Piece.Metre(beats: 3, beatUnit: 4, pickUp: .max), .init(beats: .max, beatUnit: 4),
      .init(beats: 3, beatUnit: .max), .init(beats: 3, beatUnit: 0),
    ] {
      #expect(throws: MusicError.self) { try file(.init(metre: metre)) }
    }
    _ = try? file(.init(), onset: .max / 10)
    #expect(try file(.init(parts: [])) == file(.init(parts: [.piano])))
  }

  @Test("... and looks eight bars ahead, no further")
  func lazy() {
    let notes = (0..<10_000).map { Piece.Note(onset: 24 * $0, duration: 24, key: 60) }
    var read = 0
    let performance = Rendition(
      notes.lazy.map { note in
        read += 1
        return note
      }, of: Piece.Header(), style: .expressive, seed: 1)
    var events = performance.makeIterator()
    let first = events.next()
    #expect(first != nil)
    #expect(read < 100)
  }
}
