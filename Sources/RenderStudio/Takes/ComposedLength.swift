import RenderComposer
import RenderMusic

/// The length that a piece shall have, by which its progress is known.
enum ComposedLength {
  case events(Int)
  /// The length in units.
  case units(Int)

  /// - Parameters:
  ///   - extent: the length asked for; `nil` where the plan says it.
  ///   - origin: the place in the plan at which the notes begin.
  init(_ extent: Extent?, _ plan: FormPlan?, from origin: Int, _ header: Piece.Header) {
    switch extent {
    case .events(let count): self = .events(count)
    case .seconds(let seconds):
      self = .units(
        Int(seconds * header.quartersPerMinute / 60 * Double(Piece.unitsPerQuarter)))
    case nil:
      let bars = plan.map { BarGrid($0.metre, end: TimedScore.latest).start(ofBar: $0.bars.count) }
      self = .units((bars ?? 0) - origin)
    }
  }

  /// The share of the piece that is composed with its last event, 0...1.
  func share(_ events: Int, _ last: ComposedEvent) -> Double {
    let share =
      switch self {
      case .events(let count): Double(events) / Double(max(1, count))
      case .units(let count): Double(last.notes.first?.onset ?? 0) / Double(max(1, count))
      }
    return min(max(0, share), 1)
  }
}
