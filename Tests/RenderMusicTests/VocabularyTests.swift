import Foundation
import Testing

@testable import RenderMusic

@Test("The same tokens give the same vocabulary, whatever their order")
func vocabularyIsDeterministic() {
  let tokens = ["E4", "4.9", "B-2", "0", "E4", "11.2.5", "4.9"]
  let vocabulary = Vocabulary(of: tokens)
  #expect(vocabulary.tokens == ["0", "11.2.5", "4.9", "B-2", "E4"])
  for _ in 0..<10 { #expect(Vocabulary(of: tokens.shuffled()) == vocabulary) }
}

@Test("Indices and tokens lead to each other")
func vocabularyIndices() throws {
  let vocabulary = try Vocabulary(ordered: ["E4", "0.4.7", "C4"])
  #expect(vocabulary.count == 3)
  for index in 0..<3 { #expect(vocabulary.index(of: vocabulary[index]) == index) }
  #expect(vocabulary.index(of: "D4") == nil)
}

@Test("A vocabulary survives coding, in its order")
func vocabularyCoding() throws {
  let vocabulary = try Vocabulary(ordered: ["E4", "0.4.7", "C4"])
  let data = try JSONEncoder().encode(vocabulary)
  #expect(String(decoding: data, as: UTF8.self) == #"["E4","0.4.7","C4"]"#)
  #expect(try JSONDecoder().decode(Vocabulary.self, from: data) == vocabulary)
}

@Test("A vocabulary with a token twice is refused")
func duplicateTokens() {
  #expect(throws: MusicError.duplicateToken("E4")) { try Vocabulary(ordered: ["E4", "C4", "E4"]) }
  #expect(throws: MusicError.self) {
    try JSONDecoder().decode(Vocabulary.self, from: Data(#"["E4","E4"]"#.utf8))
  }
}
