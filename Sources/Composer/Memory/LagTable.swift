/// A note as the memory compares it. Lengths in units of 1/24 quarter.
struct HeardNote: Hashable, Sendable {
  /// From the onset of the note before; 0 inside a chord.
  var shift: Int32
  var key: Int32
  var duration: Int32
}

/// The notes of a piece beside themselves: at a lag of d stands how the last notes agree with those d
/// notes earlier. A pointer that copies note after note stays at its lag.
///
/// Arrays are by lag, lag 1 first, up to the first note or `longest`.
struct LagTable: Sendable {
  /// How far back the memory reaches, in notes.
  static let longest = 2048

  private var notes: [HeardNote] = []
  /// The last note's key less that of the note a lag earlier.
  private(set) var intervals: [Int32] = []
  /// How many of the last notes agree with those a lag earlier: equal shifts, equal intervals.
  private(set) var runs: [Int32] = []
  /// Whether the last note's interval is that of the note before it.
  private(set) var isSteady: [Bool] = []

  var count: Int { runs.count }

  /// The note that a lag points to when the next one is to come.
  func note(atLagIndex index: Int) -> HeardNote { notes[notes.count - 1 - index] }

  mutating func append(_ note: HeardNote) {
    for index in 0..<count {
      let earlier = self.note(atLagIndex: index)
      let interval = note.key - earlier.key
      isSteady[index] = interval == intervals[index]
      if note.shift != earlier.shift {
        runs[index] = 0
      } else {
        runs[index] = isSteady[index] ? runs[index] + 1 : 1
      }
      intervals[index] = interval
    }
    if notes.count == 2 * Self.longest { notes.removeFirst(Self.longest) }
    notes.append(note)
    if count < Self.longest {
      intervals.append(0)
      runs.append(0)
      isSteady.append(false)
    }
  }

  /// How many of the last notes agree with those before a copied note, at the pitch of the copy.
  private func run(_ copying: Copying, atLagIndex index: Int) -> Int32 {
    copying == .moved || intervals[index] == 0 ? runs[index] : 0
  }

  /// The class of what agrees before a copied note.
  func agreement(_ copying: Copying, atLagIndex index: Int) -> Int {
    Agreement.index(of: run(copying, atLagIndex: index))
  }

  /// The class of how often what comes a lag later has come already, one after the other.
  func turns(_ copying: Copying, atLagIndex index: Int) -> Int {
    Turns.index(of: run(copying, atLagIndex: index) / Int32(index + 1))
  }

  /// Whether a copy may go on there: chords go upwards, so a note that does not stand above the last
  /// cannot join it. At another pitch it goes on only where the last two notes were moved alike.
  func canGoOn(_ copying: Copying, atLagIndex index: Int) -> Bool {
    let note = note(atLagIndex: index)
    let key = note.key + (copying == .moved ? intervals[index] : 0)
    return (note.shift > 0 || key > notes[notes.count - 1].key)
      && (copying == .exact || isSteady[index])
  }

  /// Whether a copy may begin there: at another pitch only where two notes or more agree so.
  func canBegin(_ copying: Copying, atLagIndex index: Int) -> Bool {
    canGoOn(copying, atLagIndex: index)
      && (copying == .exact || (intervals[index] != 0 && runs[index] >= 2))
  }
}
