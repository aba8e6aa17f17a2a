import RenderMusic
import RenderRandomness
import RenderTestSupport
import Testing

@testable import RenderNotation

@Suite("Notation")
struct NotatedScoreTests {
  private func piece(
    _ notes: [(onset: Int, duration: Int, key: UInt8)], _ metre: Piece.Metre, program: UInt8 = 73,
    sharps: Int = 0
  ) -> Piece {
    Piece(
      header: Piece.Header(
        keySignature: Piece.KeySignature(sharps: sharps), metre: metre,
        parts: [Piece.Part(name: "", program: program)]),
      notes: notes.map { Piece.Note(onset: $0.onset, duration: $0.duration, key: $0.key) })
  }

  private static let common = Piece.Metre(beats: 4, beatUnit: 4)

  /// The values of the first voice, `4` a quarter, `4.` with a dot, `r` for rests, `~` tied on, `3:` in triplets.
  private func written(_ score: NotatedScore, staff: Int = 0) -> [String] {
    score.parts[0].staves[staff].measures.map { measure in
      measure.voices[0].elements.map { element in
        let value = 64 / element.value.base.sixtyFourths
        return (element.tuplet.map { "\($0.actual):" } ?? "") + (element.isRest ? "r" : "")
          + String(value) + String(repeating: ".", count: element.value.dots)
          + (element.notes.contains(where: \.isTiedOn) ? "~" : "")
      }.joined(separator: " ")
    }
  }

  // MARK: What always holds

  private static let metres = [
    (4, 4), (3, 4), (2, 2), (6, 8), (9, 8), (12, 8), (3, 8), (5, 4), (7, 8), (5, 8), (11, 16),
    (3, 16), (1, 4), (13, 8), (4, 2), (1, 8), (3, 32), (7, 64),
  ]

  private func random(_ generator: inout SeededGenerator) -> Piece {
    let (beats, unit) = Self.metres[Int(generator.next(below: UInt64(Self.metres.count)))]
    let bar = beats * 96 / unit
    let pickUp = generator.next(below: 2) == 0 ? 0 : Int(generator.next(below: UInt64(bar)))
    let steps = [1, 2, 3, 4, 6, 8, 12, 24]
    let step = steps[Int(generator.next(below: UInt64(steps.count)))]
    let parts = 1 + Int(generator.next(below: 3))
    let count = Int(generator.next(below: 60))
    return Piece(
      header: Piece.Header(
        metre: Piece.Metre(beats: beats, beatUnit: unit, pickUp: pickUp),
        parts: (0..<parts).map { Piece.Part(name: "", program: UInt8($0 * 40)) }),
      notes: (0..<count).map { _ in
        Piece.Note(
          onset: step * Int(generator.next(below: UInt64(600 / step))),
          duration: step * (1 + Int(generator.next(below: UInt64(1 + 150 / step)))),
          key: UInt8(30 + generator.next(below: 60)),
          part: Int(generator.next(below: UInt64(parts))))
      }.sorted { $0.onset < $1.onset })
  }

  @Test("fills every measure in every voice, whatever the piece", arguments: 0..<10)
  func fills(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<10 {
      let score = NotatedScore(random(&generator))
      for staff in score.parts.flatMap(\.staves) {
        #expect(staff.measures.count == score.measures.count)
        for (measure, music) in zip(score.measures, staff.measures) {
          for voice in music.voices where !voice.elements.contains(where: \.isMeasureRest) {
            let length = voice.elements.reduce(0) { $0 + $1.exactLength.parts }
            #expect(length == ExactLength(units: measure.length).parts)
          }
        }
      }
    }
  }

