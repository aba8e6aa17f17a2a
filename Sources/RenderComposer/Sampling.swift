import RenderNetwork
import RenderRandomness

/// The way in which the next token is drawn from a model's prediction.
///
/// What is unlikely can be left out of the draw among pitches, where it is mostly a wrong note. Times
/// and lengths all stay: what is unlikely there is a change of rhythm, and without it rhythms
/// become uniform.
public struct Sampling: Hashable, Codable, Sendable {
  /// The divisor of the logits: below 1 the likely becomes likelier, at 0 only the likeliest remains
  /// (greedy).
  public var temperature: Float
  /// The number of the likeliest pitches that stay in the draw; `nil` keeps all.
  public var topK: Int?
  /// The probability that the likeliest pitches, which stay in the draw, reach together (nucleus sampling,
  /// Holtzman et al. 2020); 1 keeps all.
  public var topP: Float
  /// The share of the likeliest pitch's probability below which others leave the draw (Nguyen et al. 2024); 0
  /// keeps all.
  public var minP: Float
  /// The factor of the odds that the memory of a model takes hold of an earlier place: 1 is as learned, 0
  /// never.
  public var repetition: Float

  public init(
    temperature: Float = 1, topK: Int? = nil, topP: Float = 0.96, minP: Float = 0,
    repetition: Float = 1
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetition = repetition
  }

  /// The sampling that always takes the likeliest token.
  public static let greedy = Sampling.greedy()

  /// The sampling that always takes the likeliest token, with a memory that is so ready to take hold.
  public static func greedy(repetition: Float = Sampling().repetition) -> Sampling {
    Sampling(temperature: 0, topP: 1, repetition: repetition)
  }

  /// - Throws: `ComposerError.outOfRange` or `.noTokenLeft`.
  public func validate() throws(ComposerError) {
    try requireInRange("temperature", Double(temperature), 0...10)
    try requireInRange("top-p", Double(topP), 0...1, excludesLowest: true)
    try requireInRange("min-p", Double(minP), 0...1)
    try requireInRange("repetition", Double(repetition), 0...1000)
    if let topK, topK < 1 { throw .noTokenLeft(topK: topK) }
  }

  /// The probabilities of tokens, once the temperature has flattened or sharpened them and the unlikely ones
  /// have left the draw; only in proportion, as their sum may be less than 1.
  ///
  /// A memory is mixed in after that: it says itself how sure it is, and where it goes on copying, an
  /// unlikely token is how it lets go.
  ///
  /// Fixed operations in a fixed order, as all of the draw: the same logits and generator give the
  /// same token on every machine.
  /// - Parameter ofPitches: whether what is unlikely leaves the draw.
  /// - Returns: 0 for tokens that are not allowed.
  func probabilities(_ logits: [Float], allowed: [Bool], ofPitches: Bool) -> [Float] {
    let logits = zip(logits, allowed).map { $1 ? $0 : -.infinity }
    let likeliest = Self.likeliest(logits)
    func only(_ token: Int) -> [Float] { logits.indices.map { $0 == token ? 1 : 0 } }
    if temperature == 0, allowed[likeliest] { return only(likeliest) }
    // The largest is taken off before the division: whatever the temperature, it stays a number.
    let result = softmax(logits.map { ($0 - logits[likeliest]) / temperature })
    // Of logits that are no numbers any token is as good.
    guard result.allSatisfy(\.isFinite) else { return only(allowed.firstIndex(of: true) ?? 0) }
    return ofPitches ? withoutUnlikely(result) : result
  }

  private func withoutUnlikely(_ probabilities: [Float]) -> [Float] {
    guard topK != nil || topP < 1 || minP > 0 else { return probabilities }
    // Those of which all together are too few to matter need not be in order: most of them.
    let smallest = topK == nil ? (1 - topP) / Float(2 * probabilities.count) : 0
    let ranked = Self.ranked(probabilities, above: smallest).prefix(topK ?? probabilities.count)
    let least = minP * (ranked.first.map { probabilities[$0] } ?? 0)
    var kept = [Float](repeating: 0, count: probabilities.count)
    var total = 0.0
    for token in ranked {
      if total > 0, probabilities[token] < least { break }
      kept[token] = probabilities[token]
      total += Double(probabilities[token])
      if total >= Double(topP) { break }
    }
    return kept
  }

  /// Draws one token, in proportion.
  func draw(_ probabilities: [Float], with generator: inout SeededGenerator) -> Int32 {
    if temperature == 0 { return Int32(Self.likeliest(probabilities)) }
    let ranked = Self.ranked(probabilities)
    let total = ranked.reduce(0.0) { $0 + Double(probabilities[$1]) }
    var rest = generator.nextUnit() * total
    for token in ranked {
      rest -= Double(probabilities[token])
      if rest < 0 { return Int32(token) }
    }
    // Rounding can leave a remainder beyond the last.
    return Int32(ranked.last!)
  }

  /// The possible tokens, the likeliest first; equally likely ones in the order of their tokens, so
  /// that sorting has one result.
  private static func ranked(_ probabilities: [Float], above least: Float = 0) -> [Int] {
    // The bits of positive numbers are in the order of the numbers.
    var ranking = Ranking(capacity: probabilities.count)
    for (token, probability) in probabilities.enumerated() where probability > least {
      ranking.append(UInt32(truncatingIfNeeded: token), key: ~probability.bitPattern)
    }
    return ranking.sorted()
  }

  /// The index of the first of the largest values.
  private static func likeliest(_ values: [Float]) -> Int {
    values.indices.max { (values[$0], $1) < (values[$1], $0) }!
  }
}
