import RenderMusic

/// The passages of a keyboard staff that are written an octave nearer to it (8va, 8vb), since many ledger lines in a row
/// are hard to read (Gould, "Behind Bars", 2011, pages 28–30).
struct OctaveShifts {
  /// A side of the staff with its limits, in staff steps.
  private struct Side {
    var isUp: Bool
    var clef: NotatedScore.Clef
    /// The steps from which a note needs five ledger lines, which makes a passage worth a sign; from which it needs
    /// three, as the outer notes do that the sign is for; and up to which other notes stay with them.
    var far: Int
    var high: Int
    var near: Int

    /// Above the treble clef B6, E6 and G5.
    static let above = Side(isUp: true, clef: .treble, far: 48, high: 44, near: 39)
    /// Below the bass clef F1, C2 and F2.
    static let below = Side(isUp: false, clef: .bass, far: 10, high: 14, near: 17)

    /// How much nearer to the staff the lower note of a chord may be whose upper one is far above it, in steps: a fourth.
    static let width = 3

    /// Whether all of a chord is where the sign helps.
    func isNear(_ chord: Chord) -> Bool {
      isUp ? chord.low >= near - (isFar(chord) ? Self.width : 0) : chord.high <= near
    }

    /// Whether a chord is one that the sign is for: octaves of the bass are read without it.
    func isHigh(_ chord: Chord) -> Bool {
      isNear(chord) && (isUp ? chord.high >= high : chord.high <= high)
    }

    func isFar(_ chord: Chord) -> Bool { isUp ? chord.high >= far : chord.low <= far }
  }

  /// The notes of an onset.
  private struct Chord {
    var onset: Int
    var end: Int
    var low: Int
    var high: Int
    var clef: NotatedScore.Clef
    /// The beginning of the measure.
    var measure: Int
  }

  /// The fewest onsets that need a sign.
  private static let shortest = 4
  /// The units for which notes between two passages stay with them, rather than that the eye jumps twice.
  private static let longestGap = 2 * Piece.unitsPerQuarter

  /// The beginnings and ends of the passages.
  private(set) var marks: [PlacedMark] = []

  /// - Parameters:
  ///   - notes: those of the staff, by onset.
  ///   - measures: the measures.
  ///   - clefs: the clef of each measure.
  init(
    _ notes: [StaffNote], measures: [NotatedScore.Measure], clefs: [NotatedScore.Clef],
    transposition: Transposition
  ) {
    var chords: [Chord] = []
    var measure = 0
    for note in notes {
      let step = note.pitch.diatonicStep - transposition.steps
      while measure + 1 < measures.count, measures[measure + 1].start <= note.onset { measure += 1 }
      if let last = chords.last, last.onset == note.onset {
        let index = chords.count - 1
        chords[index].end = max(last.end, note.end)
        chords[index].low = min(last.low, step)
        chords[index].high = max(last.high, step)
      } else {
        chords.append(
          Chord(
            onset: note.onset, end: note.end, low: step, high: step, clef: clefs[measure],
            measure: measures[measure].start))
      }
    }
    for side in [Side.above, .below] {
      for passage in Self.passages(chords, side) {
        let end = chords[passage].reduce(0) { max($0, $1.end) }
        // Notes are written where they begin: what is held longer needs the sign no more.
        let next = passage.upperBound < chords.count ? chords[passage.upperBound].onset : end
        marks.append(
          PlacedMark(
            unit: chords[passage.lowerBound].onset, mark: .octaveShift(isUp: side.isUp)))
        marks.append(PlacedMark(unit: min(end, next), mark: .octaveShiftEnd))
      }
    }
  }

  private static func passages(_ chords: [Chord], _ side: Side) -> [Range<Int>] {
    var passages: [Range<Int>] = []
    var index = 0
    while index < chords.count {
      var run = index..<index
      while run.upperBound < chords.count, chords[run.upperBound].clef == side.clef,
        side.isNear(chords[run.upperBound])
      {
        run = index..<run.upperBound + 1
      }
      for passage in cores(chords, run, side) {
        let whole = rounded(passage, within: run, chords)
        if let last = passages.last, whole.lowerBound <= last.upperBound {
          passages[passages.count - 1] = last.lowerBound..<max(last.upperBound, whole.upperBound)
        } else {
          passages.append(whole)
        }
      }
      index = run.upperBound + 1
    }
    return passages
  }

  /// The passages of a run from their first high chord to their last one.
  private static func cores(_ chords: [Chord], _ run: Range<Int>, _ side: Side) -> [Range<Int>] {
    var cores: [Range<Int>] = []
    for index in run where side.isHigh(chords[index]) {
      if let last = cores.last,
        chords[index].onset - chords[last.upperBound - 1].end <= longestGap
      {
        cores[cores.count - 1] = last.lowerBound..<index + 1
      } else {
        cores.append(index..<index + 1)
      }
    }
    return cores.filter { core in
      chords[core].contains(where: side.isFar)
        && chords[core].count(where: side.isHigh) >= shortest
    }
  }

  /// A passage from the bar line on and up to one, or from a beat to a beat, as far as the run goes.
  private static func rounded(
    _ core: Range<Int>, within run: Range<Int>, _ chords: [Chord]
  ) -> Range<Int> {
    func beat(_ chord: Chord) -> Int { (chord.onset - chord.measure) / Piece.unitsPerQuarter }
    func isJoined(_ index: Int, to chord: Chord, byBeat: Bool) -> Bool {
      chords.indices.contains(index) && chords[index].measure == chord.measure
        && (!byBeat || beat(chords[index]) == beat(chord))
    }
    var (lower, upper) = (core.lowerBound, core.upperBound)
    for byBeat in [false, true] {
      var place = core.lowerBound
      while isJoined(place - 1, to: chords[core.lowerBound], byBeat: byBeat) { place -= 1 }
      if place >= run.lowerBound { lower = min(lower, place) }
      place = core.upperBound
      while isJoined(place, to: chords[core.upperBound - 1], byBeat: byBeat) { place += 1 }
      if place <= run.upperBound { upper = max(upper, place) }
    }
    return lower..<upper
  }
}
