import RenderMusic

/// A note on its way to a staff.
struct StaffNote: Hashable {
  /// The beginning in units from that of the piece.
  var onset: Int
  /// The first unit after the note.
  var end: Int
  /// The pitch with its spelling.
  var pitch: SpelledPitch
  /// The grace notes before it, one after the other.
  var graces: [[SpelledPitch]] = []
}

/// The staves of a part: two for keyboard instruments and harps, one for the others.
struct StaffDivision {
  /// The notes of each staff from the top, and its clefs, the usual one first.
  let staves: [(clefs: [NotatedScore.Clef], notes: [StaffNote])]

  /// - Parameters:
  ///   - tracks: the notes of the part, or of its staves where they are known.
  ///   - program: the instrument.
  ///   - isOneStaff: whether the part stands on one staff, whichever instrument plays it.
  init(_ tracks: [[StaffNote]], program: UInt8, isOneStaff: Bool = false) {
    guard tracks.count < 2 else {
      staves = zip([[.treble, .bass], [.bass, .treble]], tracks).map { (clefs: $0, notes: $1) }
      return
    }
    let notes = tracks.flatMap { $0 }
    guard GeneralMIDI.isKeyboard(program), !isOneStaff else {
      let notation = InstrumentNotation(program)
      let sum = notes.reduce(0) { $0 + $1.pitch.key }
      let mean = notes.isEmpty ? nil : sum / notes.count - notation.transposition.semitones
      staves = [(notation.clefs(meanKey: mean), notes)]
      return
    }
    let sorted = notes.sorted {
      ($0.onset, $0.pitch.key, $0.end) < ($1.onset, $1.pitch.key, $1.end)
    }
    let hands = HandSeparation(sorted).isRight
    staves = [
      ([.treble, .bass], sorted.indices.filter { hands[$0] }.map { sorted[$0] }),
      ([.bass, .treble], sorted.indices.filter { !hands[$0] }.map { sorted[$0] }),
    ]
  }
}
