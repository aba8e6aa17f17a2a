import RenderMIDI
import RenderMusic
import Testing

@testable import RenderNotation

@Suite("Marks of a score")
struct MarksTests {
  private typealias Played = (onset: Int, duration: Int, key: UInt8)

  private func piano(_ notes: [Played]) -> Piece {
    Piece(
      header: Piece.Header(metre: Piece.Metre(beats: 4, beatUnit: 4)),
      notes: notes.map { Piece.Note(onset: $0.onset, duration: $0.duration, key: $0.key) })
  }

  private func marks(
    _ score: NotatedScore, staff: Int = 0
  ) -> [(unit: Int, mark: NotatedScore.Direction.Mark)] {
    zip(score.measures, score.parts[0].staves[staff].measures).flatMap { measure, music in
      music.directions.map { (measure.start + $0.offset, $0.mark) }
    }
  }

  // MARK: Dynamics

  @Test("puts dynamics and hairpins where the part plays")
  func dynamics() {
    let dynamics = Dynamics(
      marks: [
        .init(onset: 0, level: .p), .init(onset: 96, level: .f), .init(onset: 192, level: .pp),
      ],
      hairpins: [
        .init(onset: 48, end: 192, isCrescendo: true),
        .init(onset: 192, end: 240, isCrescendo: false),
      ])
    let notes = [
      StaffNote(onset: 120, end: 168, pitch: SpelledPitch(letter: .c, alteration: 0, octave: 4))
    ]
    let placed = dynamics.placed(for: notes, end: 288)
    #expect(placed.map(\.unit) == [120, 120, 168])
    #expect(
      placed.map(\.mark) == [.dynamic(.f), .hairpin(isCrescendo: true), .hairpinEnd])
  }

  // MARK: Octave shifts

  @Test("writes a run far above the staff an octave lower")
  func octaveUp() {
    let bass: [Played] = (0..<4).map { (24 * $0, 24, 48) }
    let run: [Played] = (0..<8).map { (12 * $0, 12, UInt8(92 + 2 * ($0 % 4))) }
    let score = NotatedScore(piano((bass + run).sorted { $0.onset < $1.onset }))
    let found = marks(score)
    #expect(found.map(\.unit) == [0, 96])
    #expect(found.map(\.mark) == [.octaveShift(isUp: true), .octaveShiftEnd])
  }

  @Test("leaves single high notes, and runs of few ledger lines, where they are")
  func noOctave() {
    let low: [Played] = (0..<8).map { (12 * $0, 12, UInt8(82 + $0)) }
    #expect(marks(NotatedScore(piano(low))).isEmpty)
    let single: [Played] = [(0, 24, 100), (24, 72, 74)]
    #expect(marks(NotatedScore(piano(single))).isEmpty)
  }

  @Test("goes on with a shift over notes just above the staff")
  func octaveGap() {
    let keys: [UInt8] = [96, 98, 96, 95, 84, 83, 96, 98, 96, 98, 96, 98]
    let notes: [Played] = keys.enumerated().map { (12 * $0, 12, $1) }
    #expect(marks(NotatedScore(piano(notes))).map(\.unit) == [0, 144])
  }

  @Test(
    "writes octaves far above the staff an octave lower, though their lower notes are near to it")
  func octaveOfOctaves() {
    let notes: [Played] = (0..<8).flatMap { index -> [Played] in
      let key = UInt8(77 + index % 3)
      return [(24 * index, 24, key), (24 * index, 24, key + 14), (24 * index, 24, key + 18)]
    }
    #expect(marks(NotatedScore(piano(notes))).map(\.unit) == [0, 192])
  }

  // MARK: Pedal

  @Test("puts the pedal to the note after which it is pressed")
  func pedal() {
    let notes: [Played] = (0..<8).map { (24 * $0, 24, 48) }
    let score = NotatedScore(
      piano(notes),
      pedals: [
        HeldPedal(part: 0, onset: 2, end: 47), HeldPedal(part: 0, onset: 50, end: 95),
        HeldPedal(part: 0, onset: 150, end: 192),
      ])
    let found = marks(score, staff: 1)
    #expect(found.map(\.unit) == [0, 48, 96, 144, 192])
    #expect(
      found.map(\.mark) == [
        .pedal(.down), .pedal(.change), .pedal(.up), .pedal(.down), .pedal(.up),
      ])
  }

  @Test("reads the pedals of a file's keyboards")
  func heldPedals() {
    func events(program: UInt8, channel: UInt8) -> MIDITrack {
      let controllers: [(tick: Int, value: UInt8)] = [
        (0, 127), (240, 100), (480, 0), (480, 64), (960, 63), (960, 0), (1440, 127),
      ]
      return MIDITrack(
        events: [
          TimedEvent(tick: 0, event: .programChange(channel: channel, program: program)),
          TimedEvent(tick: 0, event: .noteOn(channel: channel, key: 60, velocity: 64)),
        ]
          + controllers.map {
            TimedEvent(
              tick: $0.tick,
              event: .controlChange(channel: channel, controller: 64, value: $0.value))
          } + [
            TimedEvent(tick: 1500, event: .noteOff(channel: channel, key: 60, velocity: 0)),
            TimedEvent(tick: 1500, event: .meta(.endOfTrack)),
          ])
    }
    let file = MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(480),
      tracks: [events(program: 40, channel: 1), events(program: 0, channel: 0)])
    #expect(
      file.heldPedals(FileParts(file)) == [
        HeldPedal(part: 1, onset: 0, end: 24), HeldPedal(part: 1, onset: 24, end: 48),
      ])
  }

  // MARK: Above the staves

  @Test("names the sections as the form does")
  func letters() {
    func section(_ start: Int, _ keys: [UInt8]) -> [Played] {
      (0..<32).map { (start + 24 * $0, 24, keys[($0 * ($0 + 3) / 2) % keys.count]) }
    }
    let first: [UInt8] = [60, 64, 67, 72, 71]
    let notes =
      section(0, first) + section(768, [54, 61, 66, 58, 49, 70].map { $0 + 12 })
      + section(1536, first)
    let score = NotatedScore(piano(notes))
    let letters = score.measures.flatMap { measure in
      measure.directions.compactMap { direction -> (Int, String)? in
        guard case .rehearsal(let letter) = direction.mark else { return nil }
        return (measure.start, letter)
      }
    }
    let piece = piano(notes)
    let timed = try! TimedScore(notes: piece.notes, programs: [0])
    let bars = BarGrid(Piece.Metre(beats: 4, beatUnit: 4), end: 2304)
    let sections = Form(of: timed, bars: bars).sections
    #expect(sections.count > 1)
    #expect(letters.map(\.0) == sections.map { bars.start(ofBar: $0.bars.lowerBound) })
    #expect(
      letters.map(\.1) == sections.map { Form.name(letter: $0.letter, primes: $0.primes) })
  }

  @Test("writes a tempo that stays, and not a player's freedom")
  func tempos() {
    let header = Piece.Header(
      tempos: [
        Piece.Tempo(quartersPerMinute: 100), Piece.Tempo(onset: 24, quartersPerMinute: 92),
        Piece.Tempo(onset: 48, quartersPerMinute: 108),
        Piece.Tempo(onset: 96, quartersPerMinute: 100),
        Piece.Tempo(onset: 960, quartersPerMinute: 60),
        Piece.Tempo(onset: 984, quartersPerMinute: 80),
      ], metre: Piece.Metre(beats: 4, beatUnit: 4))
    let marks = NotatedScore.tempos(header)
    #expect(marks.map(\.unit) == [0, 960, 984])
  }

  @Test("takes as long for as many tempi more, however near to each other")
  func manyTempos() {
    let header = Piece.Header(
      tempos: (0..<300_000).map { Piece.Tempo(onset: $0, quartersPerMinute: 100 + Double($0 % 2)) })
    let time = ContinuousClock().measure {
      #expect(NotatedScore.tempos(header).count == 1)
    }
    #expect(time < .seconds(8))
  }

  @Test("ends with a fermata at the last onset, in every staff, or with none")
  func fermatas() {
    let notes: [Played] = [(0, 96, 48), (0, 48, 72), (48, 24, 74)]
    for isThere in [true, false] {
      let score = NotatedScore(piano(notes), endsWithFermata: isThere)
      let found = score.parts[0].staves.map { staff in
        staff.measures[0].voices[0].elements.map(\.hasFermata)
      }
      #expect(found == [[false, isThere, false], [isThere]])
    }
  }

  // MARK: Transposing instruments

  @Test(
    "writes keys and pitches as players read them",
    arguments: [
      // Clarinet, horn, double bass, piccolo, alto saxophone, violin.
      (71 as UInt8, 0, "C4", 2, "D4"), (60, 0, "C4", 1, "G4"), (43, -2, "B♭1", -2, "B♭2"),
      (72, 1, "F♯6", 1, "F♯5"), (65, -3, "E♭4", 0, "C5"), (40, 3, "C♯5", 3, "C♯5"),
      // Seven sharps are five flats.
      (71, 5, "D♯4", -5, "F4"),
    ])
  func transposes(program: UInt8, sharps: Int, pitch: String, written: Int, name: String) {
    let transposition = InstrumentNotation(program).transposition
    let key = Piece.KeySignature(sharps: sharps)
    #expect(transposition.written(key).sharps == written)
    let letters = SpelledPitch.Letter.allCases
    let letter = letters.first { $0.name == pitch.prefix(1) }!
    let alteration = pitch.contains("♯") ? 1 : pitch.contains("♭") ? -1 : 0
    let sounding = SpelledPitch(
      letter: letter, alteration: alteration, octave: pitch.last!.wholeNumberValue!)
    #expect(transposition.written(sounding, in: key).description == name)
  }
}
