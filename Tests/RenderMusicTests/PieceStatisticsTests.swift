import RenderMusic
import Testing

struct PieceStatisticsTests {
  private func score(_ notes: [(onset: Int, duration: Int, key: UInt8)]) throws -> TimedScore {
    try TimedScore(
      notes: notes.map { Piece.Note(onset: $0.onset, duration: $0.duration, key: $0.key) })
  }

  @Test("A scale in quarters, once in octaves, has the numbers that one counts by hand")
  func byHand() throws {
    let scale: [UInt8] = [60, 62, 64, 65, 67, 69, 71, 72]
    let single = try #require(
      PieceStatistics(try score(scale.enumerated().map { ($0.offset * 24, 24, $0.element) })))
    #expect(single.pitchRange == 12 && single.scaleConsistency > 0.999)
    // C twice, six others once, of eight.
    #expect(abs(single.pitchClassEntropy - (2.0 / 8 * 2 + 6.0 / 8 * 3)) < 1e-9)
    #expect(single.polyphony == 1 && single.noteDensity == 1 && single.noteLength == 1)
    #expect(single.interOnsetInterval == 1 && single.selfRepetition == 0)
    #expect(single.registerDrift == 71.5 - 61)
    #expect(single.largestShare == 0.5)
    let octaves = try #require(
      PieceStatistics(
        try score(
          scale.enumerated().flatMap {
            [($0.offset * 24, 12, $0.element), ($0.offset * 24, 12, $0.element - 12)]
          })))
    #expect(octaves.polyphony == 2 && octaves.noteDensity > 2 && octaves.noteLength == 0.5)
    #expect(octaves.interOnsetInterval == 1)
  }

  @Test(
    "Twice the same music, the second time in another key, repeats itself; transposing changes nothing"
  )
  func repetition() throws {
    var generator = SystemRandomNumberGenerator()
    let keys = (0..<32).map { _ in UInt8.random(in: 50...70, using: &generator) }
    let piece = (keys + keys.map { $0 + 5 }).enumerated().map { ($0.offset * 12, 12, $0.element) }
    let found = try #require(PieceStatistics(try score(piece)))
    // Of 57 windows, 25 lie in the second half.
    #expect(found.selfRepetition >= 25.0 / 57)
    let moved = try #require(PieceStatistics(try score(piece.map { ($0.0, $0.1, $0.2 + 3) })))
    #expect(moved.selfRepetition == found.selfRepetition)
    #expect(abs(moved.pitchClassEntropy - found.pitchClassEntropy) < 1e-9)
    #expect(moved.scaleConsistency == found.scaleConsistency)
    #expect(moved.registerDrift == found.registerDrift)
    #expect(try PieceStatistics(score([(0, 1, 60)])) == nil)
  }

  /// Quarters of these keys.
  private func melody(_ keys: [Int]) throws -> TimedScore {
    try score(keys.enumerated().map { place, key in (place * 24, 24, UInt8(key)) })
  }

  @Test("A bar or an event that never changes is a large share")
  func collapse() throws {
    let same = try melody(.init(repeating: 60, count: 40))
    #expect(PieceStatistics(same)?.largestShare == 1)
    let bars = try melody((0..<40).map { 60 + $0 % 4 })
    #expect(PieceStatistics(bars)?.largestShare == 1)
    let changing = try melody((0..<64).map { 40 + $0 * $0 % 61 })
    #expect(PieceStatistics(changing)!.largestShare < 0.25)
  }

  @Test("Windows hold so many events each, from 0 on, and all notes but those of the last part")
  func windows() throws {
    var notes: [(onset: Int, duration: Int, key: UInt8)] = []
    for event in 0..<25 {
      let onset = event * 24 + 48
      notes.append((onset, 24, 70))
      notes.append((onset, 12, UInt8(40 + event)))
    }
    let piece = try score(notes)
    let windows = piece.windows(events: 10)
    #expect(windows.count == 2)
    for (index, window) in windows.enumerated() {
      #expect(window.eventCount == 10 && window.notes[0].onset == 0)
      let passage = piece.notes[index * 20..<index * 20 + 20]
      #expect(window.notes.map(\.key) == passage.map(\.key))
    }
    #expect(piece.windows(events: 26).isEmpty && piece.windows(events: 25).count == 1)
  }

  @Test("The beginning of a piece for several players keeps who plays")
  func beginningOfParts() throws {
    let notes = (0..<6).map { Piece.Note(onset: 24 * $0, duration: 24, key: 60, part: $0 % 2) }
    let piece = try TimedScore(notes: notes, programs: [40, 42])
    let beginning = piece.beginning(events: 4)
    #expect(beginning.programs == [40, 42] && beginning.notes == Array(piece.notes.prefix(4)))
    _ = FormStatistics(of: piece)
  }
}
