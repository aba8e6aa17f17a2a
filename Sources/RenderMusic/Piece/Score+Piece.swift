extension Score {
  /// Makes a score of a piece, in ticks, `Piece.ticksPerQuarter` a quarter: the one place where grid units
  /// become ticks.
  public init(_ piece: Piece) {
    let header = piece.header
    self.init(
      title: header.title, ticksPerQuarter: Piece.ticksPerQuarter,
      tempos: header.tempos.map {
        Tempo(tick: $0.onset * ticksPerUnit, quartersPerMinute: $0.quartersPerMinute)
      },
      timeSignatures: header.metre?.timeSignatures ?? [],
      parts: header.parts.map { Part(name: $0.name, program: $0.program, notes: []) })
    for note in piece.notes where parts.indices.contains(note.part) {
      parts[note.part].notes.append(Note(note))
    }
  }

  /// Makes a score without notes, as they may still be to come.
  public init(_ header: Piece.Header) { self.init(Piece(header: header, notes: [])) }
}

extension Note {
  /// Makes a note in ticks of one on the grid, at the velocity of *mezzo forte*, from which a performance
  /// departs.
  public init(_ note: Piece.Note) {
    self.init(
      onset: note.onset * ticksPerUnit, duration: note.duration * ticksPerUnit, key: note.key)
  }
}

private let ticksPerUnit = Piece.ticksPerQuarter / Piece.unitsPerQuarter

extension Piece.Metre {
  /// The time signatures of the metre; a pick-up has one of its own, in the largest unit that measures it.
  fileprivate var timeSignatures: [Score.TimeSignature] {
    let whole = 4 * Piece.unitsPerQuarter
    let unit = (0..<8).map { beatUnit << $0 }.first { $0 <= 128 && pickUp * $0 % whole == 0 }
    guard pickUp > 0, let unit, unit >= 1 else {
      return [Score.TimeSignature(tick: pickUp * ticksPerUnit, beats: beats, beatUnit: beatUnit)]
    }
    return [
      Score.TimeSignature(tick: 0, beats: pickUp * unit / whole, beatUnit: unit),
      Score.TimeSignature(tick: pickUp * ticksPerUnit, beats: beats, beatUnit: beatUnit),
    ]
  }
}
