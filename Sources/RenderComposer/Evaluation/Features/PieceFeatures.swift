import RenderMusic
import RenderNetwork

/// Numbers that describe the first 500 events of a piece, by which pieces are told apart: of its form, register,
/// lines, chords, rhythm and harmony. None says how long the piece is.
public struct PieceFeatures: Hashable, Sendable {
  /// A number with its name; `nil` where it is not defined.
  typealias Feature = (name: String, value: Double?)

  /// The names, the same and in the same order for all pieces.
  public let names: [String]
  /// The numbers, one a name; `nil` where one is not defined.
  public let values: [Double?]

  /// The number of the first features, which are those of the form.
  public static let formCount = FormStatistics.measures.count

  /// Measures a piece; `nil` for one of fewer than eight notes, or of one event alone.
  public init?(_ piece: MeasuredPiece) {
    let score = piece.score.inOnePart.beginning(events: FormStatistics.events)
    let bars = piece.bars ?? BarGrid(mostAlikeIn: score)
    guard let form = FormStatistics(of: score, bars: bars), let statistics = PieceStatistics(score),
      let material = Material(score, bars)
    else { return nil }
    let features: [Feature] =
      FormStatistics.measures.map { ($0.name, $0.value(form)) }
      + StatisticsComparison.measures.map { ($0, statistics[keyPath: $1]) }
      + material.register + material.lines + material.chords + material.rhythm
      + material.placesInTheBar + material.lengths + material.pace + material.harmony
    names = features.map(\.name)
    // A share of nothing is no number.
    values = features.map { $0.value.flatMap { $0.isFinite ? $0 : nil } }
  }

  /// Measures pieces, on all cores; those that are too short are left out.
  public static func of(_ pieces: [MeasuredPiece]) -> [PieceFeatures] {
    concurrentMap(pieces.count) { PieceFeatures(pieces[$0]) }.compactMap(\.self)
  }

  /// The features of the form alone.
  public var form: PieceFeatures {
    PieceFeatures(
      names: Array(names.prefix(Self.formCount)), values: Array(values.prefix(Self.formCount)))
  }

  init(names: [String], values: [Double?]) {
    precondition(names.count == values.count)
    self.names = names
    self.values = values
  }
}

extension PieceFeatures {
  /// What features are counted on: a piece in events, with its bars.
  struct Material {
    let score: TimedScore
    let bars: BarGrid
    /// The notes of each event, from the lowest up.
    let events: [[Piece.Note]]
    /// The beginnings of the events in units.
    let onsets: [Int]

    /// - Returns: `nil` for a piece of one event, which has no line.
    init?(_ score: TimedScore, _ bars: BarGrid) {
      events = score.notes.chunked(by: \.onset)
      guard events.count > 1 else { return nil }
      onsets = events.map { $0[0].onset }
      self.score = score
      self.bars = bars
    }

    /// The share of the elements that are so.
    func share<Element>(_ elements: [Element], _ condition: (Element) -> Bool) -> Double? {
      elements.isEmpty ? nil : Double(elements.count(where: condition)) / Double(elements.count)
    }
  }
}
