/// A note as the memory compares it. Times are in units of 1/24 quarter.
struct HeardNote: Hashable, Sendable {
  /// The time from the onset of the note before; 0 inside a chord.
  var shift: Int32
  /// The token of the part that plays it; −1 in music for one instrument.
  var part: Int32 = -1
  /// The key, 0...127; 60 is middle C.
  var key: Int32
  var duration: Int32
}

/// A table that compares the notes of a piece with themselves: at a lag of d stands how the last notes
/// agree with those d notes earlier. A pointer that copies note after note stays at its lag.
struct LagTable: Sendable {
  /// The reach of the memory, in notes.
  static let longest = 2048

  /// The agreement of the last notes with those a lag earlier.
  struct Place: Sendable {
    /// The last note's key less that of the note a lag earlier, in semitones.
    fileprivate(set) var interval: Int32 = 0
    /// The number of the last notes that agree: equal shifts, equal parts, equal intervals.
    fileprivate(set) var run: Int32 = 0
    /// Whether the last note's interval is that of the note before it.
    fileprivate(set) var isSteady = false
    /// The run's classes, which are needed at every token; class 0 is that of no run.
    fileprivate var agreement: UInt8 = 0
    fileprivate var turns: UInt8 = 0
    /// The class of the copy's place among the bars; 0 where bars are not known.
    fileprivate(set) var bars: UInt8 = 0

    /// Whether the agreement holds at the pitch of the copy.
    private func counts(_ copying: Copying) -> Bool { copying == .moved || interval == 0 }

    /// The class of what agrees before a copied note.
    func agreement(_ copying: Copying) -> Int { counts(copying) ? Int(agreement) : 0 }

    /// The class of how often what comes a lag later has come already, one after the other.
    func turns(_ copying: Copying) -> Int { counts(copying) ? Int(turns) : 0 }
  }

  private let barLags: BarLags?
  private var notes: [HeardNote] = []
  /// The places of the notes among the bars; none where bars are not known.
  private var barPlaces: [BarLags.Place] = []
  private var onset: Int32 = 0
  /// The places by lag, lag 1 first, up to the first note or `longest`.
  private var places: [Place] = []

  /// A table of no notes yet.
  ///
  /// - Parameter barLags: the bars of the piece, where they are known.
  init(_ barLags: BarLags? = nil) { self.barLags = barLags }

  var count: Int { places.count }

  subscript(index: Int) -> Place { places[index] }

  /// The note that a lag points to when the next one is to come.
  func note(atLagIndex index: Int) -> HeardNote { notes[notes.count - 1 - index] }

  mutating func append(_ note: HeardNote) {
    places.withUnsafeMutableBufferPointer { places in
      for index in places.indices {
        let earlier = notes[notes.count - 1 - index]
        let interval = note.key - earlier.key
        places[index].isSteady = interval == places[index].interval
        places[index].interval = interval
        let agrees = note.shift == earlier.shift && note.part == earlier.part
        let run = !agrees ? 0 : places[index].isSteady ? places[index].run + 1 : 1
        places[index].run = run
        places[index].agreement = UInt8(Agreement.index(of: run))
        // A run shorter than its lag has no whole turn: most need no division.
        places[index].turns = UInt8(run <= index ? 0 : Turns.index(of: run / Int32(index + 1)))
      }
    }
    if notes.count == 2 * Self.longest {
      notes.removeFirst(Self.longest)
      if barLags != nil { barPlaces.removeFirst(Self.longest) }
    }
    notes.append(note)
    if count < Self.longest { places.append(Place()) }
    onset += note.shift
    findBars()
  }

  private mutating func findBars() {
    guard let barLags else { return }
    let last = barLags.place(onset: onset)
    barPlaces.append(last)
    let promises = barLags.promises(after: last)
    for index in places.indices {
      let earlier = notes.count - 1 - index
      places[index].bars = barLags.index(
        of: barPlaces[earlier], after: last, shift: notes[earlier].shift, promises)
    }
  }

  /// The place at which a copy goes on whose next note would be the one at a lag.
  ///
  /// The note that came may be another than the copied one: one more in the chord, one less, a higher or
  /// lower one. An exact copy then goes on with the next note that can follow: those of its chord that
  /// stand above what came (chords go upwards), else the next chord. One at another pitch goes on only
  /// where the last two notes were moved alike.
  ///
  /// - Returns: a lag index; `nil` where it must let go.
  func next(_ copying: Copying, atLagIndex index: Int) -> Int? {
    switch copying {
    case .moved: return places[index].isSteady && canFollow(.moved, atLagIndex: index) ? index : nil
    case .exact:
      let came = notes[notes.count - 1]
      var copied = notes.count - 2 - index
      func isCopiedInChord() -> Bool { copied < notes.count && notes[copied].shift == 0 }
      if came.shift > 0 || isCopiedInChord() {
        // A new chord for a new chord.
        while came.shift > 0, isCopiedInChord() { copied += 1 }
        // The note that came replaces the chord's first note, and those that it is above.
        if !isCopiedInChord() { copied += 1 }
        while isCopiedInChord(), notes[copied].part == came.part, notes[copied].key <= came.key {
          copied += 1
        }
      }
      let next = notes.count - 1 - copied
      return (0..<count).contains(next) ? next : nil
    }
  }

  /// Whether a copied note can follow the last one: within a part's chord only a higher one can.
  private func canFollow(_ copying: Copying, atLagIndex index: Int) -> Bool {
    let note = note(atLagIndex: index)
    let key = note.key + (copying == .moved ? places[index].interval : 0)
    let last = notes[notes.count - 1]
    return note.shift > 0 || note.part != last.part || key > last.key
  }

  /// Whether a copy may begin there: at another pitch only where two notes or more agree so.
  func canBegin(_ copying: Copying, atLagIndex index: Int) -> Bool {
    guard canFollow(copying, atLagIndex: index) else { return false }
    let place = places[index]
    return copying == .exact || (place.interval != 0 && place.isSteady && place.run >= 2)
  }
}
