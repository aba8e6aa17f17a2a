import RenderTestSupport
import Testing

@testable import RenderPlot

@Suite("A row of spans") struct SpanRowTests {
  /// A cell is a second.
  private let axis = TimeAxis(seconds: 20, left: 0, width: 10)

  private func runs(_ spans: [(Double, Double, UInt8)]) -> [[Int]] {
    var row = SpanRow()
    for (start, end, level) in spans { row.append(from: start, to: end, level: level, on: axis) }
    return row.runs(cellCount: axis.cellCount).map {
      [$0.cells.lowerBound, $0.cells.upperBound, Int($0.level)]
    }
  }

  @Test("shows the shortest span, and none off the axis")
  func extremes() {
    #expect(runs([(3, 3, 5), (-9, -1, 6), (25, 30, 7)]) == [[3, 5, 5]])
    #expect(runs([(19.9, 19.9, 5)]) == [[18, 20, 5]])
    #expect(runs([(-5, 50, 5)]) == [[0, 20, 5]])
  }

  @Test("parts spans that touch by a gap")
  func gap() {
    #expect(runs([(0, 5, 9), (5, 10, 9)]) == [[0, 4, 9], [5, 10, 9]])
  }

  @Test("joins equal spans that are too short for a gap")
  func joined() {
    #expect(runs([(0, 2, 9), (2, 4, 9), (4, 6, 9)]) == [[0, 6, 9]])
    #expect(runs([(0, 2, 9), (2, 4, 8)]) == [[0, 2, 9], [2, 4, 8]])
  }

  @Test("lays later spans over earlier ones")
  func order() {
    #expect(runs([(0, 20, 1), (8, 12, 2)]) == [[0, 7, 1], [8, 11, 2], [12, 20, 1]])
  }

  @Test("of a million spans takes no longer than they and the cells are many")
  func bounded() {
    let wide = TimeAxis(seconds: 1000, left: 0, width: 1000)
    var row = SpanRow()
    for index in 0..<1_000_000 {
      row.append(
        from: Double(index % 7), to: 1000, level: UInt8(index % 127 + 1), on: wide)
    }
    // Laid one over the other they would be two thousand million cells.
    let time = processorSeconds { #expect(row.runs(cellCount: wide.cellCount).count <= 2000) }
    #expect(time < 5)
  }
}
