import RenderMusic

/// A note on its way to a staff.
struct StaffNote: Hashable {
  /// The beginning in units from that of the piece.
  var onset: Int
  /// The first unit after the note.
  var end: Int
  /// The pitch with its spelling.
  var pitch: SpelledPitch
}

/// The staves of a part: two for keyboard instruments and harps, one for the others.
struct StaffDivision {
  /// The notes of each staff from the top, and its usual clef.
  let staves: [(clef: NotatedScore.Clef, notes: [StaffNote])]

  /// - Parameters:
  ///   - tracks: the notes of the part, or of its staves where they are known.
  ///   - program: the instrument.
  ///   - isOneStaff: whether the part stands on one staff, whichever instrument plays it.
  init(_ tracks: [[StaffNote]], program: UInt8, isOneStaff: Bool = false) {
    guard tracks.count < 2 else {
      staves = zip([.treble, .bass], tracks).map { (clef: $0, notes: $1) }
      return
    }
    let notes = tracks.flatMap { $0 }
    guard GeneralMIDI.isKeyboard(program), !isOneStaff else {
      staves = [(Self.clef(notes, program), notes)]
      return
    }
    let sorted = notes.sorted {
      ($0.onset, $0.pitch.key, $0.end) < ($1.onset, $1.pitch.key, $1.end)
    }
    let hands = HandSeparation(sorted).isRight
    staves = [
      (.treble, sorted.indices.filter { hands[$0] }.map { sorted[$0] }),
      (.bass, sorted.indices.filter { !hands[$0] }.map { sorted[$0] }),
    ]
  }

  /// The clef of an instrument with one staff: that of its notes, and a viola's own.
  private static func clef(_ notes: [StaffNote], _ program: UInt8) -> NotatedScore.Clef {
    let viola: UInt8 = 41
    guard program != viola else { return .alto }
    let sum = notes.reduce(0) { $0 + $1.pitch.key }
    return notes.isEmpty || sum >= 57 * notes.count ? .treble : .bass
  }
}
