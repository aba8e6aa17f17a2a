import NeuralNetwork
import Randomness

/// How the next token is drawn from the network's logits.
public struct Sampling: Hashable, Codable, Sendable {
  /// Divides the logits: below 1 the likely becomes likelier, at 0 only the likeliest remains (greedy).
  public var temperature: Float
  /// Only so many of the likeliest tokens stay in the draw; `nil` keeps all.
  public var topK: Int?
  /// Only the likeliest tokens that together reach this probability stay in the draw (nucleus
  /// sampling, Holtzman et al. 2020); 1 keeps all.
  public var topP: Float
  /// Tokens that have less than this share of the likeliest one's probability leave the draw (Nguyen
  /// et al. 2024); 0 keeps all.
  public var minP: Float

  public init(temperature: Float = 1, topK: Int? = nil, topP: Float = 0.98, minP: Float = 0) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
  }

  /// Always the likeliest token.
  public static let greedy = Sampling(temperature: 0, topP: 1)

  /// - Throws: the option that is out of range.
  public func validate() throws(ComposerError) {
    guard temperature >= 0, temperature <= 10 else {
      throw .badOption("a temperature of \(temperature) is out of range (0 to 10)")
    }
    guard topP > 0, topP <= 1 else {
      throw .badOption("a top-p of \(topP) is out of range (above 0, to 1)")
    }
    guard minP >= 0, minP <= 1 else {
      throw .badOption("a min-p of \(minP) is out of range (0 to 1)")
    }
    if let topK, topK < 1 { throw .badOption("a top-k of \(topK) leaves no token to draw") }
  }

  /// Draws one of the tokens that are allowed. Fixed operations in a fixed order: the same logits and
  /// generator give the same token on every machine.
  func draw(
    from logits: [Float], allowed: [Bool], with generator: inout SeededGenerator
  ) -> Int32 {
    let candidates = logits.indices.filter { allowed[$0] }
    let logits = candidates.map { logits[$0] }
    return Int32(candidates[Int(draw(from: logits, with: &generator))])
  }

  /// Draws one token.
  func draw(from logits: [Float], with generator: inout SeededGenerator) -> Int32 {
    if temperature == 0 { return Int32(likeliest(logits)) }
    // The largest is taken off before the division: whatever the temperature, it stays a number.
    let largest = logits.max() ?? 0
    let probabilities = softmax(logits.map { ($0 - largest) / temperature })
    // Equal probabilities in the order of their tokens, so that sorting has one result.
    let ranked = probabilities.indices.sorted {
      (probabilities[$1], $0) < (probabilities[$0], $1)
    }
    var kept = ranked.prefix(topK ?? ranked.count)
    let least = minP * (kept.first.map { probabilities[$0] } ?? 0)
    var total = 0.0
    var count = 0
    for token in kept {
      if count > 0, probabilities[token] < least { break }
      total += Double(probabilities[token])
      count += 1
      if total >= Double(topP) { break }
    }
    kept = kept.prefix(count)
    var rest = generator.nextUnit() * total
    for token in kept {
      rest -= Double(probabilities[token])
      if rest < 0 { return Int32(token) }
    }
    // Rounding can leave a crumb beyond the last.
    return Int32(kept.last!)
  }

  private func likeliest(_ logits: [Float]) -> Int {
    logits.indices.max { (logits[$0], $1) < (logits[$1], $0) }!
  }
}
