import RenderMusic

/// A mark on its way to its measure, at a place in units from the beginning of the piece.
struct PlacedMark {
  var unit: Int
  var mark: NotatedScore.Direction.Mark
}

extension [NotatedScore.Measure] {
  /// The marks by measure and place; what ends comes before what begins at one place. One at the end of the piece is
  /// in the last measure, others beyond the piece are left out.
  func distribute(_ marks: [PlacedMark]) -> [[NotatedScore.Direction]] {
    var distributed = [[NotatedScore.Direction]](repeating: [], count: count)
    guard let last, !marks.isEmpty else { return distributed }
    let sorted = marks.enumerated().sorted {
      ($0.element.unit, $0.element.mark.isEnd ? 0 : 1, $0.offset)
        < ($1.element.unit, $1.element.mark.isEnd ? 0 : 1, $1.offset)
    }
    var measure = 0
    for (_, placed) in sorted where placed.unit >= 0 && placed.unit <= last.start + last.length {
      while measure + 1 < count, self[measure + 1].start <= placed.unit { measure += 1 }
      distributed[measure].append(
        NotatedScore.Direction(offset: placed.unit - self[measure].start, mark: placed.mark))
    }
    return distributed
  }
}

extension NotatedScore.Direction.Mark {
  fileprivate var isEnd: Bool {
    switch self {
    case .hairpinEnd, .octaveShiftEnd, .pedal(.up): true
    default: false
    }
  }
}

// MARK: Above all staves

extension NotatedScore {
  /// The share of a tempo by which another one differs to a reader.
  private static let otherTempo = 0.04
  /// The share by which it differs too much for a player's liberty, however short it is.
  private static let otherCharacter = 0.25

  /// The tempo marks: where another tempo holds for two bars or so. Shorter ones are a player's freedom, which
  /// files of performances have at every beat.
  static func tempos(_ header: Piece.Header) -> [PlacedMark] {
    let first = header.quartersPerMinute
    var marks = [
      PlacedMark(
        unit: 0, mark: .tempo(quartersPerMinute: first, word: tempoWord(first, header.metre)))
    ]
    let changes = header.tempos.sorted { $0.onset < $1.onset }.filter {
      $0.onset > 0 && $0.quartersPerMinute > 0 && $0.quartersPerMinute.isFinite
    }
    func differs(_ tempo: Double, from other: Double, by share: Double) -> Bool {
      abs(tempo - other) > share * min(tempo, other)
    }
    let held = 2 * (header.metre ?? Piece.Metre(beats: 4, beatUnit: 4)).barLength
    var (current, last) = (first, 0)
    for (index, change) in changes.enumerated() {
      let tempo = change.quartersPerMinute
      let holds = changes[(index + 1)...].prefix { $0.onset - change.onset < held }
        .allSatisfy { !differs($0.quartersPerMinute, from: tempo, by: otherTempo) }
      guard
        differs(tempo, from: current, by: holds ? otherTempo : otherCharacter),
        change.onset >= last + Piece.unitsPerQuarter
      else { continue }
      marks.append(
        PlacedMark(unit: change.onset, mark: .tempo(quartersPerMinute: tempo, word: nil)))
      (current, last) = (tempo, change.onset)
    }
    return marks
  }

  /// The word of a tempo, by the beats in a minute, as metronomes have it printed on them.
  static func tempoWord(_ quartersPerMinute: Double, _ metre: Piece.Metre?) -> String {
    let beats = metre?.timeSignature.beatsPerMinute(at: quartersPerMinute) ?? quartersPerMinute
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

  /// The letters of the sections, those of pictures and facts of a piece; none for a piece of one section.
  ///
  /// - Parameter keys: the key signatures, at whose changes sections begin.
  static func rehearsalLetters(
    _ score: TimedScore, _ bars: BarGrid, _ keys: [KeyChange]
  ) -> [PlacedMark] {
    let sections = Form(of: score, bars: bars, keyChanges: keys.dropFirst().map(\.onset)).sections
    guard sections.count > 1 else { return [] }
    return sections.map { section in
      PlacedMark(
        unit: bars.start(ofBar: section.bars.lowerBound),
        mark: .rehearsal(Form.name(letter: section.letter, primes: section.primes)))
    }
  }
}

extension Piece.TimeSignature {
  /// The beats in a minute at a tempo, of which those of compound metres have a dot.
  fileprivate func beatsPerMinute(at quartersPerMinute: Double) -> Double {
    isCompoundOfEighths ? quartersPerMinute / 1.5 : quartersPerMinute
  }

  /// The number of a metronome mark for such beats.
  func metronomeNumber(at quartersPerMinute: Double) -> Int {
    Int(min(max(beatsPerMinute(at: quartersPerMinute), 1), 9999).rounded())
  }
}

// MARK: At a staff

extension Dynamics {
  /// The dynamics and hairpins for one part: each where its player has notes, as parts are copied out of a score.
  ///
  /// - Parameters:
  ///   - notes: those of the part, by onset.
  ///   - end: the end of the piece in units.
  func placed(for notes: [StaffNote], end: Int) -> [PlacedMark] {
    var placed: [PlacedMark] = []
    let marks = marks.filter { (0..<max(1, end)).contains($0.onset) }.sorted { $0.onset < $1.onset }
    for (index, mark) in marks.enumerated() {
      let next = index + 1 < marks.count ? marks[index + 1].onset : end
      let isSounding = notes.contains { $0.onset <= mark.onset && mark.onset < $0.end }
      let entrance = notes.first { $0.onset >= mark.onset }?.onset
      if isSounding {
        placed.append(PlacedMark(unit: mark.onset, mark: .dynamic(mark.level)))
      } else if let entrance, entrance < next {
        placed.append(PlacedMark(unit: entrance, mark: .dynamic(mark.level)))
      }
    }
    var free = 0
    for hairpin in hairpins.sorted(by: { $0.onset < $1.onset })
    where hairpin.onset >= free && hairpin.end > hairpin.onset && hairpin.onset < end {
      // What follows takes over.
      free = min(hairpin.end, end)
      // From where the part comes in, and until it is silent.
      let swelling = notes.filter { $0.onset < free && $0.end > hairpin.onset }
      let from = swelling.reduce(end) { min($0, max(hairpin.onset, $1.onset)) }
      let to = swelling.reduce(0) { max($0, min(free, $1.end)) }
      guard to - from >= min(Piece.unitsPerQuarter, hairpin.end - hairpin.onset) else { continue }
      placed.append(PlacedMark(unit: from, mark: .hairpin(isCrescendo: hairpin.isCrescendo)))
      placed.append(PlacedMark(unit: to, mark: .hairpinEnd))
    }
    return placed
  }
}
