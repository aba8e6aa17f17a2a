import RenderMIDI
import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// What a model of the timed tokenizer writes.
struct TimedComposerTests {
  @Test("1,000 pieces of random networks are music of the length asked for, with an end")
  func randomPieces() throws {
    var names: Set<String> = []
    for network in 0..<10 as Range<UInt64> {
      let model = try randomTimedModel(seed: network, scale: Float(1 + network))
      let packed = InferenceNetwork(model.parameters)
      for seed in 0..<100 as Range<UInt64> {
        let length = 1 + Int(seed) % 40
        let composer = try Composer(
          model, network: packed, seed: seed, PieceOptions(extent: .events(length)))
        let events = Array(composer)
        #expect(events.count == length, "network \(network), seed \(seed)")
        checkMusic(events)
        names.insert(events[0].name)
      }
    }
    #expect(names.count > 100)
  }

  @Test("The same seed gives the same piece, with one thread and two; another seed gives another")
  func seeds() throws {
    let model = try randomTimedModel()
    func compose(_ seed: UInt64, threads: Int = 1, _ model: Model) throws -> [ComposedEvent] {
      Array(try Composer(model, seed: seed, extent: .events(30), threads: threads))
    }
    let piece = try compose(7, model)
    #expect(try compose(7, threads: 2, model) == piece)
    #expect(try compose(7, Model(decoding: model.encoded(precision: .single))) == piece)
    #expect(Set(try (0..<20).map { try compose($0, model) }).count == 20)
  }

  @Test("The bass of the last chord is the tonic of what was before more often than by chance")
  func lastBass() throws {
    // All that may follow is equally likely.
    let model = try randomTimedModel(scale: 0)
    let packed = InferenceNetwork(model.parameters)
    let pieces = try (0..<300 as Range<UInt64>).map { seed in
      try Array(
        Composer(model, network: packed, seed: seed, PieceOptions(extent: .events(12)))
      ).map {
        $0.notes
      }
    }
    func share(of index: Int) -> Double {
      let home = pieces.count { events in
        let key = MusicalKey(of: events[..<index].joined())
        return Int(events[index][0].key) % 12 == key?.tonic
      }
      return Double(home) / Double(pieces.count)
    }
    // One of twelve, and with 4.5 times the odds 29%.
    #expect(share(of: 10) < 0.16)
    #expect((0.2...0.4).contains(share(of: 11)))
  }

  @Test("The memory repeats what was written, the more readily it takes hold, and never at 0")
  func repetition() throws {
    let model = try randomTimedModel()
    func repeated(_ repetition: Float) throws -> Double {
      let pieces = try (0..<10 as Range<UInt64>).map { seed in
        let events = Array(
          try Composer(
            model, seed: seed, extent: .events(200), sampling: Sampling(repetition: repetition)))
        return try TimedScore(notes: events.flatMap(\.notes))
      }
      return pieces.reduce(0) { $0 + (PieceStatistics($1)?.selfRepetition ?? 0) } / 10
    }
    let shares = try [0, 0.1, 1, 30].map(repeated)
    #expect(shares[0] < 0.01 && shares[3] > 0.05, "\(shares)")
    #expect(shares == shares.sorted(), "\(shares)")
  }

  @Test("The memory holds what an opening repeats, however unlikely the network finds its pitches")
  func unlikelyOpening() throws {
    var memory = MemoryParameters(mean: [Float](repeating: 0, count: 12))
    for index in memory.goOn.range { memory.values[index] = 8 }
    for index in memory.miss.range { memory.values[index] = -8 }
    let model = try randomTimedModel(memory: memory)
    let motif: [UInt8] = [61, 66, 58, 71, 63, 55]
    let notes = (0..<30).map {
      Piece.Note(onset: 12 * $0, duration: 6, key: motif[$0 % 6])
    }
    let opening = TimedTokenizer(.full).encode(try TimedScore(notes: notes)).tokens.dropLast()
    // The most likely pitch alone is left of the network's: the motif's are not among them.
    let pieces = try (0..<20 as Range<UInt64>).map { seed in
      try Composer(
        model, seed: seed, beginning: .primer(Primer(Array(opening))), extent: .events(40),
        sampling: Sampling(topK: 1)
      ).prefix(6).flatMap(\.notes).map(\.key)
    }
    #expect(pieces.count { $0 == motif } >= 12, "\(pieces)")
  }

