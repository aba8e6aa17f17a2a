import RenderMIDI

extension Form {
  /// Finds the form of a file's music, with the bars that its time signatures give.
  ///
  /// - Throws: `MusicError.beyondGrid`.
  public init(of file: MIDIFile) throws(MusicError) {
    let score = try TimedScore.quantizing(file).score
    self.init(
      of: score, bars: BarGrid(file, end: score.end), keyChanges: file.keyChanges)
  }
}

extension MIDIFile {
  /// The units of the grid at which key signatures change, ascending; the first one is no change.
  public var keyChanges: [Int] {
    let grid = FileGrid(self)
    let signatures = zip(tracks, grid.trackStarts).flatMap { track, start in
      track.events.compactMap { timed -> (unit: Int, sharps: Int8, isMinor: Bool)? in
        guard case .meta(.keySignature(let sharps, let isMinor)) = timed.event, timed.tick >= 0,
          timed.tick <= grid.latestTick - start
        else { return nil }
        return (grid.unit(nearestTo: start + timed.tick), sharps, isMinor)
      }
    }
    let sorted = signatures.sorted { $0.unit < $1.unit }
    return zip(sorted, sorted.dropFirst()).compactMap { earlier, signature in
      (earlier.sharps, earlier.isMinor) == (signature.sharps, signature.isMinor)
        ? nil : signature.unit
    }
  }
}
