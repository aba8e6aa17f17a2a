import RenderComposer

/// How long a piece shall become.
public enum PieceLength: Hashable, Sendable {
  /// So many events: notes, and chords whose notes start together.
  case events(Int)
  /// About so many seconds, at the piece's tempo.
  case seconds(Double)

  /// Allowed numbers of events.
  public static let eventCounts = Extent.eventCounts
  /// A day; none of it is no length.
  public static let durations: ClosedRange<Double> = 0...Extent.mostSeconds

  func validate() throws(StudioError) {
    switch self {
    case .events(let count): try check(.length, count, Self.eventCounts)
    case .seconds(let seconds):
      guard seconds > 0, seconds <= Self.durations.upperBound else {
        throw .outOfRange(.duration, value: seconds, allowed: Self.durations)
      }
    }
  }

  var extent: Extent {
    switch self {
    case .events(let count): .events(count)
    case .seconds(let seconds): .seconds(seconds)
    }
  }
}

/// In JSON `{"events": 500}` or `{"seconds": 90}`.
extension PieceLength: Codable {
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
