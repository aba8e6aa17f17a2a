import RenderMIDI
import Testing

@testable import RenderMusic

struct PieceTests {
  @Test(
    "A place of the grid is the same number of ticks wherever it lies, and notes go to their parts")
  func ticks() {
    let piece = Piece(
      header: Piece.Header(
        title: "Duet",
        tempos: [.init(quartersPerMinute: 90), .init(onset: 48, quartersPerMinute: 60)],
        parts: [.init(name: "Flute", program: 73), .piano]),
      notes: [
        .init(onset: 0, duration: 24, key: 72), .init(onset: 1, duration: 8, key: 48, part: 1),
        .init(onset: 48, duration: 1, key: 74), .init(onset: 50, duration: 1, key: 50, part: 2),
      ])
    let score = Score(piece)
    #expect(score.title == "Duet" && score.ticksPerQuarter == 480)
    #expect(
      score.tempos == [
        .init(tick: 0, quartersPerMinute: 90), .init(tick: 960, quartersPerMinute: 60),
      ])
    #expect(score.parts.map(\.name) == ["Flute", "Piano"])
    #expect(score.parts.map(\.program) == [73, 0])
    #expect(
      score.parts.map(\.notes) == [
        [Note(onset: 0, duration: 480, key: 72), Note(onset: 960, duration: 20, key: 74)],
        [Note(onset: 20, duration: 160, key: 48)],
      ])
  }

  @Test("A metre is written where its first whole bar begins, after one of the pick-up's length")
  func metre() {
    func signatures(_ metre: Piece.Metre?) -> [[Int]] {
      Score(Piece.Header(metre: metre)).timeSignatures.map { [$0.tick, $0.beats, $0.beatUnit] }
    }
    #expect(signatures(nil) == [])
    #expect(signatures(.init(beats: 6, beatUnit: 8)) == [[0, 6, 8]])
    #expect(signatures(.init(beats: 3, beatUnit: 4, pickUp: 24)) == [[0, 1, 4], [480, 3, 4]])
    #expect(signatures(.init(beats: 3, beatUnit: 4, pickUp: 48)) == [[0, 2, 4], [960, 3, 4]])
    #expect(signatures(.init(beats: 4, beatUnit: 4, pickUp: 12)) == [[0, 1, 8], [240, 4, 4]])
    // A triplet has no signature.
    #expect(signatures(.init(beats: 4, beatUnit: 4, pickUp: 8)) == [[160, 4, 4]])
    #expect(signatures(.init(beats: 4, beatUnit: 0, pickUp: 24)) == [[480, 4, 0]])
  }

  @Test("The signature of a major key has its sharps or flats")
  func keySignature() {
    let sharps = [0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5]
    for pitchClass in 0..<12 {
      for octave in -3...3 {
        let signature = Piece.KeySignature(majorOn: pitchClass + 12 * octave)
        #expect(signature.sharps == sharps[pitchClass])
      }
    }
  }

  @Test("A header's tempo is that of its beginning, 120 where none is said")
  func tempo() {
    #expect(Piece.Header().quartersPerMinute == 120)
    #expect(
      Piece.Header(tempos: [.init(onset: 24, quartersPerMinute: 60)]).quartersPerMinute == 120)
    #expect(
      Piece.Header(tempos: [.init(quartersPerMinute: 90), .init(onset: 24, quartersPerMinute: 60)])
        .quartersPerMinute == 90)
  }

  @Test("A piece of the grid goes back onto it, its parts taken together")
  func onto() throws {
    var draws = Draws(7)
    for _ in 0..<50 {
      let score = TimedScore.random(&draws)
      #expect(try TimedScore(Piece(score)) == score)
      var piece = Piece(score)
      piece.header.parts.append(Piece.Part(name: "Left hand"))
      for index in piece.notes.indices { piece.notes[index].part = index % 2 }
      #expect(try TimedScore(piece) == score)
    }
  }
}
