import RenderMIDI
import Testing

@testable import RenderMusic

/// Tokens drawn uniformly from those that may follow, to the end of the piece; nil where none may.
private func drawPiece(_ vocabulary: TimedVocabulary, _ draws: inout Draws) -> [Int32]? {
  var grammar = TimedGrammar(vocabulary)
  var mask = [Bool](repeating: false, count: vocabulary.count)
  var tokens: [Int32] = []
  while !grammar.hasEnded {
    grammar.writeAllowed(to: &mask)
    let allowed = mask.indices.filter { mask[$0] }
    guard var token = allowed.randomElement(using: &draws) else { return nil }
    // Where a vocabulary is small, the end is likelier than any piece wants.
    if Int32(token) == vocabulary.end, tokens.count < 100 {
      token = allowed.randomElement(using: &draws)!
    }
    guard grammar.read(Int32(token)) != .refused else { return nil }
    tokens.append(Int32(token))
  }
  grammar.writeAllowed(to: &mask)
  return mask.contains(true) ? nil : tokens
}

/// Whether every note-on has its note-off before the key is struck again, on the whole file.
private func isCleanlyPaired(_ file: MIDIFile) -> Bool {
  var sounding: Set<UInt8> = []
  for event in file.tracks.flatMap(\.events).map(\.event) {
    switch event {
    case .noteOn(_, let key, _): guard sounding.insert(key).inserted else { return false }
    case .noteOff(_, let key, _): guard sounding.remove(key) != nil else { return false }
    default: break
    }
  }
  return sounding.isEmpty
}

@Test("1,000 pieces drawn from the mask are valid files, without hanging or overlapping notes")
func drawnPieces() throws {
  var draws = Draws(7)
  let tokenizer = TimedTokenizer()
  var notes = 0
  for _ in 0..<1000 {
    let tokens = try #require(drawPiece(.full, &draws))
    let decoding = tokenizer.decode(tokens)
    #expect(decoding.refused == 0)
    let file = try MIDIFile(parsing: MIDIFile(Score(Piece(decoding.score))).encoded())
    #expect(isCleanlyPaired(file))
    let (read, quantization) = try TimedScore.quantizing(file)
    #expect(read.notes == decoding.score.notes)
    #expect(quantization.movedNotes + quantization.mergedNotes + quantization.endedNotes == 0)
    // Read back, a piece is the same tokens: there is one sequence for each.
    #expect(tokenizer.encode(read).tokens == tokens)
    notes += read.notes.count
  }
  #expect(notes > 20_000)
}

@Test("The grammar never runs out of tokens, however small the vocabulary")
func smallVocabularies() throws {
  var draws = Draws(8)
  for names in [
    "C4", "C4 D4 =96", "C4 =96 +3", "C4 C5 =90 +50 +96 tempo60", "C4 D4 E4 =2 =95 +2",
  ] {
    let always = ["start", "end", "+0", "+1", "+96+", "=1", "=96+", "tempo100"]
    let vocabulary = try TimedVocabulary(
      Vocabulary(ordered: always + names.split(separator: " ").map(String.init)))
    for _ in 0..<50 {
      let tokens = try #require(drawPiece(vocabulary, &draws))
      let decoding = TimedTokenizer(vocabulary).decode(tokens)
      #expect(decoding.refused == 0)
      #expect(TimedTokenizer(vocabulary).encode(decoding.score).tokens == tokens)
    }
  }
}

@Test("At the end of the grid, and while every key sounds, only what can be completed may follow")
func cornersOfTheGrammar() throws {
  func following(_ notes: [Piece.Note]) throws -> [String] {
    let tokens = TimedTokenizer().encode(try TimedScore(notes: notes)).tokens.dropLast()
    var grammar = TimedGrammar()
    for token in tokens { #expect(grammar.read(token) != .refused) }
    var mask = [Bool](repeating: false, count: TimedVocabulary.full.count)
    grammar.writeAllowed(to: &mask)
    return mask.indices.filter { mask[$0] }.map { TimedVocabulary.full.vocabulary[$0] }
  }
  let last = TimedScore.latest
  let allKeys = UInt8(0)..<128
  #expect(try following([units(last - 1, 1, 60)]) == ["end", "+0"])
  #expect(try following([units(last - 1, 1, 127)]) == ["end"])
  #expect(try following([units(last - 3, 1, 60)]) == ["end", "+0", "+1", "+2"])
  #expect(try following(allKeys.map { units(0, last, $0) }) == ["end"])
  #expect(
    try following(allKeys.map { units(0, $0 == 5 ? 95 : 200, $0) })
      == ["end", "+95", "+96", "+96+"])
  #expect(try following(allKeys.map { units(0, 97, $0) }) == ["end", "+96+"])
}

@Test("A key that sounds, a lower key of the chord, a second tempo and an early end are refused")
func refusals() {
  let tokenizer = TimedTokenizer()
  func refuses(_ names: String) -> Bool {
    let tokens = tokenizer.indices(names.split(separator: " ").map(String.init))
    var grammar = TimedGrammar()
    for token in tokens.dropLast() { #expect(grammar.read(token) != .refused) }
    let isAllowed = grammar.allows(tokens.last!)
    #expect((grammar.read(tokens.last!) == .refused) == !isAllowed)
    return !isAllowed
  }
  let opening = "start tempo88 +0 E4 =24"
  for tokens in [
    "+0", "start end", "start +0", "start tempo88 end", "start tempo88 tempo60",
    "start tempo88 +12 tempo60", "\(opening) +0 E4", "\(opening) +0 D4", "\(opening) +12 E4",
    "\(opening) +0 tempo60", "\(opening) +12 tempo88", "\(opening) +12 tempo60 tempo72",
    "\(opening) +12 end", "\(opening) +96+ end", "\(opening) +96+ +0", "\(opening) C4",
    "start tempo88 +0 C4 end", "start tempo88 +0 C4 =96+ end", "start tempo88 +0 C4 +0",
    "\(opening) end end",
  ] {
    #expect(refuses(tokens), "\(tokens)")
  }
  for tokens in [
    "\(opening) +0 F4", "\(opening) +24 E4", "\(opening) +12 D4", "\(opening) +12 tempo60",
    "\(opening) +96+ +96+", "\(opening) end",
  ] {
    #expect(!refuses(tokens), "\(tokens)")
  }
}
