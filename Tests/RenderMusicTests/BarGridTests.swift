import RenderMIDI
import Testing

@testable import RenderMusic

@Suite("The bars of a piece") struct BarGridTests {
  private func signature(_ onset: Int, _ beats: Int, _ unit: Int) -> Piece.TimeSignature {
    Piece.TimeSignature(onset: onset, beats: beats, beatUnit: unit)
  }

  @Test("follow from the time signature, up to the bar in which the music ends")
  func plain() {
    let waltz = BarGrid([signature(0, 3, 4)], end: 150)
    #expect(waltz.starts == [0, 72, 144] && waltz.end == 216 && waltz.pickUp == 0)
    #expect(waltz.metre == Piece.Metre(beats: 3, beatUnit: 4))
    #expect(BarGrid([signature(0, 3, 4)], end: 144).starts == [0, 72])
    #expect(BarGrid([], end: 97).starts == [0, 96])
    #expect(BarGrid([], end: 0).starts == [0])
  }

  @Test("begin with a pick-up where the first signature is that of a shorter bar")
  func pickUp() {
    let piece = BarGrid([signature(0, 1, 4), signature(24, 3, 4)], end: 100)
    #expect(piece.starts == [0, 24, 96] && piece.pickUp == 24)
    #expect(piece.metre == Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
    #expect(BarGrid(piece.metre, end: 100).starts == piece.starts)
    // The file that a piece with that metre becomes says the same.
    let header = Piece.Header(metre: piece.metre)
    let notes = [Piece.Note(onset: 0, duration: 100, key: 60)]
    let score = Score(Piece(header: header, notes: notes))
    let file = try! MIDIFile(score)
    #expect(BarGrid(file, end: 100).starts == piece.starts)
  }

  @Test("end where another signature begins, and the same one again changes nothing")
  func changes() {
    let grid = BarGrid([signature(0, 4, 4), signature(96, 4, 4), signature(120, 3, 8)], end: 200)
    #expect(grid.starts == [0, 96, 120, 156, 192])
    #expect(grid.length(ofBar: 1) == 24 && grid.length(ofBar: 4) == 36)
    #expect(grid.timeSignatures == [signature(0, 4, 4), signature(120, 3, 8)])
    #expect(grid.timeSignature(ofBar: 1).beats == 4 && grid.timeSignature(ofBar: 2).beats == 3)
    // At one place the last one holds.
    #expect(BarGrid([signature(0, 4, 4), signature(0, 3, 4)], end: 80).starts == [0, 72])
    // A beginning between two bars of the same signature is a bar.
    #expect(BarGrid([signature(0, 4, 4), signature(24, 4, 4)], end: 121).starts == [0, 24, 120])
  }

  @Test("go on in the metre of the last two bars, or else in the one that holds longest")
  func lastMetre() {
    func metre(_ signatures: [Piece.TimeSignature], end: Int) -> Piece.Metre {
      BarGrid(signatures, end: end).lastMetre
    }
    #expect(metre([], end: 50) == Piece.Metre(beats: 4, beatUnit: 4))
    let waltz = [signature(0, 1, 4), signature(24, 3, 4)]
    #expect(metre(waltz, end: 300) == Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
    #expect(metre(waltz, end: 60) == Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
    // Of a last bar alone nothing is said.
    #expect(
      metre(waltz + [signature(240, 2, 4)], end: 288)
        == Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
    // From another beat of the bar on.
    #expect(
      metre(waltz + [signature(240, 2, 4)], end: 400) == Piece.Metre(beats: 2, beatUnit: 4))
    #expect(metre([signature(0, 1, 128)], end: 50) == Piece.Metre(beats: 4, beatUnit: 4))
  }

  @Test("hold every unit, each in the bar that begins last before it", arguments: 1...40)
  func places(seed: Int) {
    var state = UInt64(seed)
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let signatures = (0..<next(6)).map { _ in
      signature(next(2000), 1 + next(255), 1 << next(8))
    }
    let end = 1 + next(4000)
    let grid = BarGrid(signatures, end: end)
    #expect(grid.starts[0] == 0 && grid.end >= end)
    #expect(zip(grid.starts, grid.starts.dropFirst()).allSatisfy { $0 < $1 })
    for unit in stride(from: 0, to: grid.end, by: 7) {
      let bar = grid.bar(at: unit)
      #expect(grid.starts[bar] <= unit && unit < grid.starts[bar] + grid.length(ofBar: bar))
    }
    #expect((0..<grid.count).reduce(0) { $0 + grid.length(ofBar: $1) } == grid.end)
  }

  @Test("are bounded for a hostile file, and have no metre that is none")
  func hostile() {
    let tiny = BarGrid([signature(0, 1, 128)], end: .max)
    #expect(tiny.count <= TimedScore.latest / BarGrid.shortestBar + 1)
    #expect(BarGrid([signature(0, 0, 4), signature(0, 3, 0)], end: 90).starts == [0])
    #expect(BarGrid([signature(-50, 3, 4), signature(.max, 4, 4)], end: 90).starts == [0, 72])
    #expect(BarGrid([signature(0, 255, 1)], end: 90).end == 255 * 96)
  }

  @Test("are those of all tracks, which follow one another in a file of independent ones")
  func files() {
    func track(_ tick: Int, _ beats: UInt8, end: Int) -> MIDITrack {
      MIDITrack(events: [
        TimedEvent(
          tick: tick,
          event: .meta(
            .timeSignature(
              numerator: beats, denominatorPower: 2, clocksPerClick: 24, thirtySecondsPerQuarter: 8)
          )),
        TimedEvent(tick: end, event: .meta(.endOfTrack)),
      ])
    }
    let tracks = [track(0, 3, end: 960), track(480, 2, end: 960)]
    let together = MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(480), tracks: tracks)
    #expect(together.timeSignatures == [signature(0, 3, 4), signature(24, 2, 4)])
    let apart = MIDIFile(
      format: .independentTracks, division: .ticksPerQuarter(480), tracks: tracks)
    #expect(apart.timeSignatures == [signature(0, 3, 4), signature(72, 2, 4)])
  }
}
