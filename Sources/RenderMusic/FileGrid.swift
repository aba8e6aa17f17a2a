import RenderMIDI

/// The places of a file on the grid: units are an exact multiple of its ticks.
struct FileGrid {
  /// A tick is `units` / `ticks` units.
  private let units: Int
  private let ticks: Int
  /// The tick at which each track begins: those of a file of format 2 follow one another, as they do when
  /// played. No track begins more than a tick beyond `latestTick`.
  private(set) var trackStarts: [Int] = []

  init(_ file: MIDIFile) {
    switch file.division {
    case .ticksPerQuarter(let ticks):
      units = Piece.unitsPerQuarter
      self.ticks = max(1, Int(ticks))
    case .smpte(let framesPerSecond, let ticksPerFrame):
      // 29 stands for 30 frames in 1.001 seconds.
      let isDropFrame = framesPerSecond == 29
      units = 2 * Piece.unitsPerQuarter * (isDropFrame ? 1001 : 1)
      ticks = (isDropFrame ? 30_000 : max(1, Int(framesPerSecond))) * max(1, Int(ticksPerFrame))
    }
    var start = 0
    for track in file.tracks {
      trackStarts.append(start)
      guard file.format == .independentTracks else { continue }
      let beyond = latestTick + 1
      start = min(start + min(max(0, track.events.last?.tick ?? 0), beyond), beyond)
    }
  }

  /// The last tick whose place on the grid is no later than `TimedScore.latest`.
  var latestTick: Int { TimedScore.latest * ticks / units }

  /// The unit nearest to a tick, halfway between two the later one.
  func unit(nearestTo tick: Int) -> Int { (2 * tick * units + ticks) / (2 * ticks) }

  /// The quarters between a unit and a tick.
  func quarters(between unit: Int, and tick: Int) -> Double {
    Double(abs(unit * ticks - tick * units)) / Double(Piece.unitsPerQuarter * ticks)
  }
}

extension MIDIFile {
  /// The meta events of all tracks that `read` knows, with their places on the grid, ascending; those at one place in
  /// the order of the tracks. What is beyond the grid is left out.
  func marks<Mark>(_ read: (MetaEvent) -> Mark?) -> [(unit: Int, mark: Mark)] {
    let grid = FileGrid(self)
    var marks: [(unit: Int, mark: Mark)] = []
    for (track, start) in zip(tracks, grid.trackStarts) {
      for timed in track.events where timed.tick >= 0 && timed.tick <= grid.latestTick - start {
        guard case .meta(let event) = timed.event, let mark = read(event) else { continue }
        marks.append((grid.unit(nearestTo: start + timed.tick), mark))
      }
    }
    // `sort` alone does not promise to keep the order at one place.
    return marks.enumerated()
      .sorted { ($0.element.unit, $0.offset) < ($1.element.unit, $1.offset) }
      .map(\.element)
  }
}
