import RenderRandomness
import Testing

@testable import RenderMusic

@Suite("The metre that notes suggest")
struct MetreEstimateTests {
  /// Bars with a bass at their beginning, chords on the other beats and a melody.
  private func piece(
    _ bars: Int, of bar: Int, beat: Int, pickUp: Int = 0, seed: UInt64
  ) throws -> TimedScore {
    var generator = SeededGenerator(seed: seed)
    func random(_ lowest: Int, _ count: UInt64) -> UInt8 {
      UInt8(lowest + Int(generator.next(below: count)))
    }
    var notes = pickUp > 0 ? [Piece.Note(onset: 0, duration: pickUp, key: 72)] : []
    for start in stride(from: pickUp, to: pickUp + bars * bar, by: bar) {
      notes.append(Piece.Note(onset: start, duration: beat, key: random(36, 12)))
      for place in stride(from: beat, to: bar, by: beat) {
        for key in [random(52, 3), 57, 60] {
          notes.append(Piece.Note(onset: start + place, duration: beat, key: key))
        }
      }
      var place = 0
      while place < bar {
        let lengths = [12, 24, place == 0 ? 36 : 24]
        let length = min(lengths[Int(generator.next(below: 3))], bar - place)
        notes.append(
          Piece.Note(onset: start + place, duration: length, key: random(67, 14)))
        place += length
      }
    }
    return try TimedScore(notes: notes)
  }

  @Test("is that of a bass on each downbeat, and of the pick-up before the first")
  func basses() throws {
    for seed in 0..<10 as Range<UInt64> {
      #expect(
        MetreEstimate(of: try piece(24, of: 72, beat: 24, seed: seed))?.metre
          == Piece.Metre(beats: 3, beatUnit: 4))
      #expect(
        MetreEstimate(of: try piece(24, of: 72, beat: 24, pickUp: 24, seed: seed))?.metre
          == Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
      let duple = try #require(
        MetreEstimate(of: try piece(24, of: 96, beat: 24, seed: seed))?.metre)
      #expect(96.isMultiple(of: duple.barLength) && duple.pickUp == 0)
    }
  }

  @Test("is none of a few notes, whose bars are of 4/4")
  func fewNotes() throws {
    let score = try piece(2, of: 72, beat: 24, seed: 1)
    #expect(MetreEstimate(of: score) == nil)
    #expect(BarGrid(estimatedFrom: score).metre == Piece.Metre(beats: 4, beatUnit: 4))
  }
}
