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
  /// Makes the bars of a file whose first time signature may begin inside a bar.
  ///
  /// Many programs write a pick-up into the first bar of the signature, where nothing says how long it is: with one
  /// signature at the beginning and none before the second bar the length is estimated from the notes.
  public init(findingPickUpOf file: MIDIFile, of score: TimedScore) {
    let given = BarGrid(file, of: score)
    let signatures = given.timeSignatures
    let whole = signatures[0]
    let next = signatures.dropFirst().first?.onset ?? .max
    // A shorter signature at the beginning is a pick-up that the file knows of.
    guard file.timeSignatures.first?.onset == 0, given.pickUp == 0, next > 2 * whole.barLength,
      let pickUp = PickUpEstimate(of: score, in: whole, until: next)?.pickUp, pickUp > 0
    else {
      self = given
      return
    }
    self.init(
      [
        Piece.TimeSignature(beats: pickUp, beatUnit: 4 * Piece.unitsPerQuarter),
        Piece.TimeSignature(onset: pickUp, beats: whole.beats, beatUnit: whole.beatUnit),
      ] + signatures.dropFirst(), end: score.end)
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