  @Test("has every onset of every part at its place", arguments: 0..<10)
  func onsets(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(100 + seed))
    for _ in 0..<10 {
      let piece = random(&generator)
      let score = NotatedScore(piece)
      let played = try TimedScore(notes: piece.notes, programs: piece.header.parts.map(\.program))
      let bars = BarGrid(try #require(piece.header.metre), end: played.end)
      let notes = BeatRounding(GraceNotes(played.notes, bars: bars).notes, bars: bars).notes
      for (index, part) in score.parts.enumerated() {
        var expected: [Int: Set<Int>] = [:]
        for note in notes where note.part == index {
          expected[note.onset, default: []].insert(Int(note.key))
        }
        var found: [Int: Set<Int>] = [:]
        for staff in part.staves {
          for (measure, music) in zip(score.measures, staff.measures) {
            for voice in music.voices {
              var place = ExactLength()
              for element in voice.elements {
                // Fives and sevens lie beside the grid.
                let exact = Double(place.parts) * 24 / Double(ExactLength.partsPerQuarter)
                let unit = measure.start + Int(exact.rounded())
                for note in element.notes where !note.isTiedBack {
                  found[unit, default: []].insert(note.pitch.key)
                }
                place += element.exactLength
              }
            }
          }
        }
        for unit in Set(found.keys).union(expected.keys) where found[unit] != expected[unit] {
          Issue.record("unit \(unit): \(found[unit] ?? []) for \(expected[unit] ?? [])")
        }
      }
    }
  }

