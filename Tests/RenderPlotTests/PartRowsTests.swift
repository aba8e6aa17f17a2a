import Testing

@testable import RenderPlot

@Suite("The rows of several parts' notes") struct PartRowsTests {
  /// Two cells a point, ten a second.
  private let axis = TimeAxis(seconds: 100, left: 0, width: 500)

  private func runs(_ notes: [(part: Int, from: Double, to: Double)], atMost lanes: Int = 4)
    -> [PartRows.Run]
  {
    var rows = PartRows(partCount: 8, on: axis)
    for note in notes {
      rows.append(
        key: 60, part: note.part, from: note.from, to: note.to, level: UInt8(note.part + 1))
    }
    #expect(rows.runs(ofKey: 61, atMost: lanes).isEmpty)
    return rows.runs(ofKey: 60, atMost: lanes)
  }

  private func run(_ part: Int, _ cells: Range<Int>, _ lane: Int, of count: Int) -> PartRows.Run {
    PartRows.Run(
      part: part, level: UInt8(part + 1), cells: cells, lane: lane, laneCount: count)
  }

  @Test("are divided where parts sound on one key at a time, and there alone")
  func unison() {
    #expect(
      runs([(0, 0, 4), (3, 2, 6)]) == [
        run(0, 0..<20, 0, of: 1), run(0, 20..<40, 0, of: 2), run(3, 20..<40, 1, of: 2),
        run(3, 40..<60, 0, of: 1),
      ])
    #expect(runs([(0, 0, 4), (3, 4, 6)]).allSatisfy { $0.laneCount == 1 })
  }

  @Test("keep their division in the gap that parts repeated notes")
  func repeated() {
    let runs = runs([(0, 0, 2), (0, 2, 4), (1, 0, 4)])
    #expect(
      runs == [
        run(0, 0..<19, 0, of: 2), run(1, 0..<40, 1, of: 2), run(0, 20..<40, 0, of: 2),
      ])
  }

  @Test("have no more parts at a time than can be seen, the first of the score")
  func bounded() {
    let runs = runs((0..<8).reversed().map { ($0, 0, 4) }, atMost: 3)
    #expect(runs == (0..<3).map { run($0, 0..<40, $0, of: 3) })
  }

  @Test("fill the height of a key together")
  func rectangles() {
    var rows = PartRows(partCount: 2, on: axis)
    for part in 0..<2 { rows.append(key: 60, part: part, from: 0, to: 1, level: 64) }
    let drawn = rows.rectangles(of: 60...60) { _ in
      Rectangle(x: 0, y: 10, width: 500, height: 6)
    }
    #expect(drawn.map(\.part) == [0, 1] && drawn.allSatisfy { $0.level == 64 })
    #expect(
      drawn.flatMap(\.rectangles) == [
        Rectangle(x: 0, y: 10, width: 5, height: 3), Rectangle(x: 0, y: 13, width: 5, height: 3),
      ])
  }
}
