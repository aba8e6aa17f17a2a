import RenderTestSupport
import Testing

@testable import RenderMusic

@Suite("Home key")
struct HomeKeyTests {
  /// A cadence and a scale of eighths in a key.
  private func piece(tonic: Int, isMinor: Bool, octave: Int = 4) throws -> TimedScore {
    let steps = isMinor ? [0, 3, 7, 0, 2, 3, 5, 7, 8, 11, 0] : [0, 4, 7, 0, 2, 4, 5, 7, 9, 11, 0]
    return try TimedScore(
      notes: steps.enumerated().map {
        Piece.Note(
          onset: 12 * $0.offset, duration: 12, key: UInt8(12 * octave + tonic + $0.element))
      }, tempos: [.init(onset: 0, quartersPerMinute: 80)])
  }

  @Test("Pieces in all keys become the same piece, moved by a tritone at most")
  func allKeys() throws {
    for isMinor in [false, true] {
      let home = try piece(tonic: isMinor ? 9 : 0, isMinor: isMinor)
      var moves: Set<Int> = []
      for tonic in 0..<12 {
        let piece = try piece(tonic: tonic, isMinor: isMinor)
        let (score, movedBy) = piece.inHomeKey()
        moves.insert(movedBy)
        #expect(score.tempos == home.tempos)
        let apart = Set(zip(score.notes, home.notes).map { Int($0.key) - Int($1.key) })
        #expect(apart.isSubset(of: [-12, 0, 12]) && apart.count == 1)
        #expect(score.notes.map(\.key) == piece.notes.map { UInt8(Int($0.key) + movedBy) })
      }
      #expect(moves == Set(-5...6))
    }
  }

  @Test("A piece stays where it is when there is no room, or no note")
  func noRoom() throws {
    let low = try piece(tonic: 2, isMinor: false, octave: 0)
    let lowest = try TimedScore(
      notes: low.notes + [Piece.Note(onset: 200, duration: 1, key: 0)])
    #expect(low.inHomeKey().movedBy == -2)
    #expect(lowest.inHomeKey().movedBy == 0 && lowest.inHomeKey().score == lowest)
    #expect(try TimedScore(notes: []).inHomeKey().movedBy == 0)
  }

  @Test("What is at home stays there")
  func idempotent() throws {
    var draws = Draws(7)
    for _ in 0..<200 {
      let home = TimedScore.random(&draws).inHomeKey().score
      let again = home.inHomeKey()
      #expect(again.movedBy == 0 || home.notes.contains { Int($0.key) + again.movedBy > 127 })
    }
  }
}
