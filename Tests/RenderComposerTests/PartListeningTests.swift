import RenderMIDI
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("What is known of several instruments beside each token")
struct PartListeningTests {
  private static let programs: [UInt8] = [40, 40, 41, 42]
  private static let instruments = Instrument.numbered(programs)
  private static let vocabulary = TimedVocabulary.full(for: instruments)
  private let grid = BarGrid(Piece.Metre(beats: 4, beatUnit: 4), end: TimedScore.latest)

  /// Two bars of a quartet, and the same two again.
  private func score(repeated: Bool = true) -> TimedScore {
    var notes: [Piece.Note] = []
    for start in repeated ? [0, 192] : [0] {
      for (part, key) in [(0, 76), (1, 72), (2, 64), (3, 48)] {
        for beat in 0..<8 where part < 2 || beat % 2 == 0 {
          notes.append(
            Piece.Note(
              onset: start + 24 * beat, duration: part < 2 ? 24 : 48,
              key: UInt8(key + (beat * (part + 3)) % 5), part: part))
        }
      }
    }
    return try! TimedScore(notes: notes, programs: Self.programs)
  }

  private func listener() -> MetricalListener {
    MetricalListener(Self.vocabulary, bars: grid, instruments: Self.instruments, plan: nil)
  }

  @Test("Features are below their number, none twice, and do not depend on what is to come")
  func features() {
    let tokens = TimedTokenizer(Self.vocabulary).encode(score()).tokens
    let all = TokenSequence(
      metrical: tokens, Self.vocabulary, bars: grid, instruments: Self.instruments
    ).features()
    var listener = listener()
    for (position, token) in tokens.enumerated() {
      #expect(listener.hear(token) != .refused)
      let features = listener.features(remaining: nil)
      #expect(features == Array(all[position]))
      #expect(Set(features).count == features.count)
      #expect(
        features.allSatisfy {
          (0..<Int32(MetricalListener.featureCount(Self.vocabulary))).contains($0)
        })
    }
  }

  @Test("Two who play the same notes are told apart")
  func tellsApart() {
    func features(_ part: String) -> Set<Int32> {
      var listener = listener()
      for name in ["start", "tempo120", "+0", part] {
        _ = listener.hear(Int32(Self.vocabulary.vocabulary.index(of: name)!))
      }
      return Set(listener.features(remaining: nil))
    }
    #expect(features("@40") != features("@40.2"))
    #expect(features("@40").symmetricDifference(features("@40.2")).count == 2)
  }

  @Test("What an earlier bar has at a place is heard with its parts")
  func lookback() {
    let tokens = TimedTokenizer(Self.vocabulary).encode(score()).tokens
    var lookback = Lookback(grid)
    var grammar = TimedGrammar(Self.vocabulary, instruments: Self.instruments)
    var (right, all) = (0, 0)
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      if case .note(let note) = grammar.read(token) { lookback.append(note) }
      guard grammar.onset >= 192 else { continue }
      all += 1
      right += lookback.token(after: grammar, movedBy: 0) { $0 >= 2 ? $0 - 2 : nil } == next ? 1 : 0
    }
    // Only the end is not what the bars before had.
    #expect(all > 60 && right == all - 1)
  }

  @Test("A memory copies who plays along with what is played")
  func memory() throws {
    let tokens = TimedTokenizer(Self.vocabulary).encode(score()).tokens
    let setting = PieceSetting(instruments: Self.instruments, bars: BarLags(grid, plan: nil))
    var parameters = MemoryParameters(
      mean: [Float](repeating: 0, count: 4), knowsBars: true)
    parameters.values = parameters.values.map { _ in 0 }
    var memory = PieceMemory(MemoryHead(parameters), Self.vocabulary, setting: setting)
    var masked = MaskedNetwork(Self.vocabulary, Self.instruments)
    var (copied, alone) = (0.0, 0.0)
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      masked.read(token)
      memory.hear(token)
      let count = masked.allowed.count { $0 }
      guard count > 0 else { continue }
      let even = masked.allowed.map { $0 ? 1 / Float(count) : 0 }
      let mixed = memory.mix(network: even, allowed: masked.allowed, state: [0, 0, 0, 0])
      #expect(abs(mixed.reduce(0, +) - 1) < 1e-3)
      // The tempo is none of a note's tokens, and the memory knows nothing before the repetition.
      guard masked.grammar.onset >= 240 else { continue }
      copied += Double(mixed[Int(next)])
      alone += Double(even[Int(next)])
    }
    #expect(copied > 3 * alone)
  }

  @Test("Notes that are misheard stay their parts'")
  func mistakes() {
    let score = score()
    let tokens = TimedTokenizer(Self.vocabulary).encode(score).tokens
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed, stream: .mistakes(epoch: 0, piece: 0))
      let heard = Mistakes.heard(
        tokens, Self.vocabulary, instruments: Self.instruments, share: 0.3, with: &generator)
      let decoded = TimedTokenizer(Self.vocabulary).decode(heard, programs: Self.programs)
      #expect(decoded.refused == 0)
      #expect(decoded.score.notes.map(\.onset) == score.notes.map(\.onset))
      #expect(decoded.score.notes.map(\.part) == score.notes.map(\.part))
    }
  }

  @Test(
    "A model for one instrument goes on as one that tells who plays, and predicts a piano's piece as before"
  )
  func learnsParts() throws {
    let vocabulary = TimedVocabulary(of: [randomScore(3)])
    let base = try randomMetricalModel(vocabulary: vocabulary, planner: nil)
    let pieces = (0..<4).map { _ in MetricalPiece(score(), bars: grid) }
    let training = try ModelTraining(
      training: pieces, validation: [], as: MetricalTokens.self, preset: .ensemble, base: base,
      seed: 1)
    #expect(training.preset == .ensemble)
    let tokenizer = try #require(training.tokenizer as? MetricalTokens)
    #expect(tokenizer.timedVocabulary.instruments == Self.instruments)
    #expect(tokenizer.compass(of: 42).keys.lowerBound >= 48)
    let wide = try base.parameters.widened(
      to: training.architecture,
      tokens: tokenizer.vocabulary.tokens.map { vocabulary.vocabulary.index(of: $0) })
    // What both know is predicted alike, beside the features that are new.
    let common = tokenizer.vocabulary.tokens.filter { vocabulary.vocabulary.index(of: $0) != nil }
    #expect(common.count > 8)
    var (narrow, widened) = (
      TokenDecoder(InferenceNetwork(base.parameters), context: .stateful),
      TokenDecoder(InferenceNetwork(wide), context: .stateful)
    )
    for name in common.prefix(8) {
      narrow.push(Int32(vocabulary.vocabulary.index(of: name)!), features: [3, 700])
      widened.push(Int32(tokenizer.vocabulary.index(of: name)!), features: [3, 700])
      for other in common {
        #expect(
          narrow.logits[vocabulary.vocabulary.index(of: other)!]
            == widened.logits[tokenizer.vocabulary.index(of: other)!])
      }
    }
  }

  @Test("What is composed for several instruments keeps to what they can play")
  func composing() throws {
    let compasses = [
      40: Compass(keys: 55...96, mostNotes: 2), 41: Compass(keys: 48...84, mostNotes: 2),
      42: Compass(keys: 36...76, mostNotes: 1),
    ]
    let tokenizer = MetricalTokens(Self.vocabulary, styles: namedStyles, compasses: compasses)
    for seed in 0..<6 as Range<UInt64> {
      let parameters = try randomParameters(
        seed: seed, vocabularySize: Self.vocabulary.count, features: tokenizer.featureCount,
        scale: 2)
      let model = Model(
        parameters: parameters, tokenizer: tokenizer, context: .stateful,
        starts: [[Self.vocabulary.start]],
        memory: MemoryParameters(mean: [Float](repeating: 0, count: 12), knowsBars: true),
        planner: try randomPlanner(seed: seed), decodingPolicy: .tuned,
        record: noRecord(preset: .ensemble, parameters: parameters.count))
      var options = PieceOptions(extent: .events(40))
      options.wishes.ensembles = [Ensemble(programs: Self.programs)]
      let composer = try Composer(
        model, network: InferenceNetwork(model.parameters), seed: seed, options)
      let piece = Piece(composer)
      #expect(piece.header.parts == Self.instruments.map(Piece.Part.init))
      #expect(Set(piece.notes.map(\.onset)).count == 40)
      for (part, program) in Self.programs.enumerated() {
        let compass = compasses[Int(program)]!
        let notes = piece.notes.filter { $0.part == part }
        #expect(notes.allSatisfy { compass.keys.contains(Int($0.key)) })
        for note in notes {
          let sounding = notes.count { $0.onset <= note.onset && $0.end > note.onset }
          #expect(sounding <= compass.mostNotes)
        }
      }
      // Every note has a place in a file, and is read as it was written.
      let file = try MIDIFile(Score(piece))
      #expect(try TimedScore.quantizing(file).score.eventCount == 40)
    }
    var options = PieceOptions(extent: .events(4))
    options.wishes.ensembles = [Ensemble(programs: [40, 41])]
    #expect(throws: ComposerError.oneInstrument(asked: 2)) {
      let model = try randomMetricalModel(planner: nil)
      _ = try Composer(
        model, network: InferenceNetwork(model.parameters), seed: 1, options)
    }
  }
}
