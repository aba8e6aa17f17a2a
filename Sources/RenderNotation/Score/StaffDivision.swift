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
  /// The notes of each staff from the top, its clefs, the usual one first, and the most voices in which it is written.
  let staves: [(clefs: [NotatedScore.Clef], notes: [StaffNote], mostVoices: Int)]
  /// The share of notes that sound on into the next one up to which a player has one line: that is legato.
  private static let legato = 0.2

  /// - Parameters:
  ///   - tracks: the notes of the part, or of its staves where they are known.
  ///   - program: the instrument.
  ///   - isOneStaff: whether the part stands on one staff, whichever instrument plays it.
  ///   - mostVoices: the most voices on a staff.
  init(_ tracks: [[StaffNote]], program: UInt8, isOneStaff: Bool, mostVoices: Int) {
    guard tracks.count < 2 else {
      staves = [
        (clefs: [.treble, .bass], notes: tracks[0], mostVoices: mostVoices),
        (clefs: [.bass, .treble], notes: tracks[1], mostVoices: mostVoices),
      ]
      return
    }
    let notes = tracks.flatMap { $0 }
    guard GeneralMIDI.isKeyboard(program), !isOneStaff else {
      let notation = InstrumentNotation(program)
      let sum = notes.reduce(0) { $0 + $1.pitch.key }
      let mean = notes.isEmpty ? nil : sum / notes.count - notation.transposition.semitones
      // An editor's score holds what it holds.
      let isComposed = mostVoices < VoiceDivision.most
      let line = notation.isLine && isComposed ? Self.line(of: notes) : nil
      staves = [
        (notation.clefs(meanKey: mean), line ?? notes, line == nil ? mostVoices : 1)
      ]
      return
    }
    let sorted = notes.sorted {
      ($0.onset, $0.pitch.key, $0.end) < ($1.onset, $1.pitch.key, $1.end)
    }
    let hands = HandSeparation(sorted).isRight
    staves = [
      (
        [.treble, .bass], sorted.indices.filter { hands[$0] }.map { sorted[$0] },
        mostVoices
      ),
      (
        [.bass, .treble], sorted.indices.filter { !hands[$0] }.map { sorted[$0] },
        mostVoices
      ),
    ]
  }

  /// The notes of one line, each up to the next onset; `nil` where many are held longer.
  private static func line(of notes: [StaffNote]) -> [StaffNote]? {
    let onsets = Set(notes.map(\.onset)).sorted()
    var line = notes
    var long = 0
    for index in notes.indices {
      let next = onsets.partitioningIndex { $0 > notes[index].onset }
      guard next < onsets.count, notes[index].end > onsets[next] else { continue }
      line[index].end = onsets[next]
      long += 1
    }
    return Double(long) < legato * Double(max(1, notes.count)) ? line : nil
  }
}
