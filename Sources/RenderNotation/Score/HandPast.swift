/// The hands of the last notes, a bit each: the latest note is the lowest bit, a one is the right hand.
struct HandPast {
  /// The number of notes before an onset that are looked at.
  static let reach = 24

  private var bits: UInt64 = 0

  /// The hands of the last 32 notes.
  var recent: UInt32 { UInt32(truncatingIfNeeded: bits) }

  /// The hand of a note, 1 the right one.
  ///
  /// - Parameter distance: 0 for the last note, at most 63.
  func hand(_ distance: Int) -> Int {
    Int(truncatingIfNeeded: bits &>> UInt64(truncatingIfNeeded: distance)) & 1
  }

  /// The past after an onset, of which the left hand plays the lowest notes.
  func adding(left: Int, right: Int) -> HandPast {
    var past = self
    // A shift by more than the width of the bits leaves zeros.
    past.bits = ((bits << UInt64(left)) << UInt64(right)) | ~(~0 << UInt64(right))
    return past
  }
}

/// What a hand held and played last, when an onset comes.
struct HandState {
  /// The keys between which it holds notes, and their number.
  var held: (low: Int, high: Int, count: Int)?
  /// The keys between which it last played.
  var last: (low: Int, high: Int)?
  /// The end of its last note.
  var end: Int?

  /// The states of the left and the right hand.
  ///
  /// - Parameters:
  ///   - past: the hands of the notes before.
  ///   - from: the index of the first note of the onset.
  static func both(after past: HandPast, _ notes: [StaffNote], before from: Int) -> [HandState] {
    var states = [HandState(), HandState()]
    var onsets = [Int.min, Int.min]
    for index in stride(from: from - 1, through: max(0, from - HandPast.reach), by: -1) {
      let (hand, note) = (past.hand(from - 1 - index), notes[index])
      let key = note.pitch.key
      if note.end > notes[from].onset {
        let held = states[hand].held ?? (key, key, 0)
        states[hand].held = (min(held.low, key), max(held.high, key), held.count + 1)
      }
      states[hand].end = max(states[hand].end ?? note.end, note.end)
      if states[hand].last == nil {
        states[hand].last = (key, key)
        onsets[hand] = note.onset
      } else if note.onset == onsets[hand] {
        states[hand].last?.low = key
      }
    }
    return states
  }
}
