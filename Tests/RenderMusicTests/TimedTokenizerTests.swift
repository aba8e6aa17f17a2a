import Testing

@testable import RenderMusic

@Test("A piece reads as start, tempo, then time, pitch and length of each note, then end")
func timedTokens() throws {
  let score = try TimedScore(
    notes: [
      units(0, 24, 67), units(0, 96, 60), units(0, 97, 64), units(24, 8, 72), units(32, 192, 74),
      units(128, 1, 60), units(320, 24, 48), units(417, 300, 48),
    ],
    tempos: [.init(onset: 0, quartersPerMinute: 116), .init(onset: 128, quartersPerMinute: 60)])
  #expect(
    TimedTokenizer().names(score).joined(separator: " ") == """
      start tempo120 +0 C4 =96 +0 E4 =96+ =1 +0 G4 =24 +24 C5 =8 +8 D5 =96+ =96 \
      +96 tempo60 C4 =1 +96+ +96 C3 =24 +96+ +1 C3 =96+ =96+ =96+ =12 end
      """)
  #expect(TimedTokenizer().encode(TimedScore(empty: ())).tokens.isEmpty)
  #expect(TimedTokenizer().decode([]).score.notes.isEmpty)
}

@Test("Score to tokens to score is exact in onset, pitch and duration for every score")
func timedRoundTrip() {
  var draws = Draws(5)
  for _ in 0..<1000 {
    let score = TimedScore.random(&draws)
    let encoding = TimedTokenizer().encode(score)
    // The random tempi are marks, so that they come back, too.
    #expect(
      TimedTokenizer().decode(encoding.tokens) == TimedTokenizer.Decoding(score: score))
    #expect(encoding.movedPitches + encoding.movedShifts + encoding.movedDurations == 0)
    #expect(encoding.mergedNotes + encoding.mergedTempos == 0 && encoding.tempos.moved == 0)
  }
}

@Test("The longest rests and notes of the grid are exact, up to its last unit")
func longestLengths() throws {
  let last = TimedScore.latest
  for notes in [
    [units(last - 1, 1, 60)], [units(0, last, 0)], [units(0, 1, 5), units(last - 97, 97, 5)],
    [units(0, last - 1, 60), units(last - 1, 1, 60)], (0..<128).map { units(last - 1, 1, $0) },
  ] {
    let score = try TimedScore(notes: notes)
    #expect(
      TimedTokenizer().decode(TimedTokenizer().encode(score).tokens)
        == TimedTokenizer.Decoding(score: score))
  }
}

@Test("Tempi go to the nearest mark in proportion; the error and what falls together are counted")
func temposOfTokens() throws {
  let tempos = [120.0, 118, 126, 5, 1000, 60.5].enumerated().map {
    Piece.Tempo(onset: 24 * $0.offset, quartersPerMinute: $0.element)
  }
  let score = try TimedScore(notes: (0..<6).map { units(24 * $0, 24, 60) }, tempos: tempos)
  let encoding = TimedTokenizer().encode(score)
  #expect(
    TimedTokenizer().names(score).filter { $0.hasPrefix("tempo") } == [
      "tempo120", "tempo132", "tempo20", "tempo320", "tempo60",
    ])
  #expect(encoding.mergedTempos == 1)
  #expect(encoding.tempos.count == 6)
  #expect(encoding.tempos.moved == 5)
  #expect(encoding.tempos.largest == 3)
}

@Test("Between the slowest and the fastest mark no tempo is more than 6% from one")
func tempoMarks() {
  for tenths in 200...3200 {
    let tempo = Double(tenths) / 10
    let mark = TimedVocabulary.full.nearestTempo(to: tempo).quartersPerMinute
    #expect(abs(Double(mark) / tempo - 1) < 0.06)
    for other in TimedVocabulary.tempoMarks {
      let (near, far) = (Double(mark) / tempo, Double(other) / tempo)
      #expect(max(near, 1 / near) <= max(far, 1 / far) + 1e-9)
    }
  }
}

