import RenderMusic

extension NotatedScore {
  /// Puts tempo marks and dynamics into their measures.
  static func direct(
    _ measures: inout [Measure], _ header: Piece.Header, _ dynamics: Dynamics
  ) {
    func add(_ mark: Direction.Mark, at unit: Int) {
      guard unit >= 0, let last = measures.last, unit <= last.start + last.length else { return }
      let index = measures.lastIndex { $0.start <= unit } ?? 0
      measures[index].directions.append(
        Direction(offset: unit - measures[index].start, mark: mark))
    }
    addTempos(header, add)
    for mark in dynamics.marks { add(.dynamic(mark.level), at: mark.onset) }
    let end = measures.last.map { $0.start + $0.length } ?? 0
    var free = 0
    for hairpin in dynamics.hairpins.sorted(by: { $0.onset < $1.onset })
    where hairpin.onset >= free && hairpin.onset >= 0 && hairpin.end > hairpin.onset
      && hairpin.onset < end
    {
      // What follows takes over.
      free = min(hairpin.end, end)
      add(.hairpin(isCrescendo: hairpin.isCrescendo), at: hairpin.onset)
      add(.hairpinEnd, at: free)
    }
    for index in measures.indices {
      let directions = measures[index].directions.enumerated()
      measures[index].directions = directions.sorted {
        ($0.element.offset, $0.element.mark == .hairpinEnd ? 0 : 1, $0.offset)
          < ($1.element.offset, $1.element.mark == .hairpinEnd ? 0 : 1, $1.offset)
      }.map(\.element)
    }
  }

  /// Of the tempi of one measure the first one is written, and only where it is another one to a reader.
  private static func addTempos(_ header: Piece.Header, _ add: (Direction.Mark, Int) -> Void) {
    let first = header.quartersPerMinute
    add(.tempo(quartersPerMinute: first, word: tempoWord(first, header.metre)), 0)
    var (current, last) = (first, 0)
    for tempo in header.tempos.sorted(by: { $0.onset < $1.onset })
    where tempo.onset > last && tempo.quartersPerMinute > 0 && tempo.quartersPerMinute.isFinite {
      guard abs(tempo.quartersPerMinute - current) > 0.04 * current,
        tempo.onset >= last + Piece.unitsPerQuarter
      else { continue }
      add(.tempo(quartersPerMinute: tempo.quartersPerMinute, word: nil), tempo.onset)
      (current, last) = (tempo.quartersPerMinute, tempo.onset)
    }
  }

  /// The word of a tempo, by the beats in a minute, as metronomes have it printed on them.
  static func tempoWord(_ quartersPerMinute: Double, _ metre: Piece.Metre?) -> String {
    let isCompound = metre?.timeSignature.isCompoundOfEighths ?? false
    let beats = isCompound ? quartersPerMinute / 1.5 : quartersPerMinute
    return switch beats {
    case ..<50: "Largo"
    case ..<66: "Adagio"
    case ..<76: "Andante"
    case ..<92: "Andantino"
    case ..<112: "Moderato"
    case ..<126: "Allegretto"
    case ..<152: "Allegro"
    case ..<176: "Vivace"
    default: "Presto"
    }
  }
}

extension Piece.TimeSignature {
  /// Whether the beats are dotted quarters.
  var isCompoundOfEighths: Bool { beats.isMultiple(of: 3) && beats > 3 && beatUnit == 8 }
}
