import RenderMIDI
import Testing

@testable import RenderMusic

@Test("Unisons sound once and as long as the longest; a key struck again ends its earlier note")
func canonicalNotes() throws {
  let score = try TimedScore(notes: [
    units(24, 12, 60), units(0, 48, 64), units(0, 12, 60), units(0, 36, 60), units(24, 24, 67),
  ])
  #expect(
    score.notes == [
      units(0, 24, 60), units(0, 48, 64), units(24, 12, 60), units(24, 24, 67),
    ])
  #expect(score.end == 48)
}

@Test("The same notes in any order are the same score, which is canonical already")
func orderOfNotes() throws {
  var draws = Draws(1)
  for _ in 0..<100 {
    let notes = (0..<60).map { _ in
      units(
        Int.random(in: 0...60, using: &draws), Int.random(in: 1...30, using: &draws),
        UInt8.random(in: 60...66, using: &draws))
    }
    let score = try TimedScore(notes: notes)
    #expect(try TimedScore(notes: notes.shuffled(using: &draws)) == score)
    #expect(try TimedScore(notes: score.notes, tempos: score.tempos) == score)
    for key in UInt8(60)...66 {
      let same = score.notes.filter { $0.key == key }
      #expect(zip(same, same.dropFirst()).allSatisfy { $0.end <= $1.onset })
    }
  }
}

@Test("A tempo stands at the onset from which it holds, and only where it changes something")
func canonicalTempos() throws {
  func tempo(_ onset: Int, _ quartersPerMinute: Double) -> Piece.Tempo {
    Piece.Tempo(onset: onset, quartersPerMinute: quartersPerMinute)
  }
  let notes = [units(48, 24, 60), units(72, 24, 62), units(96, 24, 64)]
  let score = try TimedScore(
    notes: notes,
    tempos: [
      tempo(96, 80), tempo(0, 100), tempo(24, 90), tempo(60, 70), tempo(66, 80), tempo(97, 50),
    ])
  #expect(score.tempos == [tempo(0, 90), tempo(72, 80)])
  #expect(try TimedScore(notes: notes).tempos == [tempo(0, 120)])
  #expect(try TimedScore(notes: [], tempos: [tempo(0, 90)]).tempos.isEmpty)
}

@Test("Notes and tempi without a place on the grid are an error")
func beyondGrid() {
  for note in [
    units(-1, 1, 60), units(0, 0, 60), units(0, 1, 128), units(TimedScore.latest, 1, 60),
    units(1, TimedScore.latest, 60), units(.max, .max, 60), units(0, .max, 60), units(5, -1, 60),
  ] {
    #expect(throws: MusicError.self) { try TimedScore(notes: [note]) }
  }
  for tempo in [0, -1, .infinity, .nan] {
    #expect(throws: MusicError.self) {
      try TimedScore(
        notes: [units(0, 1, 60)], tempos: [.init(onset: 0, quartersPerMinute: tempo)])
    }
  }
}

@Test("A score is played as it stands: a quarter is 480 ticks")
func scoreOfTimedScore() throws {
  let read = try TimedScore(
    notes: [units(24, 36, 60)], tempos: [.init(onset: 0, quartersPerMinute: 72)])
  let score = Score(Piece(read, title: "Air"))
  #expect(score.title == "Air")
  #expect(score.ticksPerQuarter == 480)
  #expect(score.tempos == [Score.Tempo(tick: 0, quartersPerMinute: 72)])
  #expect(score.parts[0].notes == [Note(onset: 480, duration: 720, key: 60, velocity: 80)])
}
