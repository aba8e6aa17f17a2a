import RenderMusic

extension NotatedScore {
  /// The notation of a piece.
  ///
  /// - Parameters:
  ///   - piece: notes of no part, beyond the keys or beyond the grid are left out.
  ///   - subtitle: what stands under the title, as the seed and the model do.
  ///   - bars: the bars where they are known better than by the metre of the header, as those of a file are; what is
  ///     beyond the last one is not written.
  ///   - keys: the key signatures where the piece has several; the header's alone without them.
  ///   - pedals: the sustain pedals of keyboards, as a file or a performance has them.
  ///   - endsWithFermata: whether the last chord has a fermata.
  public init(
    _ piece: Piece, subtitle: String = "", bars: BarGrid? = nil, keys: [KeyChange]? = nil,
    pedals: [HeldPedal] = [], endsWithFermata: Bool = true
  ) {
    let count = max(1, piece.header.parts.count)
    self.init(
      piece, subtitle: subtitle, bars: bars, keys: keys, pedals: pedals,
      endsWithFermata: endsWithFermata, mostVoices: VoiceDivision.clearest,
      staves: (0..<count).map { KeyboardTracks.Part(tracks: [$0]) })
  }

  /// - Parameters:
  ///   - mostVoices: the most voices on a staff; what would need more ends early.
  ///   - staves: the parts of the score; the parts of the piece are their tracks.
  init(
    _ piece: Piece, subtitle: String = "", bars: BarGrid?, keys: [KeyChange]?,
    pedals: [HeldPedal], endsWithFermata: Bool, mostVoices: Int,
    staves: [KeyboardTracks.Part]
  ) {
    let header = piece.header
    let written = header.parts.isEmpty ? [Piece.Part.piano] : header.parts
    let music = piece.notes.filter {
      $0.onset >= 0 && $0.duration > 0 && $0.onset < TimedScore.latest
        && $0.duration <= TimedScore.latest - $0.onset && $0.key < 128
        && written.indices.contains($0.part)
    }
    // A key that is struck again has ended before.
    let programs = written.map { $0.program & 127 }
    let timed = try? TimedScore(notes: music, programs: programs)
    let canonical = timed?.notes ?? music
    let last = canonical.reduce(1) { max($0, $1.end) }
    let bars =
      bars ?? BarGrid(header.metre ?? Piece.Metre(beats: 4, beatUnit: 4), end: last)
    let graces = GraceNotes(canonical, bars: bars)
    let onsets = BeatRounding(graces.notes, bars: bars)
    let notes = ReleaseRounding(onsets.notes, bars: bars).notes
    var known = keys ?? header.keySignature.map { [KeyChange(signature: $0)] } ?? []
    known.removeAll { !(-7...7).contains($0.signature.sharps) }
    let speller = PitchSpeller(notes + graces.graces.map(\.note), keys: known)
    let ornaments = graces.spelled(speller.fifths.suffix(graces.graces.count))
    let signatures = known.isEmpty ? [KeyChange(signature: speller.signature)] : known
    var measures = Self.measures(bars, signatures)
    let letters = timed.map { Self.rehearsalLetters($0, bars, known) } ?? []
    let directions = measures.distribute(Self.tempos(header) + letters)
    for index in measures.indices { measures[index].directions = directions[index] }
    let accents = Set(
      piece.dynamics.accents.map { accent in
        let place = graces.places[accent] ?? accent
        return onsets.places[place] ?? place
      })
    let first = staves.map { $0.tracks[0] }
    let names = Part.names(
      Array(zip(first.map { written[$0] }.distinctNames, first.map { programs[$0] })))
    var parts = zip(staves, names).map { part, name in
      let played = part.tracks.map { track in
        notes.indices.filter { notes[$0].part == track }.map { index in
          let note = notes[index]
          return StaffNote(
            onset: note.onset, end: note.end,
            pitch: SpelledPitch(fifths: speller.fifths[index], key: note.key),
            graces: ornaments[index] ?? [])
        }
      }
      let program = programs[part.tracks[0]]
      var notated = Part(
        name: name.full, abbreviation: name.short, program: program,
        transposition: InstrumentNotation(program).transposition, staves: [])
      let staves = StaffDivision(
        played, program: program, isOneStaff: part.isOneStaff, mostVoices: mostVoices
      ).staves
      notated.staves = staves.map { staff in
        Staff(
          staff.notes, measures: measures, clefs: staff.clefs, accents: accents,
          notated.transposition, mostVoices: staff.mostVoices)
      }
      notated.mark(
        piece.dynamics, pedals.filter { part.tracks.contains($0.part) }, staves.map(\.notes),
        measures)
      return notated
    }
    if endsWithFermata { parts.addFermatas() }
    self.init(title: header.title, subtitle: subtitle, measures: measures, parts: parts)
  }

