import RenderRandomness
import Testing

struct SeededGeneratorTests {
  /// A seed is something people share: these numbers must never change. They come from a second
  /// implementation, in Python, of the published algorithms.
  @Test("The first numbers of some seeds are those that were promised")
  func golden() {
    func first(_ generator: SeededGenerator) -> [UInt64] {
      var generator = generator
      return (0..<3).map { _ in generator.next() }
    }
    #expect(
      first(SeededGenerator(seed: 0)) == [
        0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a, 0x1a5f_849d_4933_e6e0,
      ])
    #expect(
      first(SeededGenerator(seed: 7)) == [
        0xb358_faf7_4ef9_765a, 0x475c_3d96_4f48_2cd2, 0xd6f1_d349_952c_7996,
      ])
    #expect(
      first(SeededGenerator(seed: .max)) == [
        0x8f55_20d5_2a7e_ad08, 0xc476_a018_caa1_802d, 0x81de_31c0_d260_469e,
      ])
    #expect(
      first(SeededGenerator(seed: 7, numbers: [1])) == [
        0x9c5c_7575_cd28_93f7, 0x760c_84b0_e202_d3ed, 0xbd3a_e2b2_908a_f351,
      ])
    #expect(
      first(SeededGenerator(seed: 7, numbers: [1, 2])) == [
        0xf970_b8b0_068c_a329, 0x646a_ee84_8a33_3c7d, 0xa7d4_b07b_1cf5_868e,
      ])
    var generator = SeededGenerator(seed: 7)
    #expect((0..<8).map { _ in generator.next(below: 100) } == [70, 27, 83, 98, 99, 87, 6, 10])
    #expect(generator.permutation(of: 8) == [6, 0, 2, 4, 5, 7, 1, 3])
    #expect(generator.nextUnit() == 0x1.1f2b8c2203096p-1)
  }

  @Test("Streams of a seed differ, and so do seeds")
  func streams() {
    var firsts: Set<UInt64> = []
    for seed in 0..<100 as Range<UInt64> {
      for stream in 0..<100 as Range<UInt64> {
        var generator = SeededGenerator(seed: seed, numbers: [stream])
        firsts.insert(generator.next())
      }
    }
    #expect(firsts.count == 10_000)
  }

  @Test("Numbers below a bound are uniform", arguments: [2, 3, 10, 64, 100] as [UInt64])
  func uniform(bound: UInt64) {
    var generator = SeededGenerator(seed: bound)
    let draws = 100_000
    var counts = [Int](repeating: 0, count: Int(bound))
    for _ in 0..<draws { counts[Int(generator.next(below: bound))] += 1 }
    let expected = Double(draws) / Double(bound)
    let chiSquare = counts.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    // Mean and six standard deviations of the chi-square distribution.
    let freedom = Double(bound - 1)
    #expect(chiSquare < freedom + 6 * (2 * freedom).squareRoot())
  }

  @Test("A bound that does not divide the range is met without bias")
  func largeBound() {
    // The remainder of a division would give the lowest third of these numbers half of the draws.
    let bound: UInt64 = 3 << 62
    var generator = SeededGenerator(seed: 1)
    let low = (0..<30_000).count { _ in generator.next(below: bound) < bound / 3 }
    #expect(abs(low - 10_000) < 500)
    #expect((0..<1000).allSatisfy { _ in generator.next(below: bound) < bound })
    #expect((0..<1000).allSatisfy { _ in generator.next(below: 1) == 0 })
  }

  @Test("Units are at least 0, below 1 and half on average")
  func units() {
    var generator = SeededGenerator(seed: 2)
    let values = (0..<100_000).map { _ in generator.nextUnit() }
    #expect(values.allSatisfy { (0..<1).contains($0) })
    #expect(abs(values.reduce(0, +) / 100_000 - 0.5) < 0.006)
  }

  @Test("A permutation holds every number once, each order as often as any other")
  func permutation() {
    var generator = SeededGenerator(seed: 3)
    for count in [0, 1, 2, 17, 1000] {
      #expect(generator.permutation(of: count).sorted() == Array(0..<count))
    }
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[generator.permutation(of: 4), default: 0] += 1 }
    #expect(counts.count == 24)
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 200 })
  }
}
