import RenderRandomness

/// A quantizer of floating-point samples to integers, as a rule with triangular dither of two units in the last
/// place (Lipshitz, Wannamaker, Vanderkooy 1992: the first two moments of the error then do not
/// depend on the signal). The random numbers are seeded: the same samples give the same bytes.
struct Quantizer {
  private let scale: Double
  private var random: SeededGenerator
  /// The bits of the second uniform number that are drawn, and those that are always there.
  private var second: (drawn: UInt64, constant: UInt64) = (0xFFFF_FFFF, 0)

  /// - Parameter stream: stems have rectangular dither of one unit: then no sample of theirs is further than one unit
  ///   from what it was, and their sum no further from the mix than their number.
  init(bits: Int, seed: UInt64, stream: RandomStream = .dither) {
    if case .stemDither = stream { second = (0, 1 << 31) }
    scale = Double(1 << (bits - 1))
    random = SeededGenerator(seed: seed, stream: stream)
  }

  /// The nearest representable integers of at most 32 bits of samples, 1 being full scale, dither added.
  mutating func quantize<Integer: FixedWidthInteger>(
    _ samples: UnsafeBufferPointer<Float>, as type: Integer.Type = Integer.self
  ) -> [Integer] {
    let (scale, least, most) = (scale, -scale, scale - 1)
    let (drawn, constant) = second
    // Kept in registers over the loop.
    var generator = random
    defer { random = generator }
    return [Integer](unsafeUninitializedCapacity: samples.count) { integers, count in
      for (index, sample) in samples.enumerated() {
        let noise = generator.next()
        // The difference of two uniform numbers, each the end of a large number's fraction.
        let difference =
          Double(bitPattern: Self.whole | noise & 0xFFFF_FFFF)
          - Double(bitPattern: Self.whole | noise >> 32 & drawn | constant)
        let dithered = Double(sample) * scale + difference * 0x1p-32
        let limited = dithered < least ? least : dithered > most ? most : dithered
        integers[index] = Integer(truncatingIfNeeded: (limited + Self.rounding).bitPattern)
      }
      count = samples.count
    }
  }

  /// The number 2^52: numbers that large have no fractions, and whole numbers are the last bits of their
  /// pattern.
  /// Conversions like this one are done by every processor's vector unit.
  private static let whole = 0x1p52.bitPattern
  /// Added, it leaves the nearest whole number in the last bits, negative ones as their complement.
  private static let rounding = 0x1.8p52
}
