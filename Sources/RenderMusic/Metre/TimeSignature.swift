extension Piece {
  /// A time signature that holds from a place of the grid on: 6/8 is `beats: 6, beatUnit: 8`.
  public struct TimeSignature: Hashable, Sendable {
    /// The place in units.
    public var onset: Int
    /// The number of beats in a bar, 1...255.
    public var beats: Int
    /// The note value of a beat, a power of two, 1...128.
    public var beatUnit: Int

    public init(onset: Int = 0, beats: Int, beatUnit: Int) {
      self.onset = onset
      self.beats = beats
      self.beatUnit = beatUnit
    }

    /// The time signature that holds where a file names none.
    public static let common = TimeSignature(beats: 4, beatUnit: 4)

    /// The beginning of a bar, in units from the first bar of the signature: exact where a bar is whole units
    /// long, else the unit below, so that errors do not add up.
    func start(ofBar bar: Int) -> Int { bar * beats * 4 * Piece.unitsPerQuarter / beatUnit }

    /// The length of a bar in units, rounded down: 72 for 3/4.
    public var barLength: Int { start(ofBar: 1) }
  }
}

extension Piece.Metre {
  /// The time signature of the whole bars, at place 0.
  public var timeSignature: Piece.TimeSignature {
    Piece.TimeSignature(beats: beats, beatUnit: beatUnit)
  }

  /// The length of a bar in units, rounded down: 72 for 3/4.
  public var barLength: Int { timeSignature.barLength }
}
