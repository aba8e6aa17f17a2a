import RenderMIDI
import RenderRandomness
import Testing

@testable import RenderMusic

@Suite("The bars that notes suggest where a file's signatures say too little")
struct BarTrackingTests {
  /// Bars with a long bass and a new harmony at their beginning, and short notes on the other beats.
  private func score(bars: [Int], beat: Int, pickUp: Int = 0, seed: UInt64) throws -> TimedScore {
    var generator = SeededGenerator(seed: seed)
    var notes = pickUp > 0 ? [Piece.Note(onset: 0, duration: pickUp, key: 74)] : []
    var start = pickUp
    var root: UInt8 = 36
    for bar in bars {
      root = 36 + (root - 36 + 1 + UInt8(generator.next(below: 10))) % 12
      notes.append(Piece.Note(onset: start, duration: bar, key: root))
      for place in stride(from: beat, to: bar, by: beat) {
        notes.append(Piece.Note(onset: start + place, duration: beat, key: root + 28))
      }
      start += bar
    }
    return try TimedScore(notes: notes)
  }

  private func starts(_ bars: [Int], pickUp: Int = 0) -> [Int] {
    var starts = pickUp > 0 ? [0] : []
    var start = pickUp
    for bar in bars {
      starts.append(start)
      start += bar
    }
    return starts
  }

  private func tracked(_ score: TimedScore, beats: Int) -> BarTracking {
    BarTracking(
      score, given: BarGrid([Piece.TimeSignature(beats: beats, beatUnit: 4)], end: score.end))
  }

  @Test("begin with the first bass after a pick-up", arguments: [0, 6, 12, 24, 48])
  func pickUps(pickUp: Int) throws {
    let bars = [Int](repeating: 72, count: 24)
    for seed in 0..<10 as Range<UInt64> {
      let score = try score(bars: bars, beat: 24, pickUp: pickUp, seed: seed)
      #expect(tracked(score, beats: 3).starts == starts(bars, pickUp: pickUp))
    }
  }

  @Test("go on a quarter earlier after a bar that is a quarter shorter")
  func shortBars() throws {
    var bars = [Int](repeating: 96, count: 32)
    bars[15] = 72
    for seed in 0..<10 as Range<UInt64> {
      let tracked = tracked(try score(bars: bars, beat: 24, seed: seed), beats: 4)
      #expect(tracked.starts == starts(bars))
      #expect(tracked.signatures.count == 1)
    }
  }

  @Test("change their metre where the file does not say so")
  func changes() throws {
    let bars = [Int](repeating: 96, count: 16) + [Int](repeating: 72, count: 24)
    for seed in 0..<10 as Range<UInt64> {
      let tracked = tracked(try score(bars: bars, beat: 24, seed: seed), beats: 4)
      #expect(tracked.starts == starts(bars))
      #expect(tracked.signatures.map(\.beats) == [4, 3])
      #expect(tracked.signatures.map(\.onset) == [0, 16 * 96])
    }
  }

  @Test("are those of the signature where its bars are too long or off the grid of 16ths")
  func untracked() throws {
    let score = try score(bars: [Int](repeating: 72, count: 24), beat: 24, seed: 1)
    for signature in [
      Piece.TimeSignature(beats: 255, beatUnit: 1), Piece.TimeSignature(beats: 7, beatUnit: 32),
      Piece.TimeSignature(beats: 1, beatUnit: 128),
    ] {
      let given = BarGrid([signature], end: score.end)
      #expect(BarTracking(score, given: given).starts == given.starts)
    }
  }

  @Test("have a pick-up that a file leaves out, and the one that it names")
  func file() throws {
    let score = try score(
      bars: [Int](repeating: 72, count: 24), beat: 24, pickUp: 24, seed: 3)
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
    let found = BarGrid(tracking: file([(0, 3)]), of: score)
    #expect(found.pickUp == 24)
    #expect(found.starts.prefix(3) == [0, 24, 96])
    let told = BarGrid(tracking: file([(0, 2), (48, 3)]), of: score)
    #expect(told.starts.prefix(3) == [0, 48, 120])
  }

  @Test("A short last note nearest to a place after the end is no trap", arguments: 1...2)
  func shortLastNote(duration: Int) throws {
    for onset in 200..<212 {
      let score = try TimedScore(notes: [
        Piece.Note(onset: 0, duration: 96, key: 60),
        Piece.Note(onset: onset, duration: duration, key: 64),
      ])
      #expect(tracked(score, beats: 4).starts.first == 0)
    }
  }
}
