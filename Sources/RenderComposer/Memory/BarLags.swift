import RenderMusic

/// The bars of a piece as a memory sees them: whether a copy would stand at the place of the bar at which its source
/// stands, how many bars later, and whether that is what the plan says.
public struct BarLags: Sendable {
  private let grid: BarGrid
  /// The plan, as far as the network is told; `nil` where it is told nothing of the form.
  private let plan: HeardPlan?

  init(_ grid: BarGrid, plan: HeardPlan?) {
    self.grid = grid
    self.plan = plan
  }

  /// The number of classes.
  static let count = Distance.allCases.count * Promise.allCases.count

  /// The distance of a copy from its source in bars.
  private enum Distance: Int, CaseIterable {
    /// The copy stands at another place of its bar.
    case offBars
    /// One to three bars.
    case near
    /// A multiple of four bars.
    case periods
    case far
  }

  /// What the plan says of the bar of the copy.
  private enum Promise: Int, CaseIterable {
    case untold, new, source, another
  }

  /// A note's place among the bars.
  struct Place: Sendable {
    var onset: Int32 = 0
    var bar: Int32 = 0
    /// The units from the beginning of the bar.
    var offset: Int32 = 0
    /// The first unit of the bar after the note's.
    var barEnd: Int32 = 0
  }

  func place(onset: Int32) -> Place {
    let bar = grid.bar(at: Int(onset))
    let end = bar + 1 < grid.count ? grid.starts[bar + 1] : .max
    return Place(
      onset: onset, bar: Int32(bar), offset: onset - Int32(grid.starts[bar]),
      barEnd: Int32(clamping: end))
  }

  /// What the plan says of a bar and of the one after it: a source, −1 for a new bar, −2 for nothing.
  func promises(after last: Place) -> (here: Int, next: Int) {
    (promise(Int(last.bar)), promise(Int(last.bar) + 1))
  }

  private func promise(_ bar: Int) -> Int {
    guard let plan, let relation = plan.relation(ofBar: bar) else { return -2 }
    return relation == .new ? -1 : plan.source(ofBar: bar) ?? -1
  }

  /// The class of a copy of an earlier note that comes after the last one.
  ///
  /// - Parameters:
  ///   - shift: the units from the last note to the copy.
  ///   - promises: of the last note's bar and of the one after it.
  func index(
    of earlier: Place, after last: Place, shift: Int32, _ promises: (here: Int, next: Int)
  ) -> UInt8 {
    let onset = last.onset + shift
    let isNext = onset >= last.barEnd
    let offset = isNext ? onset - last.barEnd : onset - (last.onset - last.offset)
    let bar = isNext ? last.bar + 1 : last.bar
    let lag = bar - earlier.bar
    let distance: Distance =
      offset != earlier.offset || lag < 1
      ? .offBars : lag < 4 ? .near : lag % 4 == 0 ? .periods : .far
    let source = isNext ? promises.next : promises.here
    let promise: Promise =
      source == -2
      ? .untold
      : source == -1
        ? .new : distance != .offBars && source == Int(earlier.bar) ? .source : .another
    return UInt8(distance.rawValue * Promise.allCases.count + promise.rawValue)
  }
}
