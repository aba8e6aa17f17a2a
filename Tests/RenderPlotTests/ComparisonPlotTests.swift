import Glibc
import Testing

@testable import RenderPlot

@Suite("The page of a comparison") struct ComparisonPlotTests {
  /// Bells around 0 and 4.
  private let densities = ComparisonPlot.Densities(
    caption: "note length", range: -2...6,
    curves: [0.0, 4.0].map { mean in
      (0..<200).map { point in
        let x = -2 + 8 * (Double(point) + 0.5) / 200
        return exp(-0.5 * (x - mean) * (x - mean))
      }
    }, medians: [0, 4])

  private var plot: ComparisonPlot {
    ComparisonPlot(
      title: "A model", subtitle: "100 pieces",
      charts: [
        ComparisonPlot.BarChart(
          caption: "Bits a note", kinds: ["onset", "pitch", "duration"],
          bars: [
            .init(
              label: "model",
              parts: [
                .init(kind: 0, value: 1), .init(kind: 1, value: 2), .init(kind: 2, value: 1),
              ]),
            .init(label: "unigrams", parts: [.init(kind: 1, value: 8)]),
          ]),
        ComparisonPlot.BarChart(
          caption: "Share of pieces", kinds: ["composed", "real"],
          markName: "ten events earlier",
          bars: [.init(label: "rest near the end", parts: [.init(kind: 0, value: 0.5)], mark: 0.2)]),
      ],
      kinds: ["composed", "real"],
      densities: [densities] + [ComparisonPlot.Densities](repeating: densities, count: 3))
  }

  @Test("has bars as long as their parts, and two curves with their medians")
  func content() throws {
    let picture = try decoded(plot)
    #expect(picture.width == 2400)
    // The first chart's rows, whose longest bar leaves room for its number.
    func run(of kind: Int, y: Double) -> Int {
      let code = Color.kind(kind).code
      return (100..<600).count { picture.color(x: Double($0), y: y) == code }
    }
    let unit = Double(run(of: 1, y: 125 + 9)) / 8
    #expect(unit > 40)
    for (kind, value) in [1.0, 2, 1].enumerated() {
      #expect(abs(Double(run(of: kind, y: 107 + 9)) - value * unit) < 2, "part \(kind)")
    }
    // The dashed medians of the lower left panel, a quarter and three quarters from its left.
    let bottom = Double(picture.height) / 2 - 34
    for (kind, x) in [64 + 0.25 * 344.67, 64 + 0.75 * 344.67].enumerated() {
      let dashes = stride(from: bottom - 110, to: bottom, by: 0.5).count {
        let y = $0
        return [-0.5, 0, 0.5].contains { picture.color(x: x + $0, y: y) != Color.panel.code }
      }
      #expect(dashes > 60, "median \(kind)")
    }
  }

  @Test("is drawn of whatever numbers there are", arguments: PlotFileFormat.allCases)
  func hostile(format: PlotFileFormat) throws {
    var strange = plot
    for value in [0, -1, .nan, .infinity, 1e300, -1e300, 1e-300] {
      strange.charts[0].bars[0].parts[0].value = value
      strange.charts[1].bars[0].mark = value
      strange.densities[0].curves = [[value, value], [], [1]]
      strange.densities[0].medians = [value]
      if value > 0 { strange.densities[1].range = -value...value }
      if value > 0 { strange.densities[2].range = value...value }
      #expect(try !strange.encoded(as: format).isEmpty)
    }
    let empty = ComparisonPlot(title: "", subtitle: "", charts: [], kinds: [], densities: [])
    #expect(try !empty.encoded(as: format).isEmpty)
    #expect(try plot.encoded(as: format) == plot.encoded(as: format))
  }

  @Test("has ticks at round numbers, with room for their labels")
  func ticks() {
    func labels(_ range: ClosedRange<Double>) -> [String] {
      NumberAxis(range, left: 0, width: 300).ticks.map(\.label)
    }
    #expect(labels(0...5) == ["0", "1", "2", "3", "4", "5"])
    #expect(labels(-0.3...0.1) == ["−0.3", "−0.2", "−0.1", "0.0", "0.1"])
    #expect(labels(0...1000) == ["0", "200", "400", "600", "800", "1000"])
    #expect(labels(2.01...2.05) == ["2.01", "2.02", "2.03", "2.04", "2.05"])
  }
}
