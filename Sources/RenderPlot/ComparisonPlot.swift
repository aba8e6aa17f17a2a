/// A page that compares two kinds of samples: charts of bars, and the densities of both, one above the
/// other.
public struct ComparisonPlot: Picture, Hashable {
  /// A chart of horizontal bars that begin at 0.
  public struct BarChart: Hashable, Sendable {
    /// A part of a bar.
    public struct Part: Hashable, Sendable {
      /// The part's kind, an index of the chart's `kinds`.
      public var kind: Int
      /// The length of the part, in the chart's unit.
      public var value: Double

      /// A part of a bar.
      public init(kind: Int, value: Double) {
        (self.kind, self.value) = (kind, value)
      }
    }

    /// A bar, whose parts lie one after the other.
    public struct Bar: Hashable, Sendable {
      /// The label left of the bar.
      public var label: String
      /// The parts of the bar, one after the other.
      public var parts: [Part]
      /// The value at which a line crosses the bar; nil for none.
      public var mark: Double?

      /// A bar, by default without a mark.
      public init(label: String, parts: [Part], mark: Double? = nil) {
        (self.label, self.parts, self.mark) = (label, parts, mark)
      }
    }

    /// The caption above the chart.
    public var caption: String
    /// The names of the parts, three at most.
    public var kinds: [String]
    /// The name of the marks; nil where there are none.
    public var markName: String?
    /// The bars from the top down.
    public var bars: [Bar]

    /// A chart of bars, by default without marks.
    public init(caption: String, kinds: [String], markName: String? = nil, bars: [Bar]) {
      self.caption = caption
      self.kinds = kinds
      self.markName = markName
      self.bars = bars
    }
  }

  /// The densities of both kinds over one axis.
  public struct Densities: Hashable, Sendable {
    /// The caption above the panel.
    public var caption: String
    /// The numbers of the axis.
    public var range: ClosedRange<Double>
    /// The densities at points that stand evenly in the range, [kind][point].
    public var curves: [[Double]]
    /// The median of each kind, [kind].
    public var medians: [Double]

    /// Densities over one axis.
    public init(
      caption: String, range: ClosedRange<Double>, curves: [[Double]], medians: [Double]
    ) {
      self.caption = caption
      self.range = range
      self.curves = curves
      self.medians = medians
    }
  }

  /// The title, of one line as the subtitle is; what does not fit in the width is cut off.
  public var title: String
  /// The subtitle, a line under the title; none where it is empty.
  public var subtitle: String
  /// The charts of bars, side by side.
  public var charts: [BarChart]
  /// The names of the kinds of samples, three at most.
  public var kinds: [String]
  /// The panels of densities, three a row.
  public var densities: [Densities]

  /// A page that compares two kinds of samples.
  public init(
    title: String, subtitle: String, charts: [BarChart], kinds: [String], densities: [Densities]
  ) {
    self.title = title
    self.subtitle = subtitle
    self.charts = charts
    self.kinds = kinds
    self.densities = densities
  }

  public func encoded(as format: PlotFileFormat) throws(PlotError) -> [UInt8] {
    try ComparisonLayout(self).encoded(as: format)
  }
}