  @Test("What remains may grow again where a piece asked for by time becomes faster")
  func growingRemainder() throws {
    let vocabulary = TimedVocabulary.full
    func tokens(_ shift: Int) -> [Int32] {
      [TimedToken.shift(shift), .pitch(key: 60), .duration(1)].map { vocabulary.index(of: $0)! }
    }
    var plan = PiecePlan(heard: [vocabulary.start])
    (plan.extent, plan.quartersPerMinute) = (.seconds(60), 60)
    plan.closing = DecodingPolicy.tuned.closing
    var writer = TimedWriter(TimedListener(vocabulary), plan)
    var closings: [Bool] = []
    // Slow events that leave little, then many fast ones.
    let opening = [vocabulary.start, vocabulary.nearestTempo(to: 60)]
    for token in opening + tokens(0) + (0..<11).flatMap({ _ in tokens(96) })
      + (0..<200).flatMap({ _ in tokens(1) })
    {
      _ = writer.read(token)
      closings.append(writer.isClosing)
    }
    let first = try #require(closings.firstIndex(of: true))
    #expect(closings[first...].contains(false))

    let model = try randomTimedModel()
    let network = InferenceNetwork(model.parameters)
    for seed in 0..<200 as Range<UInt64> {
      let composer = try Composer(
        model, network: network, seed: seed, PieceOptions(extent: .seconds(Double(5 + seed % 40))))
      checkMusic(Array(composer))
    }
  }

  @Test("A piece asked for by time ends within an event of it")
  func duration() throws {
    let model = try randomTimedModel()
    for seconds in [1.0, 10, 60] {
      for seed in 0..<5 as Range<UInt64> {
        let composer = try Composer(model, seed: seed, extent: .seconds(seconds))
        let events = Array(composer)
        func time(_ event: ComposedEvent) -> Double {
          Double(event.notes[0].onset) / 24 * 60 / composer.header.quartersPerMinute
        }
        // The last event is the first one that begins there, or the one that was thought to be.
        if events.count > 1 { #expect(time(events[events.count - 2]) < seconds) }
      }
    }
  }

  @Test("Without an extent a piece may go on for ever, and may be cut")
  func endless() throws {
    let events = try Composer(randomTimedModel(), seed: 1).prefix(20).map(\.self)
    #expect(events.count <= 20 && !events.isEmpty)
    checkMusic(events)
  }

  @Test("The tempo is the one asked for, or else one of the vocabulary's, and stays")
  func tempo() throws {
    let model = try randomTimedModel()
    #expect(
      try Composer(model, seed: 1, quartersPerMinute: 123.4).header.quartersPerMinute == 123.4)
    let marks = Set(TimedVocabulary.tempoMarks.map(Double.init))
    let tempos = Set(try (0..<50).map { try Composer(model, seed: $0).header.quartersPerMinute })
    #expect(tempos.isSubset(of: marks) && tempos.count > 3)
  }

  @Test("A primer is heard and not written, and the piece goes on with a new event")
  func primer() throws {
    let model = try randomTimedModel()
    let primer = TimedTokenizer(.full).encode(randomScore(3)).tokens.dropLast()
    let composer = try Composer(
      model, seed: 1, beginning: .primer(Primer(Array(primer))), extent: .events(25))
    #expect(composer.header.quartersPerMinute == randomScore(3).tempos[0].quartersPerMinute)
    let events = Array(composer)
    #expect(events.count == 25 && events[0].notes[0].onset == 0)
    let other = try Composer(
      model, seed: 1, beginning: .primer(Primer([model.starts[0][0], model.starts[0][1]])),
      extent: .events(25))
    #expect(Array(other) != events)
  }

