import Testing

@testable import RenderComposer

struct TokenStatisticsTests {
  @Test("Counts, shares, runs and repetitions are those counted by hand")
  func countedByHand() {
    let statistics = TokenStatistics(["a", "b", "b", "c", "a", "b", "b", "d"])
    #expect(statistics.count == 8)
    #expect(statistics.distinct == 4)
    #expect(statistics.longestRun == 2)
    #expect(statistics.largestShare == 0.5)
    #expect(statistics.longestRepetition == 3)
  }

  @Test("A passage may overlap its repetition")
  func overlap() {
    #expect(TokenStatistics(["a", "a", "a", "a"]).longestRepetition == 3)
    #expect(TokenStatistics(["a", "b", "c"]).longestRepetition == 0)
    #expect(TokenStatistics([]).longestRun == 0)
  }
}
