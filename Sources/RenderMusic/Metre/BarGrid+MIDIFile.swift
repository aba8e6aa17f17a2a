import RenderMIDI

extension BarGrid {
  /// Makes the bars that a file's time signatures give, whichever track has them.
  ///
  /// - Parameter end: the unit at which the music ends.
  public init(_ file: MIDIFile, end: Int) {
    self.init(file.timeSignatures, end: end)
  }

  /// Makes the bars of a file: those of its time signatures, or an estimate where it has none.
  public init(_ file: MIDIFile, of score: TimedScore) {
    if file.timeSignatures.isEmpty {
      self.init(estimatedFrom: score)
    } else {
      self.init(file, end: score.end)
    }
  }
}

extension BarGrid {
  /// Makes the bars of a file as they are written: those of its time signatures, or of an estimated metre where it has none;
  /// where they begin, which of them are shorter or longer, and changes of metre that it does not name are found from
  /// the notes.
  ///
  /// Many programs write a pick-up into the first bar of the signature, where nothing says how long it is, and leave out
  /// irregular bars. A file whose first signature is that of a pick-up is one that tells all.
  public init(tracking file: MIDIFile, of score: TimedScore) {
    let given = BarGrid(file, of: score)
    guard !score.notes.isEmpty, file.timeSignatures.isEmpty || given.pickUp == 0 else {
      self = given
      return
    }
    let tracked = BarTracking(
      score, given: file.timeSignatures.isEmpty ? given.withoutPickUp : given)
    self.init(starts: tracked.starts, signatures: tracked.signatures, end: score.end)
  }

  /// The same metre from the beginning on.
  private var withoutPickUp: BarGrid {
    BarGrid(Piece.Metre(beats: metre.beats, beatUnit: metre.beatUnit), end: end)
  }
}

extension MIDIFile {
  /// The time signatures of all tracks on the grid; none where the file names none. What is beyond the grid, or
  /// no metre, is left out.
  public var timeSignatures: [Piece.TimeSignature] {
    marks { event -> (beats: Int, beatUnit: Int)? in
      guard case .timeSignature(let beats, let power, _, _) = event, beats > 0, power < 8 else {
        return nil
      }
      return (Int(beats), 1 << Int(power))
    }.map {
      Piece.TimeSignature(onset: $0.unit, beats: $0.mark.beats, beatUnit: $0.mark.beatUnit)
    }
  }
}