  @Test("A primer goes to the model's home key and back")
  func primerKey() throws {
    let model = try randomTimedModel()
    let score = try TimedScore(
      notes: [62, 66, 69, 62, 64, 66, 67, 69, 71, 73, 74].enumerated().map {
        Piece.Note(onset: 12 * $0.offset, duration: 12, key: $0.element)
      })
    let notes = score.notes.map {
      Note(onset: $0.onset, duration: $0.duration, key: $0.key, velocity: 80)
    }
    let opening = try model.tokenizer.primer(
      MIDIFile(Score(ticksPerQuarter: 24, parts: [Score.Part(notes: notes)])))
    #expect(opening.movedBy == -2)
    let events = Array(
      try Composer(
        model, seed: 1, beginning: .primer(opening),
        extent: .events(5), includesBeginning: true))
    #expect(events.prefix(11).flatMap(\.notes).map(\.key) == score.notes.map(\.key))
  }

  @Test("Seeds write in all keys that the vocabulary leaves room for")
  func keys() throws {
    for (key, moves) in [(60, -5...6), (2, -2...6), (125, -5...2)] {
      let tokens = TimedVocabulary.full.tokens.filter {
        if case .pitch(let other) = $0 { other == key } else { true }
      }
      let model = try randomTimedModel(
        vocabulary: try TimedVocabulary(Vocabulary(ordered: tokens.map(\.description))))
      let keys = try (0..<80 as Range<UInt64>).map { seed in
        let piece = Array(try Composer(model, seed: seed, extent: .events(3)))
        #expect(Set(piece.flatMap(\.notes).map(\.key)).count == 1)
        return Int(piece[0].notes[0].key)
      }
      #expect(Set(keys) == Set(moves.map { key + $0 }))
    }
  }

  @Test("The header has the signature of the key that is written, known before the first note")
  func keySignature() throws {
    let model = try randomTimedModel()
    // Middle C alone is C wherever home is: the key that is written is the distance from there.
    let tokens = TimedVocabulary.full.tokens.filter {
      if case .pitch(let other) = $0 { other == 60 } else { true }
    }
    let single = try randomTimedModel(
      vocabulary: try TimedVocabulary(Vocabulary(ordered: tokens.map(\.description))))
    for seed in 0..<40 as Range<UInt64> {
      for transposition in [0, 5, -13] {
        let composer = try Composer(
          single, seed: seed, extent: .events(2), transposition: transposition)
        let header = composer.header
        let key = try #require(Piece(composer).notes.first).key
        #expect(header.keySignature == Piece.KeySignature(majorOn: Int(key) % 12))
        #expect(header.parts == [.piano] && header.metre == nil)
      }
    }
    let primer = Array(TimedTokenizer(.full).encode(randomScore(3)).tokens.dropLast())
    let composer = try Composer(
      model, seed: 1, beginning: .primer(Primer(primer, movedBy: -2)), extent: .events(1))
    #expect(composer.header.keySignature?.sharps == 2)
    #expect(try Composer(randomModel(), seed: 1).header.keySignature == nil)
  }

  @Test("A primer that is included comes first, note for note, and the extent counts what follows")
  func includedPrimer() throws {
    let model = try randomTimedModel()
    let score = randomScore(3)
    let primer = Array(TimedTokenizer(.full).encode(score).tokens.dropLast())
    func compose(_ includes: Bool, _ extent: Extent) throws -> [ComposedEvent] {
      Array(
        try Composer(
          model, seed: 1, beginning: .primer(Primer(primer)), extent: extent,
          includesBeginning: includes))
    }
    for extent in [Extent.events(25), .seconds(20)] {
      let (alone, whole) = (try compose(false, extent), try compose(true, extent))
      #expect(whole.count == score.eventCount + alone.count)
      let heard = whole.prefix(score.eventCount).flatMap(\.notes)
      #expect(heard.map(\.key) == score.notes.map(\.key))
      #expect(heard.map(\.onset) == score.notes.map { ($0.onset - score.notes[0].onset) })
      #expect(whole.suffix(alone.count).map(\.name) == alone.map(\.name))
      checkMusic(whole)
    }
  }

