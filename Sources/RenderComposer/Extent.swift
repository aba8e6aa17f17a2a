/// The length of a piece.
public enum Extent: Hashable, Sendable {
  /// A number of events: notes, and chords whose notes start together.
  case events(Int)
  /// A time in seconds, about, at the piece's tempo.
  case seconds(Double)

  /// The numbers of events that may be asked for.
  public static let eventCounts = 1...1_000_000
  /// The longest time that may be asked for, in seconds: a day.
  public static let mostSeconds = 86_400.0

  /// Checks the length.
  ///
  /// - Throws: `ComposerError.outOfRange`.
  public func validate() throws(ComposerError) {
    switch self {
    case .events(let count): try requireInRange("length in events", count, Self.eventCounts)
    case .seconds(let seconds):
      try requireInRange(
        "length in seconds", seconds, 0...Self.mostSeconds, excludesLowest: true)
    }
  }
}

/// Coded in JSON as `{"events": 500}` or `{"seconds": 90}`.
extension Extent: Codable {
  private enum CodingKeys: CodingKey { case events, seconds }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if container.contains(.events) {
      self = .events(try container.decode(Int.self, forKey: .events))
    } else {
      self = .seconds(try container.decode(Double.self, forKey: .seconds))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .events(let count): try container.encode(count, forKey: .events)
    case .seconds(let seconds): try container.encode(seconds, forKey: .seconds)
    }
  }
}
