import RenderMusic

/// A judge of whether pieces are real or composed, which has learned from pieces of both: a random forest over
/// `PieceFeatures`.
public struct Discriminator: Hashable, Sendable {
  /// The names of the features that it knows.
  public let names: [String]
  /// What stands for a feature that is not defined: the median of the pieces that it has learned from.
  let typical: [Double]
  let forest: RandomForest

  /// Learns from pieces; the same from the same seed.
  ///
  /// - Parameters: pieces whose features have the same names, at least one of each side.
  public init(composed: [PieceFeatures], real: [PieceFeatures], seed: UInt64 = 1) {
    self.init(composed: composed, real: real, seed: seed, number: 0)
  }

  /// - Parameter number: tells its forest from the others of the seed.
  init(composed: [PieceFeatures], real: [PieceFeatures], seed: UInt64, number: Int) {
    precondition(!composed.isEmpty && !real.isEmpty)
    let pieces = composed + real
    names = pieces[0].names
    precondition(pieces.allSatisfy { [names] in $0.names == names })
    let typical = names.indices.map { feature in
      Quartiles(pieces.compactMap { $0.values[feature] }).median
    }
    self.typical = typical
    forest = RandomForest(
      FeatureTable(
        rows: pieces.map { Self.filled($0.values, with: typical) },
        isReal: composed.map { _ in false } + real.map { _ in true }),
      seed: seed, number: number)
  }

  /// - Parameter typical: as many as names, which the forest's questions are about.
  init(names: [String], typical: [Double], forest: RandomForest) {
    self.names = names
    self.typical = typical
    self.forest = forest
  }

  /// How real a piece looks, from 0 for one like the composed ones to 1 for one like the real ones.
  ///
  /// - Returns: `nil` for features of other names than it has learned from.
  public func realness(of piece: PieceFeatures) -> Double? {
    guard piece.names == names else { return nil }
    return forest.share(of: Self.filled(piece.values, with: typical))
  }

  /// How much of the judgment is due to each feature, 1 in all.
  public var importances: [Double] { forest.importances }

  private static func filled(_ values: [Double?], with typical: [Double]) -> [Double] {
    zip(values, typical).map { $0 ?? $1 }
  }
}
