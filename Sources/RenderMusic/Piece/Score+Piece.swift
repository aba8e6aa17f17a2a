extension Score {
  /// Makes a score of a piece, in ticks, `Piece.ticksPerQuarter` a quarter: the one place where grid units
  /// become ticks.
  public init(_ piece: Piece) {
    let header = piece.header
    let written = header.parts.isEmpty ? [.piano] : header.parts
    let places = Stage(written.map(\.program)).places
    self.init(
      title: header.title, ticksPerQuarter: Piece.ticksPerQuarter,
      tempos: header.tempos.map {
        Tempo(tick: ticks($0.onset), quartersPerMinute: $0.quartersPerMinute)
      },
      timeSignatures: header.metre?.timeSignatures ?? [],
      keySignature: header.keySignature,
      parts: written.enumerated().map { index, part in
        Part(
          name: part.name, program: part.program,
          place: places.isEmpty ? nil : places[index], notes: [])
      })
    let loudness = DynamicCurve(piece.dynamics)
    for note in piece.notes where parts.indices.contains(note.part) {
      parts[note.part].notes.append(Note(note, loudness))
    }
  }

  /// Makes a score without notes, as they may still be to come.
  public init(_ header: Piece.Header) { self.init(Piece(header: header, notes: [])) }
}

extension Note {
  /// Makes a note in ticks of one on the grid, at the velocity that the dynamics give it, from which a performance
  /// departs.
  public init(_ note: Piece.Note, _ loudness: DynamicCurve) {
    self.init(
      onset: ticks(note.onset), duration: ticks(note.duration), key: note.key,
      velocity: loudness.velocity(at: note.onset))
  }
}

/// The ticks of a number of units; the most that there are for what is beyond them, which no file can hold.
private func ticks(_ units: Int) -> Int {
  let (ticks, overflows) = units.multipliedReportingOverflow(
    by: Piece.ticksPerQuarter / Piece.unitsPerQuarter)
  return overflows ? (units < 0 ? .min : .max) : ticks
}

extension Piece.Metre {
  /// The time signatures of the metre; a pick-up has one of its own, in the largest unit that measures it.
  fileprivate var timeSignatures: [Score.TimeSignature] {
    let whole = 4 * Piece.unitsPerQuarter
    let units = (0..<8).map { beatUnit << $0 }.filter { (1...128).contains($0) }
    // A pick-up is no longer than a bar; what is longer has no file.
    guard (1...128 * whole).contains(pickUp),
      let unit = units.first(where: { pickUp * $0 % whole == 0 })
    else {
      return [Score.TimeSignature(tick: ticks(pickUp), beats: beats, beatUnit: beatUnit)]
    }
    return [
      Score.TimeSignature(tick: 0, beats: pickUp * unit / whole, beatUnit: unit),
      Score.TimeSignature(tick: ticks(pickUp), beats: beats, beatUnit: beatUnit),
    ]
  }
}
