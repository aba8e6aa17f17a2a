import RenderMIDI

extension BarGrid {
  /// Makes the bars that a file's time signatures give, whichever track has them.
  ///
  /// - Parameter end: the unit at which the music ends.
  public init(_ file: MIDIFile, end: Int) {
    self.init(file.timeSignatures, end: end)
  }
}

extension MIDIFile {
  /// The time signatures of all tracks on the grid; none where the file names none. What is beyond the grid, or
  /// no metre, is left out.
  public var timeSignatures: [Piece.TimeSignature] {
    let grid = FileGrid(self)
    return zip(tracks, grid.trackStarts).flatMap { track, start in
      track.events.compactMap { timed in
        guard case .meta(.timeSignature(let beats, let power, _, _)) = timed.event, beats > 0,
          power < 8, timed.tick >= 0, timed.tick <= grid.latestTick - start
        else { return nil }
        return Piece.TimeSignature(
          onset: grid.unit(nearestTo: start + timed.tick), beats: Int(beats),
          beatUnit: 1 << Int(power))
      }
    }
  }
}
