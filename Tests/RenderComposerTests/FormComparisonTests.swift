import RenderMusic
import Testing

@testable import RenderComposer

struct FormComparisonTests {
  private let grid = BarGrid(Piece.Metre(beats: 4, beatUnit: 4), end: 96 * 100)

  /// A bar of a random piece over and over, or the random piece.
  private func piece(_ seed: Int, loops: Bool, _ kind: MeasuredPiece.Kind? = nil) -> MeasuredPiece {
    let score = randomScore(UInt64(seed))
    guard loops else { return MeasuredPiece(score, bars: grid, kind: kind) }
    let bar = score.notes.prefix(6)
    let looped = (0..<40).flatMap { number in
      bar.map { Piece.Note(onset: 96 * number + $0.onset % 96, duration: 6, key: $0.key) }
    }
    return MeasuredPiece(try! TimedScore(notes: looped), bars: grid, kind: kind)
  }

  @Test(
    "Pieces that loop are as far from those that do not as can be, and from themselves not at all")
  func distance() throws {
    let composed = (0..<8).map { piece($0, loops: true) }
    let real = (0..<12).map { piece($0, loops: false) }
    let group = try #require(FormComparison(composed: composed, real: real).groups.first)
    #expect(group.kind == nil && group.composed == 8 && group.real == 12)
    #expect(group.rows.map(\.name) == FormStatistics.measures.map(\.name))
    let row = group.rows[3]
    #expect(row.name == "time in returns of 32 quarters" && row.distance == 1)
    #expect(row.composed.aboveThreeQuarters == 1 && row.real.aboveZero == 0)
    #expect(row.composed.mean! > 0.9 && row.real.median == 0 && row.real.pieces == 12)
    #expect(group.rows[8].composed.aboveZero == nil)
    let same = FormComparison(composed: real, real: real)
    for row in same.groups[0].rows {
      #expect(row.composed == row.real && (row.distance ?? 0) == 0)
    }
  }

  @Test("Real pieces are compared by kind, with the composed ones of that kind or of none")
  func kinds() {
    let real =
      (0..<6).map { piece($0, loops: false, .solo) }
      + (6..<10).map { piece($0, loops: true, .song) }
    let unknown = FormComparison(composed: [piece(1, loops: true)], real: real)
    #expect(unknown.groups.map(\.kind) == [nil, .solo, .song])
    #expect(unknown.groups.map(\.real) == [10, 6, 4])
    #expect(unknown.groups.map(\.composed) == [1, 1, 1])
    let known = FormComparison(
      composed: [piece(1, loops: true, .song), piece(2, loops: false, .solo)], real: real)
    #expect(known.groups.map(\.composed) == [2, 1, 1])
    #expect(known.groups[2].rows[8].distance == 0, "songs loop, composed ones as well")
  }
}
