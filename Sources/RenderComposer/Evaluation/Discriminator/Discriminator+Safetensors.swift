import FoundationEssentials
import RenderNetwork

/// The judge in a model's file: the names of its features in the metadata, three numbers for each node of its trees,
/// one tree after the other.
extension Discriminator {
  private static let namesKey = "judge_features"
  private static let typicalName = "judge.typical"
  private static let importancesName = "judge.importances"
  private static let sizesName = "judge.tree_sizes"
  private static let nodesName = "judge.nodes"

  /// The most trees, and the most nodes of one.
  private static let most = 100_000

  /// Adds the judge to a model's file, its numbers in single precision.
  func add(to file: inout Safetensors) {
    let trees = forest.trees
    let nodes = trees.flatMap(\.nodes)
    file.metadata[Self.namesKey] = json(names)
    func add(_ values: [Double], _ shape: [Int], as name: String) {
      file.add(values.map { Float($0) }, shape: shape, precision: .single, as: name)
    }
    add(typical, [names.count], as: Self.typicalName)
    add(importances, [names.count], as: Self.importancesName)
    add(trees.map { Double($0.nodes.count) }, [trees.count], as: Self.sizesName)
    add(
      nodes.flatMap { node in
        let isLeaf = node.feature < 0
        return [Double(node.feature), isLeaf ? node.share : node.threshold, Double(node.branch)]
      }, [nodes.count, 3], as: Self.nodesName)
  }

  /// The judge of a model's file; `nil` where it has none.
  ///
  /// - Throws: `NetworkError` for a tensor that is missing or of another shape, `ComposerError` for trees that lead
  ///   nowhere.
  init?(from file: Safetensors) throws {
    guard let text = file.metadata[Self.namesKey] else { return nil }
    let fault = ComposerError.badModel("its judge is damaged")
    guard let names = try? JSONDecoder().decode([String].self, from: Data(text.utf8)),
      let trees = file.shape(of: Self.sizesName)?.first, (1...Self.most).contains(trees)
    else { throw fault }
    func values(_ name: String, _ shape: [Int]) throws -> [Double] {
      try file.values(of: name, shape: shape).map(Double.init)
    }
    let typical = try values(Self.typicalName, [names.count])
    let importances = try values(Self.importancesName, [names.count])
    let sizes = try values(Self.sizesName, [trees])
    guard (typical + importances).allSatisfy(\.isFinite),
      sizes.allSatisfy({ (1...Double(Self.most)).contains($0) && $0 == $0.rounded() })
    else { throw fault }
    let numbers = try values(Self.nodesName, [Int(sizes.reduce(0, +)), 3])
    // Nothing of a file is as large as that, and what is no number is in no range.
    let range = -1e9...1e9
    guard numbers.allSatisfy(range.contains) else { throw fault }
    var first = 0
    let forest = sizes.map { size in
      defer { first += Int(size) }
      return DecisionTree(
        nodes: (first..<first + Int(size)).map { index in
          let (feature, value) = (Int(numbers[3 * index]), numbers[3 * index + 1])
          return DecisionTree.Node(
            feature: feature, threshold: feature < 0 ? 0 : value,
            branch: Int(numbers[3 * index + 2]), share: feature < 0 ? value : 0)
        })
    }
    guard forest.allSatisfy({ $0.isComplete(features: names.count) }) else { throw fault }
    self.init(
      names: names, typical: typical, forest: RandomForest(trees: forest, importances: importances))
  }
}
