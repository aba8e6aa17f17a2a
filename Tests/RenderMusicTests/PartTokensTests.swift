import RenderMIDI
import Testing

@testable import RenderMusic

extension TimedScore {
  /// A random piece for a few parts.
  fileprivate static func random(parts: Int, _ draws: inout Draws) -> TimedScore {
    let programs = (0..<parts).map { _ in
      [0, 40, 40, 41, 42, 52, 60, 73].randomElement(using: &draws)! as UInt8
    }
    let notes = (0..<parts).flatMap { part in
      TimedScore.random(&draws).notes.map {
        Piece.Note(onset: $0.onset / 12 * 12, duration: $0.duration, key: $0.key, part: part)
      }
    }
    return try! TimedScore(
      notes: notes, tempos: [Piece.Tempo(onset: 96, quartersPerMinute: 96)], programs: programs)
  }
}

@Suite("Tokens of music for several instruments")
struct PartTokensTests {
  private func tokenizer(_ score: TimedScore) -> TimedTokenizer {
    TimedTokenizer(.full(for: score.instruments))
  }

  @Test("Scores become tokens and scores again, note for note and part for part")
  func roundTrip() throws {
    var draws = Draws(26)
    for _ in 0..<200 {
      let score = TimedScore.random(parts: Int.random(in: 1...12, using: &draws), &draws)
      let tokenizer = tokenizer(score)
      let encoding = tokenizer.encode(score)
      #expect(
        encoding.movedParts + encoding.movedPitches + encoding.movedShifts
          + encoding.movedDurations + encoding.mergedNotes == 0)
      let decoding = tokenizer.decode(encoding.tokens, programs: score.programs)
      #expect(decoding.refused == 0)
      #expect(decoding.score == score)
      // A file with these parts is read as they are.
      let file = try MIDIFile(parsing: MIDIFile(Score(Piece(score))).encoded())
      let parts = FileParts(file)
      #expect(parts.parts == Piece(score).header.parts)
      #expect(try TimedScore.quantizing(file, parts: parts).score == score)
    }
  }

  @Test("A part is named at every onset and where it joins in, from the last to the first")
  func order() throws {
    let score = try TimedScore(
      notes: [
        Piece.Note(onset: 0, duration: 24, key: 72, part: 0),
        Piece.Note(onset: 0, duration: 24, key: 64, part: 1),
        Piece.Note(onset: 0, duration: 24, key: 48, part: 2),
        Piece.Note(onset: 0, duration: 24, key: 55, part: 2),
        Piece.Note(onset: 24, duration: 24, key: 72, part: 1),
      ], programs: [40, 40, 42])
    #expect(
      tokenizer(score).names(score) == [
        "start", "tempo120", "+0", "@42", "C3", "=24", "+0", "G3", "=24", "@40.2", "E4", "=24",
        "@40", "C5", "=24", "+24", "@40.2", "C5", "=24", "end",
      ])
  }

  @Test("Music for one instrument costs no token more, whatever the vocabulary")
  func onePart() throws {
    var draws = Draws(3)
    let vocabulary = TimedVocabulary.full(for: [Instrument(program: 40), Instrument(program: 0)])
    for _ in 0..<20 {
      let score = TimedScore.random(&draws)
      #expect(
        TimedTokenizer(vocabulary).names(score) == TimedTokenizer().names(score))
    }
  }

  @Test(
    "Pieces drawn from the mask are pieces for their instruments, with one sequence of tokens each")
  func drawn() throws {
    var draws = Draws(5)
    for _ in 0..<60 {
      let programs = (0..<Int.random(in: 2...6, using: &draws)).map { _ in
        [40, 41, 42, 73].randomElement(using: &draws)! as UInt8
      }
      let instruments = Instrument.numbered(programs)
      let vocabulary = TimedVocabulary.full(for: instruments)
      var grammar = TimedGrammar(vocabulary, instruments: instruments)
      var mask = [Bool](repeating: false, count: vocabulary.count)
      var tokens: [Int32] = []
      while !grammar.hasEnded {
        grammar.writeAllowed(to: &mask)
        var allowed = mask.indices.filter { mask[$0] }
        if tokens.count < 200, allowed.count > 1 { allowed.removeAll { $0 == vocabulary.end } }
        let token = Int32(try #require(allowed.randomElement(using: &draws)))
        #expect(grammar.read(token) != .refused)
        tokens.append(token)
      }
      let tokenizer = TimedTokenizer(vocabulary)
      let decoding = tokenizer.decode(tokens, programs: programs)
      #expect(decoding.refused == 0)
      #expect(tokenizer.encode(decoding.score).tokens == tokens)
    }
  }

  @Test("A part has no more notes at once than its instrument, and none outside its compass alone")
  func confined() throws {
    let instruments = Instrument.numbered([73, 40])
    let vocabulary = TimedVocabulary.full(for: instruments)
    var grammar = TimedGrammar(vocabulary, instruments: instruments)
    func index(_ name: String) -> Int32 { Int32(vocabulary.vocabulary.index(of: name)!) }
    grammar.confine(part: 0, to: 60...96, mostNotes: 1)
    grammar.confine(part: 1, to: 55...100, mostNotes: 2)
    for name in ["start", "tempo120", "+0", "@40", "C4", "=48", "+0", "E4", "=24"] {
      #expect(grammar.read(index(name)) != .refused)
    }
    // A violin has two strings at once, a flute one note.
    #expect(!grammar.allows(index("+0")) && grammar.allows(index("@73")))
    for name in ["@73", "C5", "=48"] { #expect(grammar.read(index(name)) != .refused) }
    #expect(!grammar.allows(index("+0")))
    // From 24 on the violin can, the flute only from 48 on.
    #expect(!grammar.allows(index("+12")) && grammar.allows(index("+24")))
    _ = grammar.read(index("+24"))
    #expect(grammar.allows(index("@40")) && !grammar.allows(index("@73")))
  }

  @Test("An instrument that a vocabulary lacks is written as the nearest that is free")
  func seats() throws {
    let known = Instrument.numbered([40, 40, 41, 42, 0])
    let vocabulary = TimedVocabulary.full(for: known)
    // A third violin, a flute: the viola is its own, so that violins keep theirs.
    let seats = vocabulary.seats(of: Instrument.numbered([40, 40, 40, 41]))
    #expect(seats.instruments == [known[0], known[1], known[3], known[2]])
    #expect(seats.movedParts == 1)
    // Six for five: two share one, and their notes are one part's.
    let crowd = vocabulary.seats(of: Instrument.numbered([40, 40, 40, 41, 73, 73]))
    #expect(Set(crowd.instruments).count == 5 && crowd.movedParts == 3)
    let score = try TimedScore(
      notes: (0..<6).map { Piece.Note(onset: 0, duration: 24, key: 60, part: $0) },
      programs: [40, 40, 40, 41, 73, 73])
    let encoding = TimedTokenizer(vocabulary).encode(score)
    #expect(encoding.movedParts == 3 && encoding.mergedNotes == 1)
    // A piano's model hears all as one piano's.
    #expect(TimedTokenizer().names(score) == ["start", "tempo120", "+0", "C4", "=24", "end"])
  }

  @Test("The notes of all parts as one's are those of a file that is read without parts")
  func together() throws {
    var draws = Draws(11)
    for _ in 0..<100 {
      let score = TimedScore.random(parts: Int.random(in: 2...6, using: &draws), &draws)
      let file = try MIDIFile(parsing: MIDIFile(Score(Piece(score))).encoded())
      #expect(try TimedScore.quantizing(file).score == score.inOnePart)
    }
  }

  @Test("The parts of a file are its tracks and channels, and two staves are one piano")
  func fileParts() {
    func program(_ channel: UInt8, _ program: UInt8) -> (tick: Int, event: MIDIEvent) {
      (0, .programChange(channel: channel, program: program))
    }
    func name(_ name: String) -> (tick: Int, event: MIDIEvent) {
      (0, .meta(.text(.trackName, Array(name.utf8))))
    }
    let file = midiFile([
      [program(3, 60)],
      [name("Voice"), program(0, 52)] + stroke(0, 480, 72),
      [name("Piano"), program(1, 0)] + stroke(0, 480, 60, channel: 1),
      [name("Piano"), program(1, 0)] + stroke(0, 480, 36, channel: 1),
      [name("Organ I"), program(6, 19)] + stroke(0, 480, 60, channel: 6),
      [name("Organ II"), program(7, 19)] + stroke(0, 480, 60, channel: 7),
      // Its program stands in another track.
      [name("Horn")] + stroke(0, 480, 55, channel: 3),
      // Two instruments on one track, and drums.
      [program(4, 40), program(5, 41)] + stroke(0, 480, 70, channel: 4)
        + stroke(0, 480, 65, channel: 5) + stroke(0, 480, 40, channel: 9),
    ])
    let parts = FileParts(file)
    #expect(parts.parts.map(\.program) == [52, 0, 19, 19, 60, 40, 41])
    #expect(parts.parts.map(\.name) == ["Voice", "Piano", "Organ I", "Organ II", "Horn", "", ""])
    #expect(parts.index(track: 3, channel: 1) == 1 && parts.index(track: 7, channel: 5) == 6)
  }

  @Test("Names of parts are read exactly as they are written")
  func names() throws {
    for name in ["@0", "@40", "@40.2", "@127.16"] {
      #expect(try TimedToken(name).description == name)
    }
    for name in ["@", "@128", "@40.1", "@40.17", "@040", "@40.", "@40.2.2", "@+4"] {
      #expect(throws: MusicError.malformedTimedToken(name)) { try TimedToken(name) }
    }
    #expect(GeneralMIDI.names.count == 128 && Set(GeneralMIDI.names).count == 128)
    #expect(
      Instrument.numbered([40, 41, 40]).map(\.description) == ["Violin", "Viola", "Violin 2"])
  }
}