@Test("A token that cannot stand where it stands is passed over and counted")
func refusedTokens() throws {
  let tokenizer = TimedTokenizer()
  let tokens = tokenizer.indices([
    "C4", "start", "start", "tempo88", "+0", "C4", "E4", "=24", "=12", "+0", "C4", "+0", "A3",
    "E4", "=96+", "=96", "+12", "tempo88", "C4", "F4", "=6", "+96+", "end", "+1", "G4", "=1",
    "end", "+0",
  ])
  let decoding = tokenizer.decode(tokens)
  #expect(
    decoding.score.notes == [
      units(0, 24, 60), units(0, 192, 64), units(12, 6, 65), units(109, 1, 67),
    ])
  // C4, start, E4, =12, C4, +0, A3, tempo88, C4, end, +0.
  #expect(decoding.refused == 11)
  let unfinished = tokenizer.decode(tokenizer.indices(["start", "tempo88", "+0", "C4", "=96+"]))
  #expect(unfinished.score.notes.isEmpty && unfinished.refused == 0)
}

// MARK: Outside the vocabulary

private func tokenizer(_ names: String) throws -> TimedTokenizer {
  let always = ["start", "end", "+0", "+1", "+96+", "=1", "=96+", "tempo100"]
  return TimedTokenizer(
    try TimedVocabulary(
      Vocabulary(ordered: always + names.split(separator: " ").map(String.init))))
}

@Test("A pitch outside the vocabulary goes to the nearest octave, else to the nearest pitch")
func nearestPitches() throws {
  let tokenizer = try tokenizer("C3 C4 C6 F4 =24 +24")
  let keys: [UInt8] = [60, 72, 0, 127, 62, 63, 108, 100]
  let score = try TimedScore(
    notes: keys.enumerated().map { units(24 * $0.offset, 24, $0.element) })
  let encoding = tokenizer.encode(score)
  #expect(
    tokenizer.decode(encoding.tokens).score.notes.map(\.key) == [60, 60, 48, 84, 60, 65, 84, 84])
  #expect(encoding.movedPitches == 7)
  let unison = try tokenizer.encode(TimedScore(notes: [units(0, 24, 60), units(0, 24, 72)]))
  #expect(unison.mergedNotes == 1)
}

@Test("Durations outside the vocabulary go to the nearest that does not run into the same key")
func nearestDurations() throws {
  let tokenizer = try tokenizer("C4 D4 =24 =48 +30 +40")
  let score = try TimedScore(notes: [
    units(0, 30, 60), units(30, 40, 60), units(30, 36, 62), units(70, 24, 60), units(100, 40, 62),
    units(140, 90, 62),
  ])
  let encoding = tokenizer.encode(score)
  #expect(
    tokenizer.decode(encoding.tokens).score.notes == [
      // At 30, C4 is struck again before 48 units are over; D4 is as near to 24 as to 48.
      units(0, 24, 60), units(30, 24, 60), units(30, 24, 62), units(70, 24, 60),
      units(100, 24, 62), units(140, 97, 62),
    ])
  #expect(encoding.movedDurations == 5)
}

@Test("Shifts outside the vocabulary go to the nearest, and what they are off does not add up")
func nearestShifts() throws {
  let tokenizer = try tokenizer("C4 =6 =24 +24 +36")
  let score = try TimedScore(notes: (0..<100).map { units(28 * $0, 6, 60) })
  let encoding = tokenizer.encode(score)
  let notes = tokenizer.decode(encoding.tokens).score.notes
  #expect(encoding.movedShifts == 99)
  #expect(notes.count == 100)
  #expect(zip(notes, score.notes).allSatisfy { abs($0.onset - $1.onset) <= 12 })
}

@Test("Any score can be written in any vocabulary, note for note unless pitches fall together")
func anyVocabulary() throws {
  var draws = Draws(6)
  for _ in 0..<300 {
    let share = Double.random(in: 0...0.3, using: &draws)
    let names = TimedVocabulary.full.vocabulary.tokens.dropFirst(2).filter {
      !["+0", "+1", "+96+", "=1", "=96+", "tempo100"].contains($0)
        && Double.random(in: 0...1, using: &draws) < share
    }
    let tokenizer = try tokenizer("C4 " + names.filter { $0 != "C4" }.joined(separator: " "))
    var score = TimedScore.random(&draws)
    if Bool.random(using: &draws) {
      // Against the end of the grid.
      let late = TimedScore.latest - score.end
      score = try TimedScore(
        notes: score.notes.map { units($0.onset + late, $0.duration, $0.key) })
    }
    let encoding = tokenizer.encode(score)
    let decoding = tokenizer.decode(encoding.tokens)
    #expect(decoding.refused == 0)
    #expect(decoding.score.notes.count == score.notes.count - encoding.mergedNotes)
    #expect(tokenizer.encode(decoding.score).tokens == encoding.tokens)
  }
}

extension TimedScore {
  fileprivate init(empty: Void) { self = try! TimedScore(notes: []) }
}
