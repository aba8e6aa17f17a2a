import Foundation
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

struct SamplingTests {
  /// Logits whose probabilities are 0.4, 0.3, 0.15, 0.1, 0.05, not in this order.
  private let probabilities = [0.1, 0.4, 0.05, 0.3, 0.15]
  private var logits: [Float] { probabilities.map { Float(log($0)) + 3 } }

  private func draw(
    _ sampling: Sampling, _ logits: [Float], _ generator: inout SeededGenerator
  ) -> Int32 {
    let allowed = [Bool](repeating: true, count: logits.count)
    return sampling.draw(
      sampling.probabilities(logits, allowed: allowed, ofPitches: true), with: &generator)
  }

  private func counts(_ sampling: Sampling, draws: Int = 100_000, seed: UInt64 = 1) -> [Int] {
    let logits = logits
    var generator = SeededGenerator(seed: seed)
    var counts = [Int](repeating: 0, count: logits.count)
    for _ in 0..<draws { counts[Int(draw(sampling, logits, &generator))] += 1 }
    return counts
  }

  /// Whether the frequencies are those of these weights, by six standard deviations each.
  private func follow(_ counts: [Int], _ weights: [Double]) -> Bool {
    let (draws, sum) = (Double(counts.reduce(0, +)), weights.reduce(0, +))
    return zip(counts, weights).allSatisfy { count, weight in
      let p = weight / sum
      return abs(Double(count) - draws * p) <= 6 * (draws * p * (1 - p)).squareRoot()
    }
  }

  @Test("Drawn frequencies follow the probabilities")
  func frequencies() {
    #expect(follow(counts(Sampling(topP: 1)), probabilities))
    // The test can fail.
    #expect(!follow(counts(Sampling(topP: 1)), [0.1, 0.4, 0.05, 0.32, 0.13]))
  }

  @Test("Temperature sharpens or flattens them")
  func temperature() {
    for temperature in [0.5, 0.8, 2, 10] {
      #expect(
        follow(
          counts(Sampling(temperature: Float(temperature), topP: 1)),
          probabilities.map { pow($0, 1 / temperature) }), "\(temperature)")
    }
  }

  @Test(
    "At temperature 0, and as near as a number can be, the likeliest is taken",
    arguments: [0, .leastNonzeroMagnitude, 1e-30])
  func greedy(temperature: Float) {
    #expect(counts(Sampling(temperature: temperature, topP: 1), draws: 1000) == [0, 1000, 0, 0, 0])
  }

  @Test("Greedy takes the largest logit, the first among equals")
  func greedyTies() {
    var generator = SeededGenerator(seed: 1)
    let before = generator
    #expect(draw(.greedy, [1, 5, -2, 5], &generator) == 1)
    #expect(draw(.greedy, [-.infinity, -3], &generator) == 1)
    #expect(generator == before)
  }

  @Test("Top-k keeps the k likeliest, in proportion")
  func topK() {
    #expect(counts(Sampling(topK: 1, topP: 1), draws: 1000) == [0, 1000, 0, 0, 0])
    #expect(follow(counts(Sampling(topK: 3, topP: 1)), [0, 0.4, 0, 0.3, 0.15]))
    #expect(follow(counts(Sampling(topK: 1000, topP: 1)), probabilities))
  }

  @Test("Top-p keeps the likeliest that together reach it, in proportion")
  func topP() {
    #expect(counts(Sampling(topP: 0.01), draws: 1000) == [0, 1000, 0, 0, 0])
    #expect(follow(counts(Sampling(topP: 0.69)), [0, 0.4, 0, 0.3, 0]))
    #expect(follow(counts(Sampling(topP: 0.71)), [0, 0.4, 0, 0.3, 0.15]))
    #expect(follow(counts(Sampling(topP: 0.94)), [0.1, 0.4, 0, 0.3, 0.15]))
    #expect(follow(counts(Sampling(topP: 0.96)), probabilities))
  }

  @Test("Times and lengths all stay in the draw")
  func times() {
    let sampling = Sampling(topK: 2, topP: 0.3, minP: 0.9)
    let all = [Bool](repeating: true, count: logits.count)
    let times = sampling.probabilities(logits, allowed: all, ofPitches: false)
    #expect(zip(times, probabilities).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    let pitches = sampling.probabilities(logits, allowed: all, ofPitches: true)
    #expect(pitches.count { $0 > 0 } == 1)
  }

  @Test("Of equal probabilities each is drawn as often, and top-k keeps the first")
  func equals() {
    var generator = SeededGenerator(seed: 1)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 {
      let token = draw(Sampling(topK: 3, topP: 1), [2, 2, 2, 2, 2, 2], &generator)
      counts[Int(token)] += 1
    }
    #expect(follow(counts, [1, 1, 1, 0, 0, 0]))
  }

  @Test("Logits that are no numbers give some token, never a crash")
  func notNumbers() {
    var generator = SeededGenerator(seed: 1)
    for logits in [
      [.nan, .nan], [1, .nan, 3], [.infinity, .infinity], [-.infinity, -.infinity],
      [.greatestFiniteMagnitude, -.greatestFiniteMagnitude], [5],
    ] as [[Float]] {
      for sampling in [
        Sampling(), .greedy, Sampling(topK: 1), Sampling(temperature: .leastNonzeroMagnitude),
      ] {
        let token = draw(sampling, logits, &generator)
        #expect(logits.indices.contains(Int(token)))
      }
    }
  }
}

@Suite("A ranking") struct RankingTests {
  @Test(
    "puts numbers in the order of their keys, equal ones in their own",
    arguments: [0, 1, 2, 63, 64, 65, 400, 3000])
  func order(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    // Keys that differ in all digits, in some, and hardly at all.
    for differing: UInt32 in [.max, 0xFF00_FF00, 0x00FF_FFFF, 7, 0] {
      let keys = (0..<count).map { _ in UInt32(truncatingIfNeeded: random.next()) & differing }
      var ranking = Ranking(capacity: count)
      for (number, key) in keys.enumerated() { ranking.append(UInt32(number), key: key) }
      #expect(ranking.sorted() == keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) })
    }
  }
}
