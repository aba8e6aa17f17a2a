import RenderMusic
import Testing

@testable import RenderComposer

struct NGramModelTests {
  private static let vocabulary = TimedVocabulary.full

  @Test("Probabilities of all that may stand in a place add up to 1", arguments: 1...6)
  func sums(order: Int) throws {
    let model = try NGramModel(order: order, learning: (0..<6).map { randomScore($0) })
    // Known contexts, and those of a piece that was not learned.
    for score in [randomScore(0, notes: 30), randomScore(50, notes: 30)] {
      var history = NGramModel.emptyHistory
      for symbol in NGramModel.symbols(of: score) {
        let kind = Self.vocabulary.tokens[Int(symbol)].kind
        let group = Self.vocabulary.tokens.indices.filter {
          let token = Self.vocabulary.tokens[$0]
          if token == .start { return false }
          return (token == .end ? .shift : token.kind) == (kind == .structure ? .shift : kind)
        }
        let sum = group.reduce(0.0) { $0 + model.probability(of: Int32($1), after: history) }
        #expect(abs(sum - 1) < 1e-9)
        history = history << 9 | UInt64(symbol)
      }
    }
  }

  @Test("A context of no symbol, or of more than six, is refused", arguments: [0, 7])
  func refused(order: Int) {
    #expect(throws: ComposerError.self) { try NGramModel(order: order, learning: []) }
  }

  @Test("A unigram's probabilities are discounted counts, the rest spread evenly")
  func unigram() throws {
    // Counts of 1 are three (D4, +0, end), of 2 none, of 3 two (C4, +24), of 4 one (=24): so 1 loses a
    // half, and 3 and more lose 3 - 4 · 1/2 = 1.
    let score = try TimedScore(
      notes: [60, 60, 62, 60].enumerated().map {
        Piece.Note(onset: $0.offset * 24, duration: 24, key: UInt8($0.element))
      })
    let model = try NGramModel(order: 1, learning: [score])
    func probability(_ token: TimedToken) -> Double {
      model.probability(of: Self.vocabulary.index(of: token)!, after: NGramModel.emptyHistory)
    }
    #expect(abs(probability(.pitch(key: 60)) - (2 + 1.5 / 128) / 4) < 1e-12)
    #expect(abs(probability(.pitch(key: 62)) - (0.5 + 1.5 / 128) / 4) < 1e-12)
    #expect(abs(probability(.pitch(key: 61)) - (1.5 / 128) / 4) < 1e-12)
    #expect(abs(probability(.duration(24)) - (3 + 1.0 / 97) / 4) < 1e-12)
  }

  @Test("What is known by heart costs little, and longer contexts help with it")
  func learned() throws {
    let known = (0..<20).map { randomScore($0) }
    let bits = try (1...6).map { try NGramModel(order: $0, learning: known).evaluate(known).total }
    for (shorter, longer) in zip(bits, bits.dropFirst()) { #expect(longer < shorter + 0.01) }
    #expect(bits[5] < bits[0] / 2)
    let other = try NGramModel(order: 4, learning: known).evaluate([randomScore(99)])
    #expect(other.notes == randomScore(99).notes.count && other.total > bits[3])
  }
}