  @Test("A piece can be moved in pitch; what would leave the keyboard comes back by octaves")
  func transposition() throws {
    let model = try randomTimedModel()
    func compose(_ semitones: Int) throws -> [ComposedEvent] {
      Array(try Composer(model, seed: 1, extent: .events(50), transposition: semitones))
    }
    let piece = try compose(0)
    #expect(
      try compose(5).map { $0.notes.map { ($0.key + 7) % 12 } }
        == piece.map { $0.notes.map { $0.key % 12 } })
    #expect(try compose(-48).flatMap(\.notes).allSatisfy { $0.key < 128 })
    #expect(try compose(3)[0].name != piece[0].name)
    for semitones in [49, -49, .min, .max] {
      #expect(throws: ComposerError.self) { try compose(semitones) }
    }
  }

  @Test("All starts are openings: the first two tokens begin a piece, and no end is in them")
  func starts() throws {
    let model = try randomTimedModel()
    #expect(model.starts.count >= 32)
    for (index, start) in model.starts.enumerated() {
      #expect(start[0] == TimedVocabulary.full.start && !start.contains(TimedVocabulary.full.end))
      let events = Array(try Composer(model, seed: 1, beginning: .start(index), extent: .events(3)))
      #expect(events.count == 3)
    }
  }

  @Test(
    "A model file with another number of features, or a vocabulary that lacks `end`, is refused")
  func hostileModel() throws {
    let model = try randomTimedModel()
    #expect(try Model(decoding: model.encoded()).tokenizer as? TimedTokens == TimedTokens(.full))
    for (key, found, replacement) in [
      ("architecture", "\"features\":\(TimedListener.featureCount)", "\"features\":111"),
      ("vocabulary", "\"end\"", "\"C4\""), ("vocabulary", "\"end\"", "\"tempo121\""),
      ("vocabulary", "\"C4\"", "\"H4\""), ("tokenizer", "timed", "tamed"),
      ("tokenizer", "timed", "classic"),
    ] {
      var file = try Safetensors(decoding: model.encoded())
      let text = try #require(file.metadata[key])
      #expect(text.contains(found))
      file.metadata[key] = text.replacing(found, with: replacement)
      #expect(throws: ComposerError.self, "\(replacement)") { try Model(decoding: file.encoded) }
    }
  }

  @Test("A memory is in the model's file, and refused where it is damaged or does not fit")
  func memoryFile() throws {
    let model = try randomTimedModel()
    let memory = try #require(model.memory)
    let bytes = model.encoded(precision: .single)
    #expect(try Model(decoding: bytes).memory == memory)
    let file = try Safetensors(decoding: bytes)
    func changed(_ slot: MemoryParameters.Slot, _ shape: [Int]?, _ value: Float) -> [UInt8] {
      var changed = Safetensors(metadata: file.metadata)
      model.parameters.add(to: &changed, precision: .single)
      for other in memory.slots where other != slot || shape != nil {
        let shape = other == slot ? shape! : other.shape
        changed.add(
          [Float](repeating: value, count: shape.reduce(1, *)), shape: shape, precision: .single,
          as: other.name)
      }
      return changed.encoded
    }
    for slot in memory.slots {
      #expect(throws: Never.self) { try Model(decoding: changed(slot, slot.shape, 0.5)) }
      #expect(throws: (any Error).self) { try Model(decoding: changed(slot, slot.shape, .nan)) }
      #expect(throws: (any Error).self) { try Model(decoding: changed(slot, [3, 5], 0.5)) }
    }
    for slot in memory.slots.dropFirst() {
      #expect(throws: (any Error).self) { try Model(decoding: changed(slot, nil, 0.5)) }
    }
    let classic = try Safetensors(decoding: randomModel().encoded())
    var mixed = classic
    for slot in MemoryParameters(zerosFor: 8, width: 8).slots {
      mixed.add(
        [Float](repeating: 0, count: slot.range.count), shape: slot.shape, precision: .half,
        as: slot.name)
    }
    #expect(throws: ComposerError.self) { try Model(decoding: mixed.encoded) }
  }
}
