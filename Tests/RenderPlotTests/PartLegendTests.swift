import Testing

@testable import RenderPlot

@Suite("The legend of parts") struct PartLegendTests {
  /// A legend 600 points wide in a font whose letters are six points wide.
  private func legend(_ names: [String]) -> PartLegend {
    PartLegend(
      names, Color.parts([UInt8](repeating: 40, count: names.count), on: .light), left: 50,
      width: 600, top: 100
    ) { 6 * Double($0.count) }
  }

  @Test("has the names in score order, from left to right in rows that are as high as it says")
  func rows() {
    let names = (1...20).map { "Part \($0)" }
    let legend = legend(names)
    #expect(legend.entries.map(\.name) == names)
    #expect(Set(legend.entries.map(\.color)).count == 20)
    let places = legend.entries.map(\.place)
    #expect(
      zip(places, places.dropFirst()).allSatisfy { ($0.y, $0.x) < ($1.y, $1.x) })
    let rows = Set(places.map(\.y))
    #expect(rows.count > 1 && legend.height == 16 * Double(rows.count))
    #expect(rows.allSatisfy { (100..<100 + legend.height).contains($0) })
    // Swatch, gap and name end within the width.
    #expect(legend.entries.allSatisfy { $0.place.x + 20 + 6 * Double($0.name.count) <= 650 })
  }

  @Test("of a quartet is one row")
  func quartet() {
    let legend = legend(["Violin 1", "Violin 2", "Viola", "Cello"])
    #expect(Set(legend.entries.map(\.place.y)).count == 1 && legend.height == 16)
  }

  @Test("cuts long names, and makes text of what is none")
  func long() {
    let legend = legend([String(repeating: "long ", count: 30), "a\nb\u{0}"])
    #expect(legend.entries[0].name.hasSuffix("…") && legend.entries[0].name.count == 25)
    #expect(legend.entries[1].name == "a b ")
  }

  @Test("counts what is beyond 32 names")
  func many() {
    let legend = legend((1...40).map { "\($0)" })
    #expect(legend.entries.count == 33)
    #expect(legend.entries[32].name == "and 8 more" && legend.entries[32].color == nil)
    #expect(self.legend((1...32).map { "\($0)" }).entries.count == 32)
  }

  @Test("of nobody has no height")
  func nobody() {
    #expect(legend([]).height == 0 && legend([]).entries.isEmpty)
  }
}
