extension MusicalKey {
  /// The tonic of the key in which pieces are learned: C in major, A in minor.
  private static func homeTonic(isMinor: Bool) -> Int { isMinor ? 9 : 0 }

  /// The semitones from the key in which pieces of this mode are learned up to this one, 0...11.
  public var stepsAboveHome: Int { (tonic - Self.homeTonic(isMinor: isMinor) + 12) % 12 }

  /// The key so many semitones above the one in which pieces of its mode are learned, below it with fewer than 0.
  public init(stepsAboveHome steps: Int, isMinor: Bool) {
    self.init(tonic: Self.homeTonic(isMinor: isMinor) + steps, isMinor: isMinor)
  }

  /// The nearest way to a pitch class, −5...6 semitones.
  ///
  /// - Parameter steps: the semitones up to it, any octave.
  public static func nearest(_ steps: Int) -> Int {
    let up = (steps % 12 + 12) % 12
    return up > 6 ? up - 12 : up
  }
}

extension TimedScore {
  /// The piece with C major or A minor as its key (after Krumhansl and Schmuckler, see `MusicalKey`),
  /// no further than a tritone from where it stood: so that a network learns each harmony once and
  /// knows where home is.
  ///
  /// - Returns: the piece, and by how many semitones it was moved, −5...6; 0 where it would leave the
  ///   range of keys.
  public func inHomeKey() -> (score: TimedScore, movedBy: Int) {
    guard let key = MusicalKey(of: notes) else { return (self, 0) }
    let semitones = MusicalKey.nearest(-key.stepsAboveHome)
    return transposed(by: semitones).map { ($0, semitones) } ?? (self, 0)
  }

  /// The piece moved by semitones; `nil` where a note would leave the range of keys.
  private func transposed(by semitones: Int) -> TimedScore? {
    let range = 0..<128
    guard notes.allSatisfy({ range.contains(Int($0.key) + semitones) }) else { return nil }
    let moved = notes.map {
      Piece.Note(
        onset: $0.onset, duration: $0.duration, key: UInt8(Int($0.key) + semitones), part: $0.part)
    }
    // Nothing but the keys has changed.
    return try! TimedScore(notes: moved, tempos: tempos, programs: programs)
  }
}
