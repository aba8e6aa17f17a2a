import RenderMusic
import RenderRandomness

/// Statistics of composed pieces compared with those of real ones.
public struct StatisticsComparison: Sendable {
  /// The row of one statistic, with its two samples.
  public struct Row: Hashable, Codable, Sendable {
    /// The name of the statistic: `pitch range`, say.
    public var name: String
    /// The quartiles of the composed pieces' values.
    public var composed: Quartiles
    /// The quartiles of the real pieces' values.
    public var real: Quartiles
    /// The overlap of composed with real pieces, 0...1.
    public var overlap: Double
    /// The overlap of two random halves of the real pieces: what can be expected of a perfect model.
    public var overlapOfReal: Double
  }

  /// The rows, one a statistic; `PieceStatistics` has their units.
  public var rows: [Row]
  /// The densities of composed and of real pieces, one a row.
  public var densities: [DensityPair]
  /// The number of composed pieces of which one event or bar has more than a quarter.
  public var collapsed: Int

  static let measures: [(String, KeyPath<PieceStatistics, Double> & Sendable)] = [
    ("pitch range", \.pitchRange), ("pitch-class entropy", \.pitchClassEntropy),
    ("scale consistency", \.scaleConsistency), ("polyphony", \.polyphony),
    ("note density", \.noteDensity), ("note length", \.noteLength),
    ("inter-onset interval", \.interOnsetInterval), ("self-repetition", \.selfRepetition),
    ("register drift", \.registerDrift),
  ]

  /// - Parameter seed: decides the halves.
  public init(composed: [PieceStatistics], real: [PieceStatistics], seed: UInt64 = 1) {
    var generator = SeededGenerator(seed: seed, stream: .halves)
    let order = generator.permutation(of: real.count)
    let halves = (order.prefix(real.count / 2), order.dropFirst(real.count / 2))
    (rows, densities) = ([], [])
    for (name, path) in Self.measures {
      let (ours, theirs) = (composed.map { $0[keyPath: path] }, real.map { $0[keyPath: path] })
      let densities = DensityPair(ours, theirs)
      self.densities.append(densities)
      rows.append(
        Row(
          name: name, composed: Quartiles(ours), real: Quartiles(theirs),
          overlap: densities.overlap,
          overlapOfReal: DensityPair(halves.0.map { theirs[$0] }, halves.1.map { theirs[$0] })
            .overlap))
    }
    collapsed = composed.count { $0.largestShare > 0.25 }
  }
}

/// The three values that divide a sorted sample into quarters.
public struct Quartiles: Hashable, Codable, Sendable {
  /// The value that a quarter of the sample does not exceed.
  public var lower: Double
  /// The value in the middle of the sample.
  public var median: Double
  /// The value that three quarters of the sample do not exceed.
  public var upper: Double

  /// The quartiles of some values, linear between neighbours in rank; 0 without values.
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
