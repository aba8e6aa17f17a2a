import RenderMIDI
import RenderRandomness
import Testing

@testable import RenderMusic

@Suite("The pick-up that notes suggest in a known metre")
struct PickUpEstimateTests {
  /// Bars with a long bass and a new harmony at their beginning, and short notes on the other beats.
  private func score(
    bars: Int, of bar: Int, beat: Int, pickUp: Int, seed: UInt64
  ) throws -> TimedScore {
    var generator = SeededGenerator(seed: seed)
    var notes = pickUp > 0 ? [Piece.Note(onset: 0, duration: pickUp, key: 74)] : []
    for start in stride(from: pickUp, to: pickUp + bars * bar, by: bar) {
      let root = UInt8(36 + generator.next(below: 12))
      notes.append(Piece.Note(onset: start, duration: bar, key: root))
      for place in stride(from: beat, to: bar, by: beat) {
        notes.append(Piece.Note(onset: start + place, duration: beat, key: root + 28))
      }
    }
    return try TimedScore(notes: notes)
  }

  @Test("is the one before the first bass", arguments: [0, 6, 12, 24, 48])
  func basses(pickUp: Int) throws {
    for seed in 0..<10 as Range<UInt64> {
      let score = try score(bars: 24, of: 72, beat: 24, pickUp: pickUp, seed: seed)
      let estimate = PickUpEstimate(of: score, in: Piece.TimeSignature(beats: 3, beatUnit: 4))
      #expect(estimate?.pickUp == pickUp)
    }
  }

  @Test("is unknown for a few notes, and for bars that are no whole number of eighths")
  func unknown() throws {
    let few = try score(bars: 3, of: 72, beat: 24, pickUp: 0, seed: 1)
    #expect(PickUpEstimate(of: few, in: Piece.TimeSignature(beats: 3, beatUnit: 4)) == nil)
    let many = try score(bars: 24, of: 72, beat: 24, pickUp: 0, seed: 1)
    #expect(PickUpEstimate(of: many, in: Piece.TimeSignature(beats: 7, beatUnit: 16)) == nil)
    #expect(PickUpEstimate(of: many, in: Piece.TimeSignature(beats: 1, beatUnit: 8)) == nil)
  }

  @Test("is what a file's bars begin with where nothing else says how long it is")
  func file() throws {
    let score = try score(bars: 24, of: 72, beat: 24, pickUp: 24, seed: 3)
    func file(_ signatures: [(tick: Int, beats: UInt8)]) -> MIDIFile {
      MIDIFile(
        format: .singleTrack, division: .ticksPerQuarter(24),
        tracks: [
          MIDITrack(
            events: signatures.map {
              TimedEvent(
                tick: $0.tick,
                event: .meta(
                  .timeSignature(
                    numerator: $0.beats, denominatorPower: 2, clocksPerClick: 24,
                    thirtySecondsPerQuarter: 8)))
            } + [TimedEvent(tick: score.end, event: .meta(.endOfTrack))])
        ])
    }
    let found = BarGrid(findingPickUpOf: file([(0, 3)]), of: score)
    #expect(found.pickUp == 24)
    #expect(found.starts.prefix(3) == [0, 24, 96])
    let told = BarGrid(findingPickUpOf: file([(0, 2), (48, 3)]), of: score)
    #expect(told.starts.prefix(3) == [0, 48, 120])
  }
}
