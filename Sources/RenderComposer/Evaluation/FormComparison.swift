import RenderMusic
import RenderNetwork

/// Measures of the form of composed pieces compared with those of real ones, of all and by kind.
public struct FormComparison: Hashable, Codable, Sendable {
  /// A measure of a sample of pieces.
  public struct Summary: Hashable, Codable, Sendable {
    /// The number of pieces in which the measure is defined.
    public var pieces: Int
    /// The mean; `nil` where the measure is defined in no piece.
    public var mean: Double?
    /// The median; `nil` where the measure is defined in no piece.
    public var median: Double?
    /// The share of the pieces whose value is above 0; of time in returns alone.
    public var aboveZero: Double?
    /// The share of the pieces whose value is above three quarters; of time in returns alone.
    public var aboveThreeQuarters: Double?

    init(_ values: [Double], isReturn: Bool) {
      pieces = values.count
      mean = values.mean
      median = values.isEmpty ? nil : Quartiles(values).median
      guard isReturn, !values.isEmpty else { return }
      aboveZero = Double(values.count { $0 > 0 }) / Double(values.count)
      aboveThreeQuarters = Double(values.count { $0 > 0.75 }) / Double(values.count)
    }
  }

  /// The row of one measure.
  public struct Row: Hashable, Codable, Sendable {
    /// The name of the measure: `bars like an earlier one`, say.
    public var name: String
    /// The composed pieces.
    public var composed: Summary
    /// The real pieces.
    public var real: Summary
    /// The distance of the two distributions after Kolmogorov and Smirnov, 0...1; `nil` where one has no values.
    public var distance: Double?
  }

  /// The rows of one kind of pieces.
  public struct Group: Hashable, Codable, Sendable {
    /// The kind; `nil` for all pieces together.
    public var kind: MeasuredPiece.Kind?
    /// The number of composed pieces.
    public var composed: Int
    /// The number of real pieces.
    public var real: Int
    /// The rows, one a measure of `FormStatistics`.
    public var rows: [Row]

    init(
      kind: MeasuredPiece.Kind?, composed: [FormStatistics], real: [FormStatistics]
    ) {
      self.kind = kind
      (self.composed, self.real) = (composed.count, real.count)
      rows = FormStatistics.measures.map { measure in
        let (ours, theirs) = (composed.compactMap(measure.value), real.compactMap(measure.value))
        return Row(
          name: measure.name, composed: Summary(ours, isReturn: measure.isReturn),
          real: Summary(theirs, isReturn: measure.isReturn),
          distance: kolmogorovSmirnovDistance(ours, theirs))
      }
    }
  }

  /// The groups: all pieces, then the kinds that the real pieces have.
  public var groups: [Group]

  /// Compares the first 500 events of each piece. Composed pieces of no known kind are compared with each kind of
  /// real ones.
  public init(composed: [MeasuredPiece], real: [MeasuredPiece]) {
    let ours = Self.measured(composed)
    let theirs = Self.measured(real)
    let kinds =
      [nil] + MeasuredPiece.Kind.allCases.filter { kind in real.contains { $0.kind == kind } }
    groups = kinds.map { kind in
      Group(
        kind: kind,
        composed: ours.filter { kind == nil || $0.kind == nil || $0.kind == kind }.map(\.form),
        real: theirs.filter { kind == nil || $0.kind == kind }.map(\.form))
    }
  }

  private static func measured(
    _ pieces: [MeasuredPiece]
  ) -> [(kind: MeasuredPiece.Kind?, form: FormStatistics)] {
    concurrentMap(pieces.count) { index in
      FormStatistics(of: pieces[index].score, bars: pieces[index].bars).map {
        (pieces[index].kind, $0)
      }
    }.compactMap(\.self)
  }
}
