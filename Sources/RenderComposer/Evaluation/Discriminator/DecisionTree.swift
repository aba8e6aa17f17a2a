import RenderRandomness

/// A tree of questions about the features of a piece, each whether one of them is at most some value; at its leaves
/// stands how many of the pieces that came there were real (Breiman, Friedman, Olshen, Stone, "Classification and
/// Regression Trees", 1984).
struct DecisionTree: Hashable, Sendable {
  /// A question, or a leaf.
  struct Node: Hashable, Sendable {
    /// The feature that is asked for; −1 at a leaf.
    var feature = -1
    /// The greatest value with which a piece goes to the first branch.
    var threshold = 0.0
    /// The node of the first branch, a later one than this; that of the second comes after it.
    var branch = 0
    /// The share of real ones among the pieces that came here.
    var share = 0.0
  }

  /// The nodes, the root first.
  private(set) var nodes: [Node] = []

  init(nodes: [Node]) { self.nodes = nodes }

  /// The share of real pieces at the leaf of some values.
  func share(of values: [Double]) -> Double {
    var node = nodes[0]
    while node.feature >= 0 {
      node = nodes[node.branch + (values[node.feature] <= node.threshold ? 0 : 1)]
    }
    return node.share
  }

  /// Whether each question leads to a leaf, whatever the values of so many features are.
  func isComplete(features: Int) -> Bool {
    !nodes.isEmpty
      && nodes.indices.allSatisfy { index in
        let node = nodes[index]
        guard node.feature >= 0 else { return (0...1).contains(node.share) }
        return node.feature < features && node.threshold.isFinite
          && node.branch > index && node.branch < nodes.count - 1
      }
  }

  // MARK: Growing

  /// Grows a tree until its leaves are pure, each question the best of some features that are drawn.
  ///
  /// - Parameters:
  ///   - rows: the pieces, of which some may come several times.
  ///   - importances: [feature], to which is added by how much the questions about it make the branches purer.
  init(
    _ table: FeatureTable, rows: [Int], with generator: inout SeededGenerator,
    importances: inout [Double]
  ) {
    var features = Array(table.columns.indices)
    let drawn = max(1, Int(Double(features.count).squareRoot()))
    var open = [(node: 0, rows: rows)]
    nodes = [Node()]
    while let (index, here) = open.popLast() {
      let real = here.count { table.isReal[$0] }
      nodes[index].share = Double(real) / Double(here.count)
      guard real > 0, real < here.count else { continue }
      var best: Split?
      for place in features.indices {
        // More than those only where none of them parts the pieces.
        if place >= drawn, best != nil { break }
        let other = place + Int(generator.next(below: UInt64(features.count - place)))
        features.swapAt(place, other)
        if let split = table.split(here, by: features[place]), split.purity > best?.purity ?? 0 {
          best = split
        }
      }
      // Pieces that are equal in all features stay together.
      guard let best else { continue }
      importances[best.feature] +=
        (best.purity - table.purity(real: real, of: here.count)) / Double(rows.count)
      nodes[index].feature = best.feature
      nodes[index].threshold = best.threshold
      nodes[index].branch = nodes.count
      let column = table.columns[best.feature]
      open.append((nodes.count, here.filter { column[$0] <= best.threshold }))
      open.append((nodes.count + 1, here.filter { column[$0] > best.threshold }))
      nodes += [Node(), Node()]
    }
  }

  /// A question with how pure its branches are.
  struct Split {
    var feature: Int
    var threshold: Double
    var purity: Double
  }
}

/// The features of pieces by column, and which pieces are real: what trees are grown on.
struct FeatureTable: Sendable {
  /// The values, [feature][piece].
  let columns: [[Double]]
  /// Whether each piece is real, or else composed.
  let isReal: [Bool]
  /// The places of the values in order, equal ones having the same, [feature][piece].
  private let ranks: [[UInt64]]

  init(rows: [[Double]], isReal: [Bool]) {
    let columns = (0..<(rows.first?.count ?? 0)).map { feature in rows.map { $0[feature] } }
    self.columns = columns
    self.isReal = isReal
    ranks = columns.map { column in
      var ranks = [UInt64](repeating: 0, count: column.count)
      var (rank, last) = (UInt64(0), Double?.none)
      for row in column.indices.sorted(by: { column[$0] < column[$1] }) {
        if let last, last != column[row] { rank += 1 }
        last = column[row]
        ranks[row] = rank
      }
      return ranks
    }
  }

  /// How pure a branch is, times its number of pieces: n less n times Gini's impurity.
  func purity(real: Int, of count: Int) -> Double {
    let (real, composed) = (Double(real), Double(count - real))
    return count > 0 ? (real * real + composed * composed) / Double(count) : 0
  }

  /// The best question about one feature; `nil` where all pieces have the same value.
  func split(_ rows: [Int], by feature: Int) -> DecisionTree.Split? {
    let (ranks, column) = (ranks[feature], columns[feature])
    // Rank and piece in one number, which sorts fast.
    let sorted = rows.map { ranks[$0] << 32 | UInt64($0) }.sorted()
    let all = rows.count { isReal[$0] }
    var (real, best, place) = (0, -1.0, 0)
    for index in 0..<sorted.count - 1 {
      real += isReal[Int(sorted[index] & 0xFFFF_FFFF)] ? 1 : 0
      guard sorted[index] >> 32 != sorted[index + 1] >> 32 else { continue }
      let purity =
        purity(real: real, of: index + 1)
        + purity(real: all - real, of: sorted.count - index - 1)
      if purity > best { (best, place) = (purity, index) }
    }
    guard best >= 0 else { return nil }
    let low = column[Int(sorted[place] & 0xFFFF_FFFF)]
    let high = column[Int(sorted[place + 1] & 0xFFFF_FFFF)]
    // The middle of neighbouring numbers is one of them.
    let middle = low + (high - low) / 2
    return DecisionTree.Split(
      feature: feature, threshold: middle < high ? middle : low, purity: best)
  }
}
