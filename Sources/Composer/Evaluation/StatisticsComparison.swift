import Glibc
import Music
import Randomness

/// Statistics of composed pieces held against those of real ones.
public struct StatisticsComparison: Sendable {
  /// One statistic's two samples.
  public struct Row: Hashable, Codable, Sendable {
    public var name: String
    public var composed: Quartiles
    public var real: Quartiles
    /// Of composed with real pieces, 0...1.
    public var overlap: Double
    /// Of two random halves of the real pieces: what can be expected of a perfect model.
    public var overlapOfReal: Double
  }

  public var rows: [Row]
  /// Composed pieces of which one event or bar has more than a quarter.
  public var collapsed: Int

  static let measures: [(String, KeyPath<PieceStatistics, Double> & Sendable)] = [
    ("pitch range", \.pitchRange), ("pitch-class entropy", \.pitchClassEntropy),
    ("scale consistency", \.scaleConsistency), ("polyphony", \.polyphony),
    ("note density", \.noteDensity), ("note length", \.noteLength),
    ("inter-onset interval", \.interOnsetInterval), ("self-repetition", \.selfRepetition),
    ("register drift", \.registerDrift),
  ]

  /// - Parameter seed: of the halves.
  public init(composed: [PieceStatistics], real: [PieceStatistics], seed: UInt64 = 1) {
    var generator = SeededGenerator(seed: seed)
    let order = generator.permutation(of: real.count)
    let halves = (order.prefix(real.count / 2), order.dropFirst(real.count / 2))
    rows = Self.measures.map { name, path in
      let (ours, theirs) = (composed.map { $0[keyPath: path] }, real.map { $0[keyPath: path] })
      return Row(
        name: name, composed: Quartiles(ours), real: Quartiles(theirs),
        overlap: densityOverlap(ours, theirs),
        overlapOfReal: densityOverlap(halves.0.map { theirs[$0] }, halves.1.map { theirs[$0] }))
    }
    collapsed = composed.count { $0.largestShare > 0.25 }
  }
}

public struct Quartiles: Hashable, Codable, Sendable {
  public var lower: Double
  public var median: Double
  public var upper: Double

  /// Linear between neighbours in rank; 0 of nothing.
  public init(_ values: [Double]) {
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      guard let last = sorted.last else { return 0 }
      let place = share * Double(sorted.count - 1)
      let index = Int(place)
      let next = index + 1 < sorted.count ? sorted[index + 1] : last
      return sorted[index] + (place - Double(index)) * (next - sorted[index])
    }
    (lower, median, upper) = (quantile(0.25), quantile(0.5), quantile(0.75))
  }
}

/// The area that two samples' densities have in common, 0...1, as in mgeval (Yang, Lerch 2020):
/// Gaussian kernels with Scott's bandwidth, integrated over one grid.
func densityOverlap(_ first: [Double], _ second: [Double]) -> Double {
  guard let low = (first + second).min(), let high = (first + second).max(), !first.isEmpty,
    !second.isEmpty
  else { return 0 }
  func bandwidth(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    // Equal values have a density all the same.
    return max(variance.squareRoot() * pow(Double(values.count), -0.2), (high - low) * 1e-3 + 1e-9)
  }
  let (firstWidth, secondWidth) = (bandwidth(first), bandwidth(second))
  let margin = 4 * max(firstWidth, secondWidth)
  let points = 2000
  let step = (high - low + 2 * margin) / Double(points)
  func density(_ values: [Double], _ width: Double, at x: Double) -> Double {
    values.reduce(0) { $0 + exp(-0.5 * (x - $1) * (x - $1) / (width * width)) }
      / (Double(values.count) * width * (2 * Double.pi).squareRoot())
  }
  let area = (0..<points).reduce(0.0) { sum, point in
    let x = low - margin + (Double(point) + 0.5) * step
    return sum + step * min(density(first, firstWidth, at: x), density(second, secondWidth, at: x))
  }
  return min(1, area)
}
