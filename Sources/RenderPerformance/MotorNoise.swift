import RenderRandomness

/// Motor noise: hands are not machines. Onsets and levels deviate by sums of three uniform numbers,
/// nearly normal, with standard deviations of 6.78 k ms and k dB and never more than three of them
/// (Director Musices, `motor-noise` and `motor-noise-amp`; Friberg, Bresin, Sundberg 2006).
struct MotorNoise {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed, stream: .performance)
  }

  mutating func milliseconds(weight k: Double) -> Double { 6.78 * k * deviate() }

  mutating func soundLevel(weight k: Double) -> Double { k * deviate() }

  /// A random deviation with mean 0 and standard deviation 1, within -3...3.
  private mutating func deviate() -> Double {
    let sum = generator.nextUnit() + generator.nextUnit() + generator.nextUnit()
    return 2 * sum - 3
  }
}