  private static func measures(
    _ bars: BarGrid, _ signatures: [KeyChange]
  ) -> [Measure] {
    let first = bars.pickUp > 0 ? 0 : 1
    let ordered = signatures.sorted { $0.onset < $1.onset }
    var measures: [Measure] = []
    var next = 0
    var key = ordered[0].signature
    for bar in 0..<bars.count {
      let start = bars.start(ofBar: bar)
      while next < ordered.count,
        ordered[next].onset < start + (bar == 0 ? 1 : bars.length(ofBar: bar) / 2 + 1)
      {
        key = ordered[next].signature
        next += 1
      }
      let metre = bars.timeSignature(ofBar: bar)
      // The pick-up has the signature of the bars that it leads to.
      let signature = bar == 0 && first == 0 ? bars.timeSignature(ofBar: 1) : metre
      let before = measures.last
      measures.append(
        Measure(
          number: first + bar, start: start, length: bars.length(ofBar: bar),
          timeSignature: signature,
          showsTimeSignature: before.map {
            ($0.timeSignature.beats, $0.timeSignature.beatUnit)
              != (signature.beats, signature.beatUnit)
          } ?? true,
          keySignature: key,
          showsKeySignature: before.map { $0.keySignature.sharps != key.sharps } ?? true))
    }
    return measures
  }
}

extension NotatedScore.Staff {
  /// Writes the notes of a staff measure by measure.
  init(
    _ notes: [StaffNote], measures: [NotatedScore.Measure], clefs: [NotatedScore.Clef],
    accents: Set<Int>, _ transposition: Transposition, mostVoices: Int
  ) {
    var segments = [[[Int]: Segment]](repeating: [:], count: measures.count)
    var measure = 0
    for note in notes.sorted(by: { ($0.onset, $0.pitch.key) < ($1.onset, $1.pitch.key) }) {
      while measure + 1 < measures.count, measures[measure + 1].start <= note.onset { measure += 1 }
      var place = measure
      while place < measures.count, measures[place].start < note.end {
        let start = measures[place].start
        let from = max(0, note.onset - start)
        let to = min(measures[place].length, note.end - start)
        if from < to {
          let head = NotatedScore.Note(
            pitch: note.pitch, isTiedBack: note.onset < start,
            isTiedOn: note.end > start + measures[place].length && place + 1 < measures.count)
          segments[place][[from, to], default: Segment(start: from, end: to, notes: [])]
            .add(
              head, graces: note.onset >= start ? note.graces : [],
              isAccented: note.onset >= start && accents.contains(note.onset))
        }
        place += 1
      }
    }
    let changes = Clefs(
      clefs,
      keys: segments.map {
        $0.values.flatMap { $0.notes.map { $0.pitch.key - transposition.semitones } }
      }
    ).changes
    var open: Set<Int> = []
    self.init(
      measures: measures.indices.map { index in
        // What had to end early does not begin again behind the bar line.
        let sounding = segments[index].values.compactMap { $0.goingOn(from: open) }
        let voices = VoiceDivision(sounding, most: mostVoices).voices
        var written = (voices.isEmpty ? [[]] : voices).map { voice in
          var elements = RhythmDivision(voice, in: measures[index]).elements
          Beams.join(&elements, in: measures[index])
          return NotatedScore.Voice(elements: elements)
        }
        open = Set(
          written.flatMap { $0.elements.last?.notes.filter(\.isTiedOn).map(\.pitch.key) ?? [] })
        HiddenRests.hide(&written)
        return NotatedScore.StaffMeasure(clef: changes[index], voices: written)
      })
  }
}

extension Segment {
  /// Adds a head, once for each key.
  fileprivate mutating func add(
    _ note: NotatedScore.Note, graces: [[SpelledPitch]], isAccented: Bool
  ) {
    self.isAccented = self.isAccented || isAccented
    self.graces += graces
    guard !notes.contains(where: { $0.pitch.key == note.pitch.key }) else { return }
    notes.append(note)
    notes.sort { ($0.pitch.diatonicStep, $0.pitch.key) < ($1.pitch.diatonicStep, $1.pitch.key) }
  }

  /// The chord without notes that are tied to none of those that go on over the bar line; `nil` where nothing is left.
  fileprivate func goingOn(from open: Set<Int>) -> Segment? {
    var segment = self
    segment.notes.removeAll { $0.isTiedBack && !open.contains($0.pitch.key) }
    return segment.notes.isEmpty ? nil : segment
  }
}
