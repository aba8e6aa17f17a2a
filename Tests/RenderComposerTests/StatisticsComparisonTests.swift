import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer

struct StatisticsComparisonTests {
  private func normal(_ count: Int, mean: Double, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      mean - 6 + (0..<12).reduce(0) { sum, _ in sum + generator.nextUnit() }
    }
  }

  @Test("Densities of one kind overlap, of far apart ones do not, and in between as theory says")
  func overlap() {
    let one = normal(400, mean: 0, seed: 1)
    #expect(DensityPair(one, one).overlap > 0.999)
    #expect(DensityPair(one, normal(400, mean: 0, seed: 2)).overlap > 0.9)
    #expect(DensityPair(one, normal(400, mean: 30, seed: 2)).overlap < 0.001)
    // 2 Φ(−1) of two unit normals, two apart; the kernels widen them a little.
    #expect(abs(DensityPair(one, normal(400, mean: 2, seed: 3)).overlap - 0.317) < 0.06)
    #expect(DensityPair([1, 1, 1], [1, 1]).overlap > 0.9 && DensityPair([], [1]).overlap == 0)
  }

  @Test("Quartiles lie between neighbours in rank")
  func quartiles() {
    let quartiles = Quartiles([5, 1, 3, 2, 4])
    #expect(quartiles.lower == 2 && quartiles.median == 3 && quartiles.upper == 4)
    #expect(Quartiles([1, 2]).median == 1.5 && Quartiles([]).median == 0)
  }

  @Test("Real pieces held against themselves overlap as their halves do")
  func comparison() {
    let real = (0..<60).map { PieceStatistics(randomScore($0))! }
    let comparison = StatisticsComparison(composed: real, real: real)
    #expect(comparison.rows.count == 9 && comparison.collapsed == 0)
    for row in comparison.rows {
      #expect(row.overlap > 0.999 && row.composed == row.real, "\(row.name)")
      #expect(row.overlapOfReal > 0 && row.overlapOfReal <= 1, "\(row.name)")
    }
  }
}
