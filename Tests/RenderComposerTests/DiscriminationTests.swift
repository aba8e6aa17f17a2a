import RenderMusic
import RenderNetwork
import RenderRandomness
import Testing

@testable import RenderComposer

struct DiscriminationTests {
  /// Pieces of `count` normal features, of which the first one lies so far higher.
  private func pieces(
    _ number: Int, seed: UInt64, higher: Double = 0, features: Int = 30
  ) -> [PieceFeatures] {
    var generator = SeededGenerator(seed: seed)
    return (0..<number).map { _ in
      let values = (0..<features).map { feature in
        (0..<12).reduce(feature == 0 ? higher : 0) { sum, _ in sum + generator.nextUnit() - 0.5 }
      }
      return PieceFeatures(names: (0..<features).map { "feature \($0)" }, values: values)
    }
  }

  @Test("Two samples of one distribution cannot be told apart")
  func same() throws {
    let means = try (0..<4).map { seed in
      try #require(
        Discrimination(
          composed: pieces(60, seed: 2 * seed + 1, features: 9),
          real: pieces(60, seed: 2 * seed + 2, features: 9))
      ).area.mean
    }
    // Of 60 pieces a side an area is that far off by chance, whatever the forest.
    #expect(abs(means.mean! - 0.5) < 0.1 && means.allSatisfy { abs($0 - 0.5) < 0.25 }, "\(means)")
  }

  @Test("Samples far apart are told in all cases, by the feature in which they are")
  func apart() throws {
    let found = try #require(
      Discrimination(composed: pieces(30, seed: 1), real: pieces(40, seed: 2, higher: 20)))
    #expect(found.area.mean == 1 && found.area.deviation == 0)
    #expect(found.piecesASide == 30 && found.folds == 5 && found.featureCount == 30)
    #expect(found.telling.count == 5 && found.telling[0].name == "feature 0")
    #expect(found.telling[0].area == 1 && found.telling[0].real.median > 15)
    #expect(found.telling[0].importance > 0.3)
    #expect(found.areaOfForm.mean == 1, "feature 0 is one of the first ones")
  }

  @Test("Samples two deviations apart in one feature are told nearly as well as theory says")
  func between() throws {
    let found = try #require(
      Discrimination(
        composed: pieces(120, seed: 1, features: 9),
        real: pieces(120, seed: 2, higher: 2, features: 9)))
    // Φ(2 / √2) with that feature alone.
    #expect((0.82...0.96).contains(found.area.mean), "\(found.area)")
    #expect((0.87...0.97).contains(found.telling[0].area))
  }

  @Test("The same seed tells the same, another one not quite; too few pieces tell nothing")
  func seeds() throws {
    let (composed, real) = (
      pieces(20, seed: 1, features: 5), pieces(20, seed: 2, higher: 1, features: 5)
    )
    let found = Discrimination(composed: composed, real: real)
    #expect(found != nil && found == Discrimination(composed: composed, real: real))
    #expect(found?.area != Discrimination(composed: composed, real: real, seed: 2)?.area)
    #expect(Discrimination(composed: Array(composed.prefix(9)), real: real) == nil)
  }

  @Test("A discriminator finds pieces like the real ones more real, also read from its file")
  func realness() throws {
    let discriminator = Discriminator(
      composed: pieces(40, seed: 1, features: 9), real: pieces(40, seed: 2, higher: 4, features: 9))
    let scores = try [0, 4].map { higher in
      try pieces(20, seed: 9, higher: higher, features: 9).map {
        try #require(discriminator.realness(of: $0))
      }
    }
    #expect(areaUnderCurve(scores[0], scores[1]) == 1)
    #expect(scores[0].mean! < 0.4 && scores[1].mean! > 0.6, "\(scores)")
    var file = Safetensors()
    discriminator.add(to: &file)
    let read = try #require(try Discriminator(from: Safetensors(decoding: file.encoded)))
    #expect(read.names == discriminator.names)
    for piece in pieces(20, seed: 9, higher: 2, features: 9) {
      #expect(read.realness(of: piece) == discriminator.realness(of: piece))
    }
    // Undefined features are taken for usual ones.
    let unknown = PieceFeatures(
      names: discriminator.names, values: discriminator.names.map { _ in nil })
    #expect((0...1).contains(try #require(discriminator.realness(of: unknown))))
    #expect(discriminator.realness(of: pieces(1, seed: 1, features: 8)[0]) == nil)
  }

  @Test("A file without a judge has none, and one whose trees lead nowhere is refused")
  func damaged() throws {
    #expect(try Discriminator(from: Safetensors()) == nil)
    func judge(_ damage: (inout [DecisionTree.Node]) -> Void) throws -> Discriminator? {
      var nodes = [
        DecisionTree.Node(feature: 0, threshold: 0.5, branch: 1), DecisionTree.Node(share: 0.25),
        DecisionTree.Node(share: 1),
      ]
      damage(&nodes)
      var file = Safetensors()
      Discriminator(
        names: ["one", "two"], typical: [0, 0],
        forest: RandomForest(trees: [DecisionTree(nodes: nodes)], importances: [1, 0])
      ).add(to: &file)
      return try Discriminator(from: Safetensors(decoding: file.encoded))
    }
    let piece = PieceFeatures(names: ["one", "two"], values: [0.75, nil])
    #expect(try judge { _ in }?.realness(of: piece) == 1)
    for damage: (inout [DecisionTree.Node]) -> Void in [
      { $0[0].feature = 2 }, { $0[0].branch = 0 }, { $0[0].branch = 2 }, { $0[0].branch = -1 },
      { $0[0].threshold = .nan }, { $0[1].share = 1.5 }, { $0[2].share = .infinity }, { $0 = [] },
    ] {
      #expect(throws: ComposerError.self) { try judge(damage) }
    }
  }

  @Test("The area under the curve counts pairs, equal ones half")
  func area() {
    #expect(areaUnderCurve([1, 2], [3, 4]) == 1 && areaUnderCurve([3, 4], [1, 2]) == 0)
    #expect(areaUnderCurve([1, 3], [2, 4]) == 0.75 && areaUnderCurve([1, 1], [1, 1]) == 0.5)
    #expect(areaUnderCurve([1, 2], [2, 3]) == 0.875 && areaUnderCurve([], [1]) == 0.5)
  }

  @Test("Distributions are as far apart as their functions at most")
  func distance() {
    #expect(kolmogorovSmirnovDistance([1, 2, 3], [1, 2, 3]) == 0)
    #expect(kolmogorovSmirnovDistance([1, 2], [3, 4]) == 1)
    #expect(kolmogorovSmirnovDistance([1, 2, 3, 4], [3, 4, 5, 6]) == 0.5)
    #expect(kolmogorovSmirnovDistance([0, 0, 0, 1], [0, 1]) == 0.25)
    #expect(kolmogorovSmirnovDistance([], [1]) == nil)
  }
}