  @Test("ties notes to notes of the same pitch, on both sides", arguments: 0..<10)
  func ties(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(200 + seed))
    for _ in 0..<10 {
      for staff in NotatedScore(random(&generator)).parts.flatMap(\.staves) {
        var waiting: Set<Int> = []
        for measure in staff.measures {
          var goesOn: Set<Int> = []
          var fromBefore: Set<Int> = []
          for voice in measure.voices {
            for (index, element) in voice.elements.enumerated() {
              for note in element.notes {
                if note.isTiedBack && index == 0 { fromBefore.insert(note.pitch.key) }
                if note.isTiedBack && index > 0 {
                  #expect(
                    voice.elements[index - 1].notes.contains {
                      $0.pitch == note.pitch && $0.isTiedOn
                    })
                }
                if note.isTiedOn && index == voice.elements.count - 1 {
                  goesOn.insert(note.pitch.key)
                }
              }
            }
          }
          #expect(fromBefore == waiting)
          waiting = goesOn
        }
        #expect(waiting.isEmpty)
      }
    }
  }

  // MARK: Examples

  @Test("writes values with dots, and rests on their beats")
  func dots() {
    let score = NotatedScore(
      piece([(0, 36, 60), (36, 12, 62), (72, 24, 64)], Self.common))
    #expect(written(score) == ["4. 8 r4 4"])
  }

  @Test("ties over bar lines and over the middle of the bar")
  func overBars() {
    let score = NotatedScore(
      piece([(0, 36, 60), (36, 24, 62), (60, 84, 64), (144, 48, 65)], Self.common))
    #expect(written(score) == ["4. 8~ 8 4.~", "2 2"])
  }

  @Test("leaves a syncopation of one beat whole")
  func syncopation() {
    let score = NotatedScore(
      piece([(0, 12, 60), (12, 24, 62), (36, 12, 64), (48, 48, 65)], Self.common))
    #expect(written(score) == ["8 4 8 2"])
  }

  @Test("shows the two beats of 6/8")
  func compound() {
    let score = NotatedScore(
      piece(
        [(0, 24, 60), (24, 12, 62), (36, 36, 64), (72, 48, 65)], Piece.Metre(beats: 6, beatUnit: 8))
    )
    #expect(written(score) == ["4 8 4.", "4.~ 8 r8 r8"])
  }

  @Test("finds triplets of eighths, of quarters and with a longer note")
  func triplets() {
    let score = NotatedScore(
      piece(
        [
          (0, 8, 60), (8, 8, 62), (16, 8, 64), (24, 16, 65), (40, 8, 64), (48, 16, 60),
          (64, 16, 62), (80, 16, 64),
        ], Self.common))
    #expect(written(score) == ["3:8 3:8 3:8 3:4 3:8 3:4 3:4 3:4"])
    let elements = score.parts[0].staves[0].measures[0].voices[0].elements
    #expect(elements.map(\.beginsTuplet) == [true, false, false, true, false, true, false, false])
    #expect(elements.map(\.endsTuplet) == [false, false, true, false, true, false, false, true])
  }

  @Test("writes one or two of three with the rest of their beat")
  func incompleteTriplets() {
    let notes: [(onset: Int, duration: Int, key: UInt8)] = [
      (0, 4, 60), (4, 4, 62), (8, 4, 64), (12, 4, 65), (32, 8, 67), (56, 8, 60), (68, 4, 60),
      (92, 4, 60),
    ]
    let score = NotatedScore(piece(notes, Self.common))
    #expect(
      written(score) == [
        "3:16 3:16 3:16 3:16 3:r16 3:r16 3:r8 3:8 3:r8 3:r8 3:8 3:r16 3:16 r8 3:r16 3:r16 3:16"
      ])
  }

  @Test("finds five sixteenths in a quarter")
  func quintuplet() {
    let score = NotatedScore(
      piece(
        [(0, 5, 60), (5, 5, 62), (10, 4, 64), (14, 5, 65), (19, 5, 67), (24, 24, 69)],
        Piece.Metre(beats: 2, beatUnit: 4)))
    #expect(written(score) == ["5:16 5:16 5:16 5:16 5:16 4"])
  }

  @Test("goes on to the next note, or to a sixteenth, where a unit is missing")
  func gaps() {
    let score = NotatedScore(
      piece([(0, 23, 60), (24, 8, 62), (32, 8, 64), (40, 7, 65), (48, 17, 67)], Self.common))
    #expect(written(score) == ["4 3:8 3:8 3:8 8. r16 r4"])
  }

  @Test("writes no triplet for the sake of an end alone")
  func ends() {
    let notes: [(onset: Int, duration: Int, key: UInt8)] = [
      (0, 16, 60), (24, 8, 62), (48, 4, 64), (72, 8, 65), (88, 8, 67),
    ]
    // Legato up to the next eighth or onset, at the nearest sixteenth, and in a beat of triplets where it was.
    let score = NotatedScore(piece(notes, Self.common))
    #expect(written(score) == ["4 8 r8 16 r16 r8 3:8 3:r8 3:8"])
  }

  @Test("writes notes of a unit or two before others as grace notes, on which no time is spent")
  func graceNotes() throws {
    let score = NotatedScore(
      piece(
        [
          (0, 1, 71), (1, 23, 72), (24, 2, 68), (26, 22, 69), (48, 1, 71), (49, 1, 74),
          (50, 22, 72),
          // A 32nd note is one.
          (72, 3, 71), (75, 21, 72),
        ], Self.common))
    #expect(written(score)[0].hasPrefix("4 4 4 32 16.~ 8"))
    let graces = score.parts[0].staves[0].measures[0].voices[0].elements.map(\.graces)
    #expect(graces.map { $0.map { $0.map(\.key) } } == [[[71]], [[68]], [[71], [74]], [], [], []])
    #expect(graces[1][0][0].description == "G♯4")
  }

  @Test("writes grace notes before the beat into the time of what comes before them")
  func graceNotesBeforeTheBeat() throws {
    let score = NotatedScore(
      piece(
        [(0, 22, 72), (22, 2, 71), (24, 22, 72), (46, 1, 71), (47, 1, 74), (48, 48, 76)],
        Self.common))
    #expect(written(score) == ["4 4 2"])
    let graces = score.parts[0].staves[0].measures[0].voices[0].elements.map(\.graces)
    #expect(graces.map { $0.map { $0.map(\.key) } } == [[], [[71]], [[71], [74]]])
    let run: [(onset: Int, duration: Int, key: UInt8)] = (0..<16).map { index in
      let onset = 3 * index / 2
      return (onset, 3 * (index + 1) / 2 - onset, UInt8(60 + index))
    }
    let row = NotatedScore(piece(run + [(24, 24, 60)], Self.common))
    let elements = row.parts[0].staves[0].measures[0].voices[0].elements
    #expect(elements.allSatisfy { $0.graces.isEmpty })
  }

  @Test("writes what begins a unit or two beside a place of its beat at the place")
  func besideThePlace() {
    let notes: [(onset: Int, duration: Int, key: UInt8)] = [
      (0, 25, 60), (25, 11, 62), (36, 13, 64), (49, 23, 65), (71, 25, 67), (98, 46, 64),
      (144, 48, 60),
    ]
    #expect(written(NotatedScore(piece(notes, Self.common))) == ["4 8 8 4 4", "2 2"])
    // Fives, three 32nds of a triplet and rows of short notes are no mistakes.
    let fives: [(onset: Int, duration: Int, key: UInt8)] = [
      (0, 5, 60), (5, 5, 62), (10, 4, 64), (14, 5, 65), (19, 5, 67), (24, 2, 60), (26, 2, 62),
      (28, 2, 64), (30, 18, 65),
    ]
    let kept = BeatRounding(
      fives.map { Piece.Note(onset: $0.onset, duration: $0.duration, key: $0.key) },
      bars: BarGrid(Self.common, end: 96))
    #expect(kept.notes.map(\.onset) == fives.map(\.onset))
  }

  @Test("makes no chord of a note and what ends before it")
  func noChord() {
    let notes = [(0, 2, 60), (2, 22, 62), (24, 24, 64)].map {
      Piece.Note(onset: $0.0, duration: $0.1, key: UInt8($0.2))
    }
    let rounded = BeatRounding(notes, bars: BarGrid(Self.common, end: 96)).notes
    #expect(rounded.map(\.onset) == [0, 3, 24])
  }

  @Test("gives a note of a unit a sixteenth, and ends in a beat of triplets one of its places")
  func shortNotes() {
    let score = NotatedScore(
      piece([(0, 1, 60), (24, 8, 62), (32, 5, 64), (48, 24, 65), (72, 24, 67)], Self.common))
    #expect(written(score) == ["16 r16 r8 3:8 3:8 3:r8 4 4"])
  }

  @Test("ties a note over the beat into a triplet rather than write a triplet of the half bar")
  func tiedIntoTriplet() {
    let score = NotatedScore(piece([(0, 40, 60), (40, 8, 62), (48, 48, 64)], Self.common))
    #expect(written(score) == ["4~ 3:4 3:8 2"])
    let half = NotatedScore(piece([(0, 32, 60), (32, 16, 62), (48, 48, 64)], Self.common))
    #expect(written(half) == ["3:2 3:4 2"])
    // The rest behind it needs no longer one.
    let end = NotatedScore(
      piece([(0, 96, 60), (96, 24, 72), (120, 16, 74), (144, 48, 60)], Self.common))
    #expect(written(end) == ["1", "4 4 2"])
  }

  @Test(
    "writes the legato of a wind, a voice or a bow as one line, and what is held as a second one")
  func line() {
    var notes: [(onset: Int, duration: Int, key: UInt8)] = (0..<12).map { (24 * $0, 24, 72) }
    notes[3].duration = 36
    notes[4].key = 74
    let legato = NotatedScore(piece(notes, Self.common))
    #expect(legato.parts[0].staves[0].measures.map(\.voices.count) == [1, 1, 1])
    #expect(written(legato) == ["4 4 4 4", "4 4 4 4", "4 4 4 4"])
    // A file may be an editor's score.
    let held = notes.map {
      StaffNote(
        onset: $0.onset, end: $0.onset + $0.duration, pitch: SpelledPitch(fifths: 0, key: $0.key))
    }
    let staff = StaffDivision(
      [held], program: 73, isOneStaff: false, mostVoices: VoiceDivision.most
    ).staves[0]
    #expect(staff.notes == held)
  }

  @Test("writes a composed piece in two voices a staff at most")
  func twoVoices() {
    let notes: [(onset: Int, duration: Int, key: UInt8)] = [
      (0, 96, 84), (0, 72, 79), (0, 48, 76), (0, 24, 72), (24, 72, 74), (48, 48, 77), (96, 96, 72),
    ]
    let score = NotatedScore(piece(notes, Self.common, program: 0))
    #expect(score.parts[0].staves.flatMap(\.measures).map(\.voices.count).max() == 2)
    let keys = score.parts[0].staves.flatMap { $0.measures[0].voices.flatMap(\.elements) }
      .flatMap(\.notes).filter { !$0.isTiedBack }.map(\.pitch.key)
    #expect(keys.sorted() == [72, 74, 76, 77, 79, 84])
  }

  @Test("keeps its clef for the sake of a last measure")
  func lastClef() {
    let melody = (0..<8).map { (onset: 24 * $0, duration: 24, key: UInt8(72 + $0 % 3)) }
    let score = NotatedScore(piece(melody + [(192, 96, 52)], Self.common, program: 6))
    for staff in score.parts[0].staves {
      #expect(staff.measures.last?.clef == nil)
    }
  }

  @Test("begins with a pick-up of number 0")
  func pickUp() {
    let score = NotatedScore(
      piece([(0, 24, 60), (24, 72, 62)], Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24)))
    #expect(score.measures.map(\.number) == [0, 1])
    #expect(score.measures.map(\.length) == [24, 72])
    #expect(score.measures.map(\.showsTimeSignature) == [true, false])
    #expect(written(score) == ["4", "2."])
  }

  @Test("has two staves for a piano, with the melody above its accompaniment")
  func hands() {
    let bass = stride(from: 0, to: 384, by: 24).map {
      (onset: $0, duration: 24, key: UInt8($0 % 48 == 0 ? 43 : 52))
    }
    let melody = stride(from: 0, to: 384, by: 48).map {
      (onset: $0, duration: 48, key: UInt8(72 + $0 / 48))
    }
    let score = NotatedScore(
      piece((bass + melody).sorted { $0.onset < $1.onset }, Self.common, program: 0))
    #expect(score.parts[0].staves.count == 2)
    #expect(written(score) == [String](repeating: "2 2", count: 4))
    #expect(written(score, staff: 1) == [String](repeating: "4 4 4 4", count: 4))
    #expect(score.parts[0].staves.map { $0.measures[0].clef } == [.treble, .bass])
  }

  @Test("puts overlapping notes into two voices")
  func voices() {
    let score = NotatedScore(
      piece([(0, 96, 60), (0, 48, 72), (48, 48, 74)], Self.common))
    let voices = score.parts[0].staves[0].measures[0].voices
    #expect(voices.map(\.elements.count) == [2, 1])
  }

  @Test("joins eighths of half a bar, and sixteenths of a beat")
  func beams() {
    let score = NotatedScore(
      piece(
        (0..<4).map { (12 * $0, 12, UInt8(60)) } + [
          (48, 12, 62), (60, 6, 62), (66, 6, 62), (72, 24, 62),
        ],
        Self.common))
    let beams = score.parts[0].staves[0].measures[0].voices[0].elements.map(\.beams)
    #expect(
      beams == [
        [.begins], [.goesOn], [.goesOn], [.ends], [.begins], [.goesOn, .begins], [.ends, .ends], [],
      ])
  }

  @Test("beams triplets of eighths one by one, without brackets, and brackets those with rests")
  func tupletBeams() {
    let score = NotatedScore(
      piece([0, 8, 16, 24, 32, 40, 56, 64, 72, 80].map { ($0, 8, 60) }, Self.common))
    let voice = score.parts[0].staves[0].measures[0].voices[0]
    let starts = voice.elements.indices.filter { voice.elements[$0].beginsTuplet }
    #expect(
      starts.map(voice.tupletSigns) == [.number, .number, .bracketAndNumber, .bracketAndNumber])
    #expect(
      voice.elements.prefix(6).map(\.beams) == [
        [.begins], [.goesOn], [.ends], [.begins], [.goesOn], [.ends],
      ])
  }

  @Test("of nothing is a measure of rest")
  func empty() {
    let score = NotatedScore(Piece(header: Piece.Header(), notes: []))
    #expect(score.measures.count == 1)
    #expect(score.parts[0].staves.count == 2)
    #expect(score.parts[0].staves[0].measures[0].voices == [.init(elements: [.measureRest])])
  }

  @Test("leaves out notes of no part and beyond the grid")
  func strays() {
    let notes = [
      Piece.Note(onset: 0, duration: 24, key: 60, part: 3),
      Piece.Note(onset: -24, duration: 24, key: 60), Piece.Note(onset: 0, duration: .max, key: 60),
      Piece.Note(onset: .max, duration: 1, key: 60), Piece.Note(onset: 0, duration: 24, key: 200),
    ]
    #expect(NotatedScore(Piece(header: Piece.Header(), notes: notes)).measures.count == 1)
  }

  @Test("Ten thousand bars of 255 whole notes are written in a second")
  func longBars() throws {
    var count = 0
    let seconds = processorSeconds {
      for _ in 0..<10_000 {
        let bar = MetricalNode(Piece.TimeSignature(beats: 255, beatUnit: 1))
        count += bar.division(from: 0, to: 64 * 254, isRest: false).count
      }
    }
    #expect(count >= 10_000)
    #expect(seconds < 1.5, "\(seconds) s")
  }
}
