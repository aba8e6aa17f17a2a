/// Where each tick of a file lies in time.
///
/// A second is a whole number of units (ticks a quarter × 10^6, or 30000 × ticks a frame where 29.97
/// frames make one), and so is a tick at every tempo. Positions are sums of units in integers:
/// nothing drifts over any number of changes, and only the one division into seconds rounds.
public struct TempoMap: Hashable, Sendable {
  /// A tempo that holds from a tick on.
  public struct Change: Hashable, Sendable {
    public let tick: Int
    /// 1...16777215.
    public let microsecondsPerQuarter: UInt32

    public var quartersPerMinute: Double { 60e6 / Double(microsecondsPerQuarter) }
  }

  /// 120 quarters a minute, where a file does not say otherwise.
  public static let defaultMicrosecondsPerQuarter: UInt32 = 500_000

  /// In ascending order, one a tick, the first at tick 0. Empty with SMPTE time, where a tempo has no
  /// effect.
  public let changes: [Change]

  /// Ticks from `tick` on last `unitsPerTick` each.
  private struct Segment: Hashable {
    let tick: Int
    let position: Int
    let unitsPerTick: Int
  }

  private let segments: [Segment]
  private let unitsPerSecond: Int

  /// The tempo of a file, from all its tracks. Of several tempos at a tick the last one holds, in the
  /// order of the tracks and within them.
  ///
  /// In format 2 each track keeps its own time, and `track` says whose is meant; in the others it is
  /// without effect. A track that is not there has the default tempo. A tempo or tick outside its
  /// range, which no file can hold, is passed over.
  public init(_ file: MIDIFile, track: Int = 0) {
    switch file.division {
    case .ticksPerQuarter(let ticks):
      var tracks = file.tracks
      if file.format == .independentTracks {
        tracks = tracks.indices.contains(track) ? [tracks[track]] : []
      }
      changes = Self.changes(in: tracks)
      unitsPerSecond = max(1, Int(ticks)) * 1_000_000
      segments = changes.reduce(into: []) { segments, change in
        let position = segments.last.map { $0.position + (change.tick - $0.tick) * $0.unitsPerTick }
        segments.append(
          Segment(
            tick: change.tick, position: position ?? 0,
            unitsPerTick: Int(change.microsecondsPerQuarter)))
      }
    case .smpte(let framesPerSecond, let ticksPerFrame):
      // 29 stands for 30 frames in 1.001 seconds.
      let isDropFrame = framesPerSecond == 29
      changes = []
      unitsPerSecond =
        (isDropFrame ? 30_000 : max(1, Int(framesPerSecond))) * max(1, Int(ticksPerFrame))
      segments = [Segment(tick: 0, position: 0, unitsPerTick: isDropFrame ? 1001 : 1)]
    }
  }

  private static func changes(in tracks: [MIDITrack]) -> [Change] {
    var changes = [Change(tick: 0, microsecondsPerQuarter: defaultMicrosecondsPerQuarter)]
    for track in tracks {
      for event in track.events {
        guard case .meta(.tempo(let tempo)) = event.event, 1...0xFF_FFFF ~= tempo,
          0...MIDIFile.maximumTick ~= event.tick
        else { continue }
        changes.append(Change(tick: event.tick, microsecondsPerQuarter: tempo))
      }
    }
    // The order of arrival decides within a tick; `sort` alone does not promise to keep it.
    let ordered = changes.enumerated().sorted {
      ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset)
    }
    return ordered.reduce(into: []) { result, next in
      if result.last?.tick == next.element.tick { result.removeLast() }
      result.append(next.element)
    }
  }

  // MARK: Conversion

  /// The time of a tick, within an ulp of the exact quotient. Ticks before 0 count as 0, those after
  /// `MIDIFile.maximumTick` as that.
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
  /// `seconds(atTick:)` wherever a Double tells the two neighbours of a tick apart.
  public func tick(atSeconds seconds: Double) -> Int {
    guard seconds > 0 else { return 0 }
    let target = seconds * Double(unitsPerSecond)
    let segment = segments[lastIndex { Double($0.position) <= target }]
    let ticks = (target - Double(segment.position)) / Double(segment.unitsPerTick)
    guard ticks < Double(MIDIFile.maximumTick - segment.tick) else { return MIDIFile.maximumTick }
    return segment.tick + Int(ticks.rounded())
  }

  /// The last segment for which the condition, true of the first, holds.
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
