import RenderSystem

/// The densities of two samples: Gaussian kernels with Scott's bandwidth, as in mgeval (Yang, Lerch 2020).
public struct DensityPair: Hashable, Sendable {
  /// The range from four bandwidths below the lowest to four above the highest value.
  public var range: ClosedRange<Double>
  /// The densities in the middles of equal parts of the range, [sample][point].
  public var curves: [[Double]]

  private static let points = 2000

  /// - Parameters: the values of two samples; without values a sample has the density 0.
  public init(_ first: [Double], _ second: [Double]) {
    let (low, high) = ((first + second).min() ?? 0, (first + second).max() ?? 0)
    func bandwidth(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      let variance =
        values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))
      // Equal values have a density all the same.
      return max(
        variance.squareRoot() * pow(Double(max(1, values.count)), -0.2), (high - low) * 1e-3 + 1e-9)
    }
    let widths = (bandwidth(first), bandwidth(second))
    let margin = 4 * max(widths.0, widths.1)
    range = low - margin...high + margin
    let step = (high - low + 2 * margin) / Double(Self.points)
    func curve(_ values: [Double], _ width: Double) -> [Double] {
      (0..<Self.points).map { point in
        let x = low - margin + (Double(point) + 0.5) * step
        return values.reduce(0) { $0 + exp(-0.5 * (x - $1) * (x - $1) / (width * width)) }
          / (Double(max(1, values.count)) * width * (2 * Double.pi).squareRoot())
      }
    }
    curves = [curve(first, widths.0), curve(second, widths.1)]
  }

  /// The area that both densities have in common, 0...1.
  public var overlap: Double {
    let step = (range.upperBound - range.lowerBound) / Double(Self.points)
    return min(1, zip(curves[0], curves[1]).reduce(0) { $0 + step * min($1.0, $1.1) })
  }
}
