/// Turns floating-point samples into integers, with triangular dither of two units in the last
/// place (Lipshitz, Wannamaker, Vanderkooy 1992: the first two moments of the error then do not
/// depend on the signal). The random numbers are seeded: the same samples give the same bytes.
struct Quantizer {
  private let scale: Double
  private var random: SplitMix64

  init(bits: Int, seed: UInt64) {
    scale = Double(1 << (bits - 1))
    random = SplitMix64(seed: seed)
  }

  /// The nearest representable integer of `sample`, 1 being full scale, dither added.
  mutating func quantize(_ sample: Float) -> Int32 {
    let bits = random.next()
    let uniform = Double(UInt32(truncatingIfNeeded: bits)) - Double(UInt32(bits >> 32))
    let dithered = Double(sample) * scale + uniform * 0x1p-32
    return Int32(max(-scale, min(scale - 1, dithered)).rounded())
  }
}

/// Steele, Lea and Flood's generator (2014): one addition and a mix of the bits.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
