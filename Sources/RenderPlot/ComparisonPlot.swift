/// One page on two kinds of samples: charts of bars, and the densities of both, one above the other.
public struct ComparisonPlot: Picture, Hashable {
  /// Horizontal bars that begin at 0.
  public struct BarChart: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
      /// An index of `kinds`.
      public var kind: Int
      public var value: Double

      public init(kind: Int, value: Double) {
        (self.kind, self.value) = (kind, value)
      }
    }

    public struct Bar: Hashable, Sendable {
      public var label: String
      /// One after the other.
      public var parts: [Part]
      /// A line across the bar.
      public var mark: Double?

      public init(label: String, parts: [Part], mark: Double? = nil) {
        (self.label, self.parts, self.mark) = (label, parts, mark)
      }
    }

    public var caption: String
    /// Names of the parts, three at most.
    public var kinds: [String]
    /// What the marks are; nil where there are none.
    public var markName: String?
    public var bars: [Bar]

    public init(caption: String, kinds: [String], markName: String? = nil, bars: [Bar]) {
      self.caption = caption
      self.kinds = kinds
      self.markName = markName
      self.bars = bars
    }
  }

  public struct Densities: Hashable, Sendable {
    public var caption: String
    public var range: ClosedRange<Double>
    /// `[kind][point]`: densities at points that stand evenly in the range.
    public var curves: [[Double]]
    /// `[kind]`
    public var medians: [Double]

    public init(
      caption: String, range: ClosedRange<Double>, curves: [[Double]], medians: [Double]
    ) {
      self.caption = caption
      self.range = range
      self.curves = curves
      self.medians = medians
    }
  }

  /// A line each; what does not fit in the width is cut off.
  public var title: String
  public var subtitle: String
  public var charts: [BarChart]
  /// Names of the kinds of samples, three at most.
  public var kinds: [String]
  public var densities: [Densities]

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
