import Testing

@testable import RenderMusic

@Test("Every token reads back as itself, but for two names that a flat of the octave above shares")
func tokensReadBack() throws {
  for key in UInt8(0)..<128 {
    let read = try ClassicToken(ClassicToken.note(key: key).description)
    #expect(read == .note(key: [4: 27, 11: 34][key] ?? key))
  }
  for bits in UInt16(1)..<4096 {
    let token = ClassicToken(chord: PitchClassSet(bits: bits))
    #expect(try ClassicToken(token.description) == token)
  }
}

@Test("Other spellings and orders of the same music are read")
func otherSpellings() throws {
  #expect(try ClassicToken("D-4") == ClassicToken("C#4"))
  #expect(try ClassicToken("F##3") == ClassicToken("G3"))
  #expect(try ClassicToken("7.0.4") == ClassicToken("0.4.7"))
}

@Test(
  "What is neither note nor chord is an error that names it",
  arguments: [
    "", "H4", "E", "E10", "E#-4", "E#####4", "C4.7", "12", "0..4", ".", "4.", "-1", "0.4.99",
    "99999999999999999999", "e4", "B#9", "４",
  ])
func malformedTokens(text: String) {
  #expect(throws: MusicError.malformedToken(text)) { try ClassicToken(text) }
  #expect("\(MusicError.malformedToken(text))".contains("'\(text)'"))
}

@Test("A chord moved and moved back is the same token")
func transpositionIsInvertible() throws {
  for bits in UInt16(1)..<4096 {
    let token = ClassicToken(chord: PitchClassSet(bits: bits))
    for semitones in -11...11 {
      let moved = try #require(token.transposed(by: semitones))
      #expect(moved.transposed(by: -semitones) == token)
    }
  }
}

@Test("A note moves by key and never leaves the MIDI keys")
func noteTransposition() throws {
  #expect(try ClassicTokenizer.transposed("E-4", by: 2) == "F4")
  #expect(try ClassicTokenizer.transposed("B4", by: -1) == "B-4")
  #expect(try ClassicTokenizer.transposed("G9", by: 1) == nil)
  #expect(try ClassicTokenizer.transposed("C4", by: -61) == nil)
  #expect(try ClassicTokenizer.transposed("C4", by: .max) == nil)
  #expect(try ClassicTokenizer.transposed("11.2.5", by: .min) != nil)
}

@Test("Moved tokens are the tokens of the moved music")
func transpositionCommutes() throws {
  for golden in Golden.decoded("tokens.jsonl") as [Golden.Tokens]
  where !golden.file.hasPrefix("drums") {
    let file = try Golden.file(golden.file)
    guard let moved = file.transposed(by: 5) else { continue }
    let expected = try ClassicTokenizer().events(of: file).map { $0.token.transposed(by: 5) }
    #expect(try ClassicTokenizer().events(of: moved).map(\.token) == expected, "\(golden.file)")
  }
}
