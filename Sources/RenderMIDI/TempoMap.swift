/// The time of each tick of a file.
///
/// A second is a whole number of units (ticks a quarter × 10^6, or 30000 × ticks a frame where 29.97
/// frames make one), and so is a tick at every tempo. Positions are sums of units in integers:
/// nothing drifts over any number of changes, and only the one division into seconds rounds.
public struct TempoMap: Hashable, Sendable {
  /// A tempo that holds from a tick on.
  public struct Change: Hashable, Sendable {
    /// The first tick that has the tempo.
    public let tick: Int
    /// The length of a quarter in microseconds, 1...16777215.
    public let microsecondsPerQuarter: UInt32

    /// The tempo in quarters a minute.
    public var quartersPerMinute: Double { 60e6 / Double(microsecondsPerQuarter) }
  }

  /// The tempo of a file that names none: 120 quarters a minute.
  public static let defaultMicrosecondsPerQuarter: UInt32 = 500_000

  /// The tempos in ascending order of ticks, at most one a tick, the first at tick 0. Empty with SMPTE
  /// time, where a tempo has no effect.
  public private(set) var changes: [Change]

  /// A stretch of equal ticks: those from `tick` on last `unitsPerTick` each.
  private struct Segment: Hashable {
    let tick: Int
    let position: Int
    let unitsPerTick: Int
  }

  private var segments: [Segment]
  private let unitsPerSecond: Int

  /// The tempo of a file, from all its tracks. Of several tempos at a tick the last one holds, in the
  /// order of the tracks and within them.
  ///
  /// In format 2 each track keeps its own time, and `track` says whose is meant; in the others it is
  /// without effect. A track that is not there has the default tempo. A tempo or tick outside its
  /// range, which no file can hold, is passed over.
  public init(_ file: MIDIFile, track: Int = 0) {
    self.init(division: file.division)
    guard case .ticksPerQuarter = file.division else { return }
    var tracks = file.tracks
    if file.format == .independentTracks {
      tracks = tracks.indices.contains(track) ? [tracks[track]] : []
    }
    for change in Self.changes(in: tracks) { append(change) }
  }

  /// The default tempo from the beginning to the end, for a piece whose tempos are still to come.
  public init(division: MIDIFile.Division) {
    switch division {
    case .ticksPerQuarter(let ticks):
      changes = []
      segments = []
      unitsPerSecond = max(1, Int(ticks)) * 1_000_000
      append(Change(tick: 0, microsecondsPerQuarter: Self.defaultMicrosecondsPerQuarter))
    case .smpte(let framesPerSecond, let ticksPerFrame):
      // 29 stands for 30 frames in 1.001 seconds.
      let isDropFrame = framesPerSecond == 29
      changes = []
      unitsPerSecond =
        (isDropFrame ? 30_000 : max(1, Int(framesPerSecond))) * max(1, Int(ticksPerFrame))
      segments = [Segment(tick: 0, position: 0, unitsPerTick: isDropFrame ? 1001 : 1)]
    }
  }

  /// Adds a tempo that holds from a tick on, no earlier than that of the last change; at the same tick
  /// it replaces that one. Without effect with SMPTE time, and for a tempo or tick outside its range.
  public mutating func append(tick: Int, microsecondsPerQuarter: UInt32) {
    guard let last = changes.last, tick >= last.tick,
      1...0xFF_FFFF ~= microsecondsPerQuarter, tick <= MIDIFile.maximumTick
    else { return }
    append(Change(tick: tick, microsecondsPerQuarter: microsecondsPerQuarter))
  }

  private mutating func append(_ change: Change) {
    if changes.last?.tick == change.tick {
      changes.removeLast()
      segments.removeLast()
    }
    changes.append(change)
    let position = segments.last.map { $0.position + (change.tick - $0.tick) * $0.unitsPerTick }
    segments.append(
      Segment(
        tick: change.tick, position: position ?? 0,
        unitsPerTick: Int(change.microsecondsPerQuarter)))
  }

  private static func changes(in tracks: [MIDITrack]) -> [Change] {
    var changes: [Change] = []
    for track in tracks {
      for event in track.events {
        guard case .meta(.tempo(let tempo)) = event.event, 1...0xFF_FFFF ~= tempo,
          0...MIDIFile.maximumTick ~= event.tick
        else { continue }
        changes.append(Change(tick: event.tick, microsecondsPerQuarter: tempo))
      }
    }
    // The order of arrival decides within a tick; `sort` alone does not promise to keep it.
    return changes.enumerated()
      .sorted { ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset) }
      .map(\.element)
  }

  // MARK: Conversion

  /// The time of a tick in seconds, within an ulp of the exact quotient. Ticks before 0 count as 0, those
  /// after `MIDIFile.maximumTick` as that.
  public func seconds(atTick tick: Int) -> Double {
    let tick = min(max(tick, 0), MIDIFile.maximumTick)
    let segment = segments[lastIndex { $0.tick <= tick }]
    // At most 2^36 ticks of less than 2^24 units each.
    let position = segment.position + (tick - segment.tick) * segment.unitsPerTick
    // Split, since a position beyond 2^53 is no Double.
    let (whole, rest) = position.quotientAndRemainder(dividingBy: unitsPerSecond)
    return Double(whole) + Double(rest) / Double(unitsPerSecond)
  }

  /// The tick nearest to a time, in 0...`MIDIFile.maximumTick`; 0 for what is no number. It inverts
  /// `seconds(atTick:)` wherever the times of neighbouring ticks differ as Doubles.
  public func tick(atSeconds seconds: Double) -> Int {
    guard seconds > 0 else { return 0 }
    let target = seconds * Double(unitsPerSecond)
    let segment = segments[lastIndex { Double($0.position) <= target }]
    let ticks = (target - Double(segment.position)) / Double(segment.unitsPerTick)
    guard ticks < Double(MIDIFile.maximumTick - segment.tick) else { return MIDIFile.maximumTick }
    return segment.tick + Int(ticks.rounded())
  }

  /// The index of the last segment for which the condition holds, which is true of the first.
  private func lastIndex(where holds: (Segment) -> Bool) -> Int {
    var low = 0
    var high = segments.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if holds(segments[middle]) { low = middle } else { high = middle }
    }
    return low
  }
}
