import Foundation
import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// Bits a note.
struct TimedEvaluationTests {
  @Test("The bits are those of the generator's own probabilities, tempi left out")
  func generatorsProbabilities() throws {
    let model = try randomTimedModel(scale: 6)
    var scores = (0..<5).map { randomScore($0, notes: 60) }
    scores.append(
      try TimedScore(
        notes: scores[0].notes,
        tempos: [0, 240, 480].map {
          Piece.Tempo(onset: $0, quartersPerMinute: 60 + Double($0) / 8)
        }))
    var bits = BitsPerNote()
    var mixedBits = BitsPerNote()
    for score in scores {
      let tokens = TimedTokenizer().encode(score.inHomeKey().score).tokens
      bits.addKey()
      mixedBits.addKey()
      var decoder = TokenDecoder(InferenceNetwork(model.parameters), context: .stateful)
      var listener = TimedListener(.full)
      var mask = [Bool](repeating: false, count: 358)
      var memory = PieceMemory(MemoryHead(try #require(model.memory)), .full)
      for (token, next) in zip(tokens, tokens.dropFirst()) {
        _ = listener.hear(token)
        memory.hear(token)
        decoder.push(token, features: listener.features(remaining: nil))
        listener.grammar.writeAllowed(to: &mask)
        let kind = TimedVocabulary.full.tokens[Int(next)].kind
        if kind == .tempo { continue }
        let kinds = TimedVocabulary.full.tokens.map(\.kind)
        let weights = decoder.logits.indices.map {
          mask[$0] && kinds[$0] != .tempo ? exp(Double(decoder.logits[$0])) : 0
        }
        let probabilities = weights.map { Float($0 / weights.reduce(0, +)) }
        bits.add(-log2(Double(probabilities[Int(next)])), for: kind)
        let mixed = memory.mix(
          network: probabilities, allowed: zip(mask, kinds).map { $0 && $1 != .tempo },
          state: decoder.hidden)
        mixedBits.add(-log2(Double(mixed[Int(next)])), for: kind)
      }
    }
    for threads in [1, 2, 9] {
      let found = try model.evaluate(scores, threads: threads)
      #expect(found.moved == 0 && found.bits.notes == scores.reduce(0) { $0 + $1.notes.count })
      for (found, expected) in [(found.bits, mixedBits), (found.bitsWithoutMemory, bits)] {
        #expect(abs(found.onset - expected.onset) < 1e-4)
        #expect(abs(found.pitch - expected.pitch) < 1e-4)
        #expect(abs(found.duration - expected.duration) < 1e-4)
      }
    }
    #expect(bits.total > 10 && abs(mixedBits.total - bits.total) > 0.1)
    #expect(abs(bits.total - (bits.onset + bits.pitch + bits.duration)) < 1e-9)
  }

  @Test("Bits are numbers where a network is so sure that single precision has no probability left")
  func sureAndWrong() throws {
    let bits = try randomTimedModel(scale: 1000).evaluate([randomScore(1)], threads: 1)
    #expect(bits.bits.total.isFinite && bits.bitsWithoutMemory.total.isFinite)
    #expect(bits.bitsWithoutMemory.total > 400)
  }

  @Test("Pieces longer than a chunk, more of them than rows, and no pieces at all are measured")
  func sizes() throws {
    let model = try randomTimedModel()
    let scores = (0..<40).map { randomScore($0, notes: 1 + Int($0) * 7) }
    let together = try model.evaluate(scores, threads: 2)
    let apart = try scores.reduce(into: BitsPerNote()) {
      $0 += try model.evaluate([$1], threads: 1).bits
    }
    #expect(together.bits.notes == apart.notes && abs(together.bits.total - apart.total) < 1e-4)
    #expect(try model.evaluate([TimedScore](), threads: 2).bits.notes == 0)
  }
}
