/// The signs of an ending that an event of a piece has.
public struct EndingSigns: Hashable, Sendable {
  /// Whether in the ten events up to this one no key was held for at least an eighth.
  public var hasRest: Bool
  /// Whether one of its notes is at least twice as long as the median of the piece's notes.
  public var isLong: Bool
  /// Whether its lowest note is the tonic of the piece's key.
  public var isTonic: Bool

  private static let reach = 10

  /// - Parameter back: events between it and the last one, and itself: 0 is the last event.
  /// - Returns: `nil` where the piece is too short.
  public init?(_ score: TimedScore, back: Int = 0) {
    let events = score.notes.chunked(by: \.onset)
    let index = events.count - 1 - back
    guard index >= Self.reach, let key = MusicalKey(of: score.notes) else { return nil }
    let durations = score.notes.map(\.duration).sorted()
    isLong = events[index].contains { $0.duration >= 2 * durations[durations.count / 2] }
    isTonic = Int(events[index][0].key) % 12 == key.tonic
    let firstOfReach = events[index - Self.reach + 1][0].onset
    var end = 0
    hasRest = false
    for event in events[...index] {
      let onset = event[0].onset
      if onset >= firstOfReach, onset - end >= Piece.unitsPerQuarter / 2 { hasRest = true }
      end = event.reduce(end) { max($0, $1.end) }
    }
  }
}
