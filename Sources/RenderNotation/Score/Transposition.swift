import RenderMusic

/// The interval from the written pitch of an instrument up to its sounding one: a clarinet in B flat sounds two
/// semitones, one staff step, lower than written.
public struct Transposition: Hashable, Sendable {
  /// The semitones from the written pitch to the sounding one.
  public var semitones: Int
  /// The staff steps from the written pitch to the sounding one.
  public var steps: Int

  public init(semitones: Int, steps: Int) {
    self.semitones = semitones
    self.steps = steps
  }

  /// The interval of instruments that sound as written.
  public static let none = Transposition(semitones: 0, steps: 0)

  /// The fifths by which keys and names of notes are written higher in the line of fifths.
  private var fifths: Int { 12 * steps - 7 * semitones }

  /// The fifths for music in a key: where the written one would have more than six sharps, its name with flats.
  private func fifths(in key: Piece.KeySignature) -> Int {
    key.sharps + fifths > 6 ? fifths - 12 : fifths
  }

  /// The key signature that a player reads.
  public func written(_ key: Piece.KeySignature) -> Piece.KeySignature {
    guard self != .none else { return key }
    return Piece.KeySignature(sharps: key.sharps + fifths(in: key), mode: key.mode)
  }

  /// The pitch that a player reads.
  ///
  /// - Parameter key: the sounding key signature.
  public func written(_ pitch: SpelledPitch, in key: Piece.KeySignature) -> SpelledPitch {
    guard self != .none else { return pitch }
    var place = pitch.fifths + fifths(in: key)
    // At most double accidentals.
    if place > 19 { place -= 12 }
    if place < -15 { place += 12 }
    return SpelledPitch(fifths: place, key: pitch.key - semitones)
  }
}

extension NotatedScore.Part {
  /// The part with the pitches that its player reads.
  func written(in measures: [NotatedScore.Measure]) -> NotatedScore.Part {
    guard transposition != .none else { return self }
    var part = self
    for staff in staves.indices {
      for (index, measure) in measures.enumerated() {
        part.staves[staff].measures[index].transpose(transposition, measure.keySignature)
      }
    }
    return part
  }
}

extension NotatedScore.StaffMeasure {
  fileprivate mutating func transpose(_ transposition: Transposition, _ key: Piece.KeySignature) {
    for voice in voices.indices {
      for element in voices[voice].elements.indices {
        for note in voices[voice].elements[element].notes.indices {
          let pitch = voices[voice].elements[element].notes[note].pitch
          voices[voice].elements[element].notes[note].pitch = transposition.written(pitch, in: key)
        }
        voices[voice].elements[element].graces = voices[voice].elements[element].graces
          .map { $0.map { transposition.written($0, in: key) } }
      }
    }
  }
}
