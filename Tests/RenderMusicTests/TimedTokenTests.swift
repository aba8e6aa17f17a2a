import Testing

@testable import RenderMusic

@Test("Every token has one name, which says what it is")
func timedTokenNames() throws {
  let vocabulary = TimedVocabulary.full
  #expect(vocabulary.count == 358)
  for (token, name) in zip(vocabulary.tokens, vocabulary.vocabulary.tokens) {
    #expect(try TimedToken(name) == token)
    #expect(token.description == name)
  }
  #expect(TimedToken.pitch(key: 60).description == "C4")
  #expect(TimedToken.pitch(key: 27).description == "Eb1")
  #expect(TimedToken.pitch(key: 4).description == "E-1")
  #expect(try TimedToken("tempo121") == .tempo(quartersPerMinute: 121))
  for name in [
    "", "C", "E-4", "+", "+97", "+012", "=0", "=97", "+96++", "tempo", "tempo3", "tempo1000",
    "tempo+90", "tempo090", "Start",
  ] {
    #expect(throws: MusicError.malformedTimedToken(name)) { try TimedToken(name) }
  }
}

@Test("Each token says one kind of thing")
func timedTokenKinds() {
  var counts: [TimedToken.Kind: Int] = [:]
  for token in TimedVocabulary.full.tokens { counts[token.kind, default: 0] += 1 }
  #expect(counts == [.structure: 2, .tempo: 33, .shift: 98, .pitch: 128, .duration: 97])
}

@Test("A vocabulary in any order is kept as it is; one that cannot write all music is refused")
func timedVocabularyNames() throws {
  let names = ["=1", "C4", "start", "+0", "+1", "end", "+96+", "=96+", "tempo90", "=24"]
  let vocabulary = try TimedVocabulary(Vocabulary(ordered: names))
  #expect(vocabulary.vocabulary.tokens == names)
  #expect(vocabulary.index(of: .duration(24)) == 9)
  #expect(vocabulary.index(of: .duration(25)) == nil)
  for name in names where name != "=24" {
    let incomplete = try Vocabulary(ordered: names.filter { $0 != name })
    #expect(throws: MusicError.self) { try TimedVocabulary(incomplete) }
  }
  #expect(throws: MusicError.malformedTimedToken("4.9")) {
    try TimedVocabulary(Vocabulary(ordered: names + ["4.9"]))
  }
}

@Test("A vocabulary can be reduced to what pieces hold often enough, with every key between")
func reducedVocabulary() throws {
  let score = try TimedScore(
    notes: [units(0, 24, 60), units(24, 24, 64), units(48, 24, 64), units(60, 7, 50)],
    tempos: [.init(onset: 0, quartersPerMinute: 90)])
  #expect(
    TimedVocabulary(of: [score]).vocabulary.tokens == [
      "start", "end", "tempo88", "+0", "+1", "+12", "+24", "+96+", "D3", "Eb3", "E3", "F3", "F#3",
      "G3", "G#3", "A3", "Bb3", "B3", "C4", "C#4", "D4", "Eb4", "E4", "=1", "=7", "=24", "=96+",
    ])
  #expect(
    TimedVocabulary(of: [score, score], minimum: 4).vocabulary.tokens == [
      "start", "end", "tempo120", "+0", "+1", "+24", "+96+", "E4", "=1", "=24", "=96+",
    ])
  #expect(TimedVocabulary(of: []).count == 9)
}
