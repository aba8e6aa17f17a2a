import RenderRandomness

/// How well composed pieces can be told from real ones: a discriminator learns from four fifths of both and is asked
/// about the last fifth, for each fifth in turn.
public struct Discrimination: Hashable, Codable, Sendable {
  /// The areas under the curve of the folds: the probability that a real piece is found more real than a composed
  /// one. 0.5 is as good as guessing, 1 tells all pieces.
  public struct Area: Hashable, Codable, Sendable {
    /// The mean of the folds.
    public var mean: Double
    /// The standard deviation between the folds.
    public var deviation: Double
  }

  /// A feature that tells composed from real pieces.
  public struct Feature: Hashable, Codable, Sendable {
    /// The name of the feature.
    public var name: String
    /// The share of the parting that is due to it, 0...1 (mean decrease of Gini's impurity).
    public var importance: Double
    /// The area under the curve of the feature alone, 0.5...1.
    public var area: Double
    /// The quartiles of the composed pieces' values.
    public var composed: Quartiles
    /// The quartiles of the real pieces' values.
    public var real: Quartiles
  }

  /// The number of composed pieces, and of real ones as well.
  public var piecesASide: Int
  /// The number of folds.
  public var folds: Int
  /// The number of features.
  public var featureCount: Int
  /// The area under the curve with all features.
  public var area: Area
  /// The area under the curve with the features of the form alone.
  public var areaOfForm: Area
  /// The features that tell most, first the one that tells most.
  public var telling: [Feature]

  private static let folds = 5
  private static let tellingCount = 5

  /// Tells pieces apart; the same from the same seed.
  ///
  /// - Parameter seed: decides the folds, and which pieces are left out of the side that has more.
  /// - Returns: `nil` for fewer than two pieces a fold on a side.
  public init?(composed: [PieceFeatures], real: [PieceFeatures], seed: UInt64 = 1) {
    let count = min(composed.count, real.count)
    guard count >= 2 * Self.folds else { return nil }
    var generator = SeededGenerator(seed: seed, stream: .folds)
    func drawn(_ pieces: [PieceFeatures]) -> [PieceFeatures] {
      generator.permutation(of: pieces.count).prefix(count).map { pieces[$0] }
    }
    let (ours, theirs) = (drawn(composed), drawn(real))
    let all = Self.validate(ours, theirs, seed: seed, firstForest: 1)
    let form = Self.validate(
      ours.map(\.form), theirs.map(\.form), seed: seed, firstForest: 1 + Self.folds)
    (piecesASide, folds, featureCount) = (count, Self.folds, ours[0].names.count)
    (area, areaOfForm) = (Area(all.areas), Area(form.areas))
    let order = all.importances.indices.sorted {
      (-all.importances[$0], $0) < (-all.importances[$1], $1)
    }
    telling = order.prefix(Self.tellingCount).map { index in
      let (mine, its) = (
        ours.compactMap { $0.values[index] }, theirs.compactMap { $0.values[index] }
      )
      let area = areaUnderCurve(mine, its)
      return Feature(
        name: ours[0].names[index], importance: all.importances[index],
        area: max(area, 1 - area), composed: Quartiles(mine), real: Quartiles(its))
    }
  }

  /// The areas of the folds, and the mean importances of the features in them.
  private static func validate(
    _ composed: [PieceFeatures], _ real: [PieceFeatures], seed: UInt64, firstForest: Int
  ) -> (areas: [Double], importances: [Double]) {
    var areas: [Double] = []
    var importances = composed[0].names.map { _ in 0.0 }
    for fold in 0..<folds {
      // Drawn in random order, so that every fifth is as good as any.
      func part(_ pieces: [PieceFeatures], isTest: Bool) -> [PieceFeatures] {
        pieces.indices.filter { ($0 % folds == fold) == isTest }.map { pieces[$0] }
      }
      let discriminator = Discriminator(
        composed: part(composed, isTest: false), real: part(real, isTest: false), seed: seed,
        number: firstForest + fold)
      func scores(_ pieces: [PieceFeatures]) -> [Double] {
        part(pieces, isTest: true).compactMap(discriminator.realness)
      }
      areas.append(areaUnderCurve(scores(composed), scores(real)))
      for (index, importance) in discriminator.importances.enumerated() {
        importances[index] += importance / Double(folds)
      }
    }
    return (areas, importances)
  }
}

extension Discrimination.Area {
  init(_ areas: [Double]) {
    self.init(mean: areas.mean ?? 0.5, deviation: areas.deviation ?? 0)
  }
}
