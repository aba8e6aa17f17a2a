/// xoshiro256** (Blackman, Vigna 2018), seeded through SplitMix64: the same seed gives the same
/// numbers on every machine and in every version.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
  @usableFromInline var state: (UInt64, UInt64, UInt64, UInt64)

  /// The generator of one use of a seed's numbers.
  public init(seed: UInt64, stream: RandomStream) {
    self.init(seed: seed, numbers: stream.numbers)
  }

  /// The generator of a stream that numbers name; tests draw from it what belongs to no use.
  package init(seed: UInt64, numbers: [UInt64] = []) {
    var mixer = SplitMix64(state: seed)
    for number in numbers { mixer = SplitMix64(state: mixer.next() ^ number) }
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  // Inlined into the loops of other modules: dither takes a number for every sample.
  /// The next 64 random bits.
  @inlinable public mutating func next() -> UInt64 {
    let result = (state.1 &* 5).rotated(by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3.rotated(by: 45)
    return result
  }

  /// A number drawn uniformly from [0, 1), with 53 random bits.
  public mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number drawn uniformly from 0..<bound, without bias (Lemire 2019). The standard library's own
  /// method may change between versions, this one does not.
  public mutating func next(below bound: UInt64) -> UInt64 {
    precondition(bound > 0)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// The numbers 0..<count in random order (Fisher, Yates).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for index in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(index, Int(next(below: UInt64(index + 1))))
    }
    return order
  }

  public static func == (left: Self, right: Self) -> Bool { left.state == right.state }

  public func hash(into hasher: inout Hasher) { hasher.combine(state.0) }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension UInt64 {
  @inlinable func rotated(by count: UInt64) -> UInt64 { (self << count) | (self >> (64 - count)) }
}
