import RenderSystem

/// A horizontal axis of numbers.
struct NumberAxis {
  private let range: ClosedRange<Double>
  private let left: Double
  private let width: Double

  /// - Parameter range: the numbers from left to right; one that is not finite is taken as 0...1, an empty
  ///   one is widened.
  init(_ range: ClosedRange<Double>, left: Double, width: Double) {
    let length = range.upperBound - range.lowerBound
    self.range =
      !length.isFinite ? 0...1 : length > 0 ? range : range.lowerBound - 1...range.upperBound + 1
    self.left = left
    self.width = width
  }

  func x(_ value: Double) -> Double {
    let part = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return left + width * min(max(part, 0), 1)
  }

  /// The ticks, at multiples of 1, 2 or 5 times a power of ten, with room for the labels.
  var ticks: [Panel.Tick] {
    let least = (range.upperBound - range.lowerBound) * 48 / width
    let power = pow(10, floor(log10(least)))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= least } ?? 10 * power
    // An end that is a multiple but for the last bit has its tick.
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    // Beyond that, neighbours are the same number.
    guard first <= last, max(-first, last) < 1e12, step > 1e-12 else { return [] }
    let decimals = max(0, Int(-floor(log10(step * 1.001))))
    return (Int(first)...Int(last)).map { index in
      let value = Double(index) * step
      return Panel.Tick(x: x(value), label: decimal(value, decimals))
    }
  }
}
