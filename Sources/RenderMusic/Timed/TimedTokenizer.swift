/// The tokenizer that keeps pitch, onset, duration and tempo, and who plays a note.
public struct TimedTokenizer: Sendable {
  /// The vocabulary that pieces are written with.
  public let vocabulary: TimedVocabulary

  public init(_ vocabulary: TimedVocabulary = .full) {
    self.vocabulary = vocabulary
  }

  /// A piece as tokens, and what of it the vocabulary lacks.
  public struct Encoding: Hashable, Sendable {
    /// The tokens, as indices of the vocabulary.
    public internal(set) var tokens: [Int32] = []
    /// The number of notes whose pitch went to the nearest octave, or else the nearest pitch.
    public internal(set) var movedPitches = 0
    /// The number of parts that are written as another instrument, that of another part where the vocabulary has too
    /// few.
    public internal(set) var movedParts = 0
    /// The number of notes that were lost to an equal one at the same onset, once moved.
    public internal(set) var mergedNotes = 0
    /// The number of times between onsets that went to the nearest, and the onsets after them along.
    public internal(set) var movedShifts = 0
    /// The number of durations that went to the nearest.
    public internal(set) var movedDurations = 0
    /// The distances of tempi from their tokens', as shares of the tempo.
    public internal(set) var tempos = Deviation()
    /// The number of tempi that have the token of the one before.
    public internal(set) var mergedTempos = 0
  }

  /// Tokens as a piece.
  public struct Decoding: Hashable, Sendable {
    /// The piece that the tokens give, without those refused.
    public internal(set) var score: TimedScore
    /// The number of tokens that cannot stand where they stood and were passed over.
    public internal(set) var refused = 0
  }

  /// The tokens of a piece; none where it has no notes.
  ///
  /// With the full vocabulary they are exact in onset, pitch and duration. With another, what it
  /// lacks goes to the nearest member, and is counted.
  ///
  /// A vocabulary without parts has the notes of all as one's.
  public func encode(_ score: TimedScore) -> Encoding {
    let score = vocabulary.parts.isEmpty ? score.inOnePart : score
    var encoding = Encoding()
    guard !score.notes.isEmpty else { return encoding }
    let (notes, tempos) = inVocabulary(score, &encoding)
    encoding.tokens.reserveCapacity(3 * notes.count + 8)
    encoding.tokens.append(vocabulary.start)
    let parts = vocabulary.seats(of: score.instruments).instruments.map {
      vocabulary.index(of: .part($0))!
    }
    var part: Int?
    var nextTempo = 0
    var tempo = -1
    var onset = 0
    func appendTempo(at onset: Int) {
      guard nextTempo < tempos.count, tempos[nextTempo].onset <= onset else { return }
      let wanted = tempos[nextTempo].quartersPerMinute
      nextTempo += 1
      let (mark, index) = vocabulary.nearestTempo(to: wanted)
      encoding.tempos.add(abs(Double(mark) / wanted - 1))
      if mark == tempo {
        encoding.mergedTempos += 1
      } else {
        encoding.tokens.append(index)
        tempo = mark
      }
    }
    appendTempo(at: 0)
    for note in notes {
      let shift = note.onset - onset
      onset = note.onset
      if shift > 0 {
        encoding.append(shift, long: vocabulary.longShift, rests: vocabulary.shiftIndices)
        appendTempo(at: onset)
      } else if part == nil || part == note.part || parts.isEmpty {
        // Another part says itself that it joins in.
        encoding.tokens.append(vocabulary.shiftIndices[0])
      }
      if !parts.isEmpty, shift > 0 || part != note.part {
        encoding.tokens.append(parts[note.part])
      }
      part = note.part
      encoding.tokens.append(vocabulary.pitchIndices[Int(note.key)])
      encoding.append(
        note.duration, long: vocabulary.longDuration, rests: vocabulary.durationIndices)
    }
    encoding.tokens.append(vocabulary.end)
    return encoding
  }

  /// The piece that tokens say. One that cannot stand where it stands is passed over and counted; a
  /// last note without duration is left out.
  ///
  /// - Parameters:
  ///   - tokens: indices of the vocabulary.
  ///   - programs: of the parts, in score order; a piano's alone without them.
  public func decode(_ tokens: some Sequence<Int32>, programs: [UInt8] = [0]) -> Decoding {
    var grammar = TimedGrammar(vocabulary, instruments: Instrument.numbered(programs))
    var notes: [Piece.Note] = []
    var tempos: [Piece.Tempo] = []
    var refused = 0
    for token in tokens {
      switch grammar.read(token) {
      case .note(let note): notes.append(note)
      case .tempo(let tempo): tempos.append(tempo)
      case .refused: refused += 1
      case .end, .incomplete: break
      }
    }
    // The grammar lets nothing pass that has no place on the grid.
    let score = try! TimedScore(notes: notes, tempos: tempos, programs: programs)
    return Decoding(score: score, refused: refused)
  }
}

extension TimedTokenizer.Encoding {
  fileprivate mutating func append(_ length: Int, long: Int32, rests: [Int32]) {
    let (count, rest) = TimedVocabulary.Lengths.parts(of: length)
    for _ in 0..<count { tokens.append(long) }
    tokens.append(rests[rest])
  }
}

extension TimedTokenizer {
  /// The notes that the vocabulary can write nearest to a piece's.
  private func inVocabulary(
    _ score: TimedScore, _ encoding: inout Encoding
  ) -> (notes: [Piece.Note], tempos: [Piece.Tempo]) {
    // No onset comes so much later that the piece would leave the grid.
    let room = TimedScore.latest - score.end
    let seats = vocabulary.seats(of: score.instruments)
    encoding.movedParts = seats.movedParts
    var notes: [Piece.Note] = []
    notes.reserveCapacity(score.notes.count)
    var tempos = score.tempos
    var nextTempo = 0
    var before = (wanted: 0, written: 0)
    for note in score.notes {
      if note.onset > before.wanted {
        // From where the note before was written: what is moved does not add up.
        let shift = max(1, note.onset - before.written)
        let nearest = vocabulary.shifts.nearest(
          to: shift, limit: note.onset + room - before.written)
        encoding.movedShifts += nearest == note.onset - before.wanted ? 0 : 1
        before = (note.onset, before.written + nearest)
      }
      while nextTempo < tempos.count, tempos[nextTempo].onset <= note.onset {
        if nextTempo > 0 { tempos[nextTempo].onset = before.written }
        nextTempo += 1
      }
      let key = vocabulary.nearestKey(to: note.key)
      encoding.movedPitches += key == note.key ? 0 : 1
      notes.append(
        Piece.Note(
          onset: before.written, duration: note.duration, key: key,
          part: seats.instruments.isEmpty ? note.part : seats.seat(ofPart: note.part)))
    }
    if encoding.movedPitches + encoding.movedShifts + encoding.movedParts > 0 {
      var changes = TimedScore.Changes()
      notes = TimedScore.canonical(notes, changes: &changes)
      encoding.mergedNotes = changes.mergedNotes
    }
    // When a key is struck next, from the last note to the first.
    var limits = [Int](repeating: TimedScore.latest, count: 128 * score.programs.count)
    for index in notes.indices.reversed() {
      let note = notes[index]
      let key = 128 * note.part + Int(note.key)
      notes[index].duration = vocabulary.durations.nearest(
        to: note.duration, limit: limits[key] - note.onset)
      encoding.movedDurations += notes[index].duration == note.duration ? 0 : 1
      limits[key] = note.onset
    }
    return (notes, tempos)
  }
}
