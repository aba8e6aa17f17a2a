import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer

@Suite("Notes that a network mishears while it learns")
struct MistakesTests {
  @Test("What is heard is a piece with the same onsets, and some other keys and lengths")
  func pieces() {
    let vocabulary = TimedVocabulary.full
    var (keys, lengths, notes) = (0, 0, 0)
    for seed in 0..<40 as Range<UInt64> {
      let tokens = TimedTokenizer(vocabulary).encode(randomScore(seed, notes: 150)).tokens
      var generator = SeededGenerator(seed: seed, stream: .mistakes(epoch: 0, piece: 0))
      let heard = Mistakes.heard(tokens, vocabulary, share: 0.2, with: &generator)
      #expect(heard.count == tokens.count)
      let decoded = TimedTokenizer(vocabulary).decode(heard)
      let score = TimedTokenizer(vocabulary).decode(tokens).score
      #expect(decoded.refused == 0)
      #expect(decoded.score.notes.map(\.onset) == score.notes.map(\.onset))
      for (one, other) in zip(decoded.score.notes, score.notes) {
        keys += one.key == other.key ? 0 : 1
        lengths += one.duration == other.duration ? 0 : 1
      }
      notes += score.notes.count
    }
    #expect((0.05...0.2).contains(Double(keys) / Double(notes)))
    #expect((0.05...0.2).contains(Double(lengths) / Double(notes)))
  }

  @Test("Without a share of mistakes, and in a piece without notes, everything is heard as it is")
  func none() {
    let vocabulary = TimedVocabulary.full
    var generator = SeededGenerator(seed: 1, stream: .mistakes(epoch: 0, piece: 0))
    let tokens = TimedTokenizer(vocabulary).encode(randomScore(1, notes: 50)).tokens
    #expect(Mistakes.heard(tokens, vocabulary, share: 0, with: &generator) == tokens)
    #expect(Mistakes.heard([], vocabulary, share: 1, with: &generator) == [])
  }
}
