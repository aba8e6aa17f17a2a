import RenderNetwork
import RenderRandomness

/// Decision trees that have each seen other pieces and other features, and are asked together (Breiman, "Random
/// Forests", 2001).
struct RandomForest: Hashable, Sendable {
  /// The trees, at least one.
  let trees: [DecisionTree]
  /// How much of the parting of real from composed pieces is due to each feature, 1 in all (mean decrease of Gini's
  /// impurity); all 0 where nothing parts them.
  let importances: [Double]

  private static let treeCount = 200

  init(trees: [DecisionTree], importances: [Double]) {
    self.trees = trees
    self.importances = importances
  }

  /// Grows a forest, on all cores; the same from the same seed.
  ///
  /// - Parameter number: tells it from the other forests of a seed.
  init(_ table: FeatureTable, seed: UInt64, number: Int) {
    let grown = concurrentMap(Self.treeCount) { tree in
      var generator = SeededGenerator(seed: seed, stream: .tree(forest: number, tree: tree))
      let count = table.isReal.count
      let rows = (0..<count).map { _ in Int(generator.next(below: UInt64(count))) }
      var importances = [Double](repeating: 0, count: table.columns.count)
      let tree = DecisionTree(table, rows: rows, with: &generator, importances: &importances)
      return (tree, importances)
    }
    trees = grown.map(\.0)
    let sums = table.columns.indices.map { feature in grown.reduce(0) { $0 + $1.1[feature] } }
    let all = sums.reduce(0, +)
    importances = sums.map { all > 0 ? $0 / all : 0 }
  }

  /// The mean of what the trees say of some values, 0 for composed to 1 for real.
  func share(of values: [Double]) -> Double {
    trees.reduce(0) { $0 + $1.share(of: values) } / Double(trees.count)
  }
}
