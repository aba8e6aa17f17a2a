import RenderMusic

/// A reader of the tokens of notes, which says how an earlier note would continue the one that is being read.
struct NoteReader: Sendable {
  private enum Place { case opening, shift, partOrPitch, pitch, duration }

  let vocabulary: TimedVocabulary
  private var place = Place.opening
  /// The units that long tokens have added to the length that is being read.
  private var units: Int32 = 0
  private var note = HeardNote(shift: 0, part: -1, key: 0, duration: 0)

  init(_ vocabulary: TimedVocabulary) { self.vocabulary = vocabulary }

  /// Whether the next token is a note's first; before the piece's tempo it is not.
  var isBetweenNotes: Bool { place == .shift && units == 0 }

  /// The kind of the next token, as the memory's tables count: 0 shift, 1 pitch, 2 duration.
  var kind: Int {
    switch place {
    case .opening, .shift: 0
    // Who plays is a part of when.
    case .partOrPitch: note.part < 0 ? 1 : 0
    case .pitch: 1
    case .duration: 2
    }
  }

  /// - Returns: a note, once it is complete.
  mutating func read(_ token: Int32) -> HeardNote? {
    switch vocabulary.tokens[Int(token)] {
    case .start, .end: break
    case .tempo: if place == .opening { place = .shift }
    case .longShift, .longDuration: units += Int32(TimedToken.longUnits)
    case .shift(let rest):
      note.shift = units + Int32(rest)
      // Within a chord nobody else plays.
      place = note.shift > 0 || note.part < 0 ? .partOrPitch : .pitch
      units = 0
    case .part:
      if place == .shift { note.shift = 0 }
      note.part = token
      place = .pitch
    case .pitch(let key):
      note.key = Int32(key)
      place = .duration
    case .duration(let rest):
      note.duration = units + Int32(rest)
      (units, place) = (0, .shift)
      return note
    }
    return nil
  }

  /// The next token of the copy of an earlier note.
  ///
  /// - Parameter allowed: which tokens may come, [vocabulary].
  /// - Returns: −1 where there is none: what was read already differs, the vocabulary lacks it, or it
  ///   may not come.
  func copy(_ copying: Copying, _ lags: LagTable, atLagIndex index: Int, allowed: [Bool]) -> Int32 {
    let token = copy(
      of: lags.note(atLagIndex: index), movedBy: copying == .moved ? lags[index].interval : 0)
    return token >= 0 && allowed[Int(token)] ? token : -1
  }

  private func copy(of earlier: HeardNote, movedBy interval: Int32) -> Int32 {
    switch place {
    case .opening: -1
    case .shift:
      // Another part that joins in says so in place of a shift of 0.
      earlier.shift == 0 && units == 0 && earlier.part != note.part
        ? earlier.part
        : vocabulary.shiftToken(forRest: Int(earlier.shift - units), isFirst: units == 0)
    case .partOrPitch:
      earlier.part >= 0 ? earlier.part : vocabulary.pitchToken(forKey: Int(earlier.key + interval))
    case .pitch:
      earlier.part == note.part
        ? vocabulary.pitchToken(forKey: Int(earlier.key + interval)) : -1
    case .duration: vocabulary.durationToken(forRest: Int(earlier.duration - units))
    }
  }
}
