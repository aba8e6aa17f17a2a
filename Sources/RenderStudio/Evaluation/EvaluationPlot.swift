import RenderComposer
import RenderPlot

extension ComparisonPlot {
  /// Makes the page of an evaluation, with the densities of the statistics' rows.
  init(
    title: String, _ evaluation: NoteEvaluation, _ statistics: StatisticsReport,
    densities: [DensityPair]
  ) {
    self.init(
      title: title,
      subtitle: "\(statistics.pieces) composed pieces beside \(statistics.passages) passages of "
        + "real ones; collapsed: \(statistics.collapsed)",
      charts: (evaluation.parts.last.map { [BarChart($0)] } ?? []) + [BarChart(statistics)],
      kinds: ["composed", "real"],
      densities: zip(statistics.rows, densities).map { row, densities in
        Densities(
          caption: row.name, range: densities.range, curves: densities.curves,
          medians: [row.composed.median, row.real.median])
      })
  }
}

extension ComparisonPlot.BarChart {
  fileprivate init(_ report: NoteReport) {
    func bar(_ label: String, _ bits: NoteReport.Bits) -> Bar {
      let parts = [bits.onset + (bits.part ?? 0), bits.pitch, bits.duration]
      return Bar(label: label, parts: parts.enumerated().map { Part(kind: $0, value: $1) })
    }
    var bars = [bar("model", report.model)]
    if let bits = report.withoutMemory { bars.append(bar("without memory", bits)) }
    if let bits = report.withPlan { bars.append(bar("plan told", bits)) }
    bars += report.baselines.map { bar($0.order == 1 ? "unigrams" : "\($0.order ?? 0)-grams", $0) }
    self.init(
      caption: "Bits a note, part \(report.part)", kinds: [
        report.model.part == nil ? "onset" : "onset and part", "pitch", "duration",
      ],
      bars: bars)
  }

  fileprivate init(_ report: StatisticsReport) {
    let bars = report.endings.flatMap { row in
      [
        Bar(
          label: row.name, parts: [Part(kind: 0, value: row.composed)], mark: row.composedEarlier),
        Bar(label: "real", parts: [Part(kind: 1, value: row.real)], mark: row.realEarlier),
      ]
    }
    self.init(
      caption: "Share of pieces", kinds: ["composed", "real"], markName: "ten events earlier",
      bars: bars)
  }
}
