/// Functions made of a few operations that every processor rounds alike: those of C libraries may differ in their last
/// bits, and with them the samples of a room.
enum Repeatable {
  /// Ten to the power of a number between -20 and 20.
  static func powerOfTen(_ exponent: Double) -> Double {
    exponential(exponent * 2.302_585_092_994_045_7)
  }

  /// The number between -50 and 50 as a power of e: the series at a thousandth of it, squared ten times.
  private static func exponential(_ number: Double) -> Double {
    let power = (1...8).reversed().reduce(1.0) { 1 + number / 1024 / Double($1) * $0 }
    return (0..<10).reduce(power) { power, _ in power * power }
  }

  /// A power of a number from 1 to 16: the logarithm's series in (x - 1) / (x + 1) of its fourth root.
  static func power(_ base: Double, _ exponent: Double) -> Double {
    let root = base.squareRoot().squareRoot()
    let ratio = (root - 1) / (root + 1)
    let series = stride(from: 41.0, to: 0, by: -2).reduce(0) { 1 / $1 + ratio * ratio * $0 }
    return exponential(exponent * 8 * ratio * series)
  }

  /// The tangent of an angle below a quarter of a turn, in radians: Lambert's continued fraction.
  static func tangent(_ angle: Double) -> Double {
    let denominator = stride(from: 21.0, to: 0, by: -2).reduce(23) { $1 - angle * angle / $0 }
    return angle / denominator
  }
}
