import Randomness

/// Turns floating-point samples into integers, with triangular dither of two units in the last
/// place (Lipshitz, Wannamaker, Vanderkooy 1992: the first two moments of the error then do not
/// depend on the signal). The random numbers are seeded: the same samples give the same bytes.
struct Quantizer {
  private let scale: Double
  private var random: SeededGenerator

  init(bits: Int, seed: UInt64) {
    scale = Double(1 << (bits - 1))
    random = SeededGenerator(seed: seed)
  }

  /// The nearest representable integer of `sample`, 1 being full scale, dither added.
  mutating func quantize(_ sample: Float) -> Int32 {
    let bits = random.next()
    let uniform = Double(UInt32(truncatingIfNeeded: bits)) - Double(UInt32(bits >> 32))
    let dithered = Double(sample) * scale + uniform * 0x1p-32
    return Int32(max(-scale, min(scale - 1, dithered)).rounded())
  }
}
