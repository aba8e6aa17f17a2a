import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

struct ModelTrainingTests {
  /// Few rows and steps of the real preset's network would take minutes: a base model of few units
  /// stands in wherever the network is trained.
  private func training(
    _ pieces: [[String]], validation: [[String]] = [], base: Model? = nil, seed: UInt64 = 1
  ) throws -> ModelTraining {
    try ModelTraining(
      training: pieces, validation: validation, as: ClassicTokens.self, preset: .classic,
      base: base, seed: seed)
  }

  private func shrink(_ options: inout TrainingOptions) {
    options.batchSize = 4
    options.sequenceLength = 8
  }

  @Test("One short piece gives at least 32 starts and a model that loads")
  func tinyCorpus() throws {
    for piece in [["C4", "D4"], ["C4", "E4", "0.4.7", "C4", "G4"]] {
      let training = try training([piece])
      let parameters = try Parameters(randomFor: training.architecture, seed: 1)
      let model = training.model(
        parameters,
        record: TrainingRecord(
          options: Preset.classic.options, steps: 0, epochs: 0, parameters: 0, evaluations: []))
      #expect(model.starts.count >= 32)
      let read = try Model(decoding: model.encoded())
      #expect(read.starts == training.model(parameters, record: model.record.training).starts)
      #expect(read.record.corpusFiles == 1 && read.record.corpusEvents == piece.count)
      #expect(Array(try Composer(read, seed: 1).prefix(5)).count == 5)
    }
  }

  @Test("The vocabulary has every token in all keys, and no more")
  func vocabulary() throws {
    let vocabulary = try training([["C4", "0.4.7"]]).tokenizer.vocabulary
    #expect(vocabulary.count == 24)
    for token in ["G3", "F#4", "C4", "0.4.7", "11.3.6", "6.10.1"] {
      #expect(vocabulary.index(of: token) != nil, "\(token)")
    }
    #expect(vocabulary.index(of: "F#3") == nil && vocabulary.index(of: "G4") == nil)
    let tutorial = try ModelTraining(
      training: [.init(repeating: "C4", count: 70) + .init(repeating: "D4", count: 40)],
      validation: [], as: ClassicTokens.self, preset: .tutorial, seed: 1)
    #expect(tutorial.tokenizer.vocabulary.tokens == ["C4", "D4"])
    #expect(tutorial.data.pieces(0).map(\.tokens) == tutorial.data.pieces(1).map(\.tokens))
  }

  @Test("A corpus without notes, or too short for the tutorial's windows, is refused")
  func nothingToLearn() {
    for pieces in [[], [[]], [["C4"]]] as [[[String]]] {
      #expect(throws: ComposerError.self) { try training(pieces) }
    }
    #expect(throws: ComposerError.self) {
      try ModelTraining(
        training: [.init(repeating: "C4", count: 100)], validation: [],
        as: ClassicTokens.self, preset: .tutorial, seed: 1)
    }
  }

  @Test("Transposed pieces keep their intervals, and epochs hear them in different keys")
  func transposition() throws {
    let pieces = [["C4", "E4", "G4", "C5"], ["A4", "0.4.7", "A4"], ["D4", "F4"]]
    let training = try training(pieces)
    let vocabulary = training.tokenizer.vocabulary
    var keys: Set<Int> = []
    for epoch in 0..<60 {
      let heard = training.data.pieces(epoch).map(\.tokens)
      #expect(training.data.pieces(epoch).map(\.tokens) == heard)
      for (piece, indices) in zip(pieces, heard) {
        let tokens = indices.map { vocabulary[Int($0)] }
        let first = try ClassicToken(piece[0]).keys[0]
        let shift = Int(try ClassicToken(tokens[0]).keys[0]) - Int(first)
        #expect(Transposition.semitones.contains(shift))
        let moved = try piece.map { try ClassicToken($0).transposed(by: shift)?.description }
        #expect(tokens == moved)
        keys.insert(shift)
      }
    }
    #expect(keys.count == 12)
    #expect(training.data.pieces(0).map(\.tokens) != training.data.pieces(1).map(\.tokens))
  }

  @Test("A piece that would leave the keyboard or the vocabulary keeps its key")
  func noRoom() throws {
    let transposition = Transposition(try Vocabulary(ordered: ["C4", "D4", "E4"]))
    for epoch in 0..<50 {
      let heard = transposition.pieces([[0, 2], [0, 1]], seed: 1, epoch: epoch)
      #expect(heard[0] == [0, 2])
      #expect([[0, 1], [1, 2]].contains(heard[1]))
    }
  }

  @Test("Going on from a model keeps its vocabulary, network, preset and window, and learns")
  func goingOn() throws {
    for context in [TokenDecoder.Context.stateful, .window(5)] {
      let base = try randomModel(context: context, scale: 1)
      let tunes = tunes(count: 6, length: 30) + [["C4", "F#4", "D4", "E4", "F4", "G4", "A4"]]
      let training = try training(tunes, validation: [tunes[0] + ["B-4"]], base: base)
      #expect(training.tokenizer.vocabulary == base.vocabulary)
      #expect(training.architecture == base.parameters.architecture)
      #expect(training.material.leftOutEvents == 2)
      let run = try training.makeRun(limit: .steps(150), threads: 2) {
        $0.batchSize = 4
        $0.schedule = .constant
        $0.learningRate = 1e-2
      }
      #expect(run.options.sequenceLength == (context == .stateful ? 64 : 5))
      var losses: [Double] = []
      let outcome = try run.run { if case .step(let step) = $0 { losses.append(step.loss) } }
      let (first, last) = (losses.prefix(5).reduce(0, +), losses.suffix(5).reduce(0, +))
      // One number a token is little to learn from.
      #expect(last < (context == .stateful ? 0.85 : 0.97) * first)
      let model = try Model(
        decoding: training.model(outcome.best, record: outcome.record).encoded())
      #expect(model.vocabulary == base.vocabulary && model.context == context)
      #expect(model.starts == base.starts && model.record.preset == base.record.preset)
      // The base itself stays as it was.
      #expect(
        try randomModel(context: context, scale: 1).parameters.buffer.array
          == base.parameters.buffer.array)
    }
  }

  @Test("A training of this corpus, seed and network is continued, no other")
  func resume() throws {
    let base = try randomModel()
    let pieces = tunes(count: 4, length: 20)
    let training = try training(pieces, base: base)
    var stored: Safetensors?
    var checks = 0
    _ = try training.makeRun(limit: .steps(6), threads: 1, adjust: shrink).run(
      shouldStop: {
        checks += 1
        return checks > 3
      },
      report: { if case .checkpoint(let file) = $0 { stored = training.stored(file) } })
    let checkpoint = try Safetensors(decoding: try #require(stored).encoded)
    #expect(try training.resume(checkpoint, best: nil).run { _ in }.record.steps == 6)

    let others = try [
      self.training(Array(pieces.dropLast()), base: base),
      self.training(pieces, base: base, seed: 2), self.training(pieces),
    ]
    for other in others {
      #expect(throws: (any Error).self) { try other.resume(checkpoint, best: nil) }
    }
  }

  @Test("The fingerprint tells corpora apart and is the same for the same")
  func fingerprint() throws {
    let first = try training([["C4", "D4"], ["E4", "F4"]]).fingerprint
    #expect(try training([["C4", "D4"], ["E4", "F4"]], seed: 9).fingerprint == first)
    #expect(try training([["C4", "D4", "E4", "F4"]]).fingerprint != first)
    #expect(try training([["C4", "D4"], ["E4", "F#4"]]).fingerprint != first)
  }

  @Test(
    "Timed pieces train a model with features, in their home key; most of them are told what remains"
  )
  func timed() throws {
    let pieces = (0..<20).map { randomScore($0, notes: 40) }
    let training = try ModelTraining(
      training: pieces, validation: [pieces[3]], as: TimedTokens.self, preset: .timed, seed: 1)
    let vocabulary = try #require(training.tokenizer as? TimedTokens).timedVocabulary
    #expect(training.material.trainingEvents == pieces.reduce(0) { $0 + $1.eventCount })
    #expect(training.material.trainingPieces == 20 && training.material.movedNotes == 0)
    var told = 0
    for epoch in 0..<10 {
      for (piece, sequence) in zip(pieces, training.data.pieces(epoch)) {
        let score = TimedTokenizer(vocabulary).decode(sequence.tokens).score
        #expect(score.notes == piece.inHomeKey().score.notes)
        told += sequence.features()[0].first == 0 ? 0 : 1
      }
    }
    #expect((130...170).contains(told))
    #expect(training.data.validation[0].features()[0].first == 0)
  }

  @Test(
    "A timed model that is trained on keeps its vocabulary, and what it lacks is moved and counted")
  func timedFurther() throws {
    let vocabulary = TimedVocabulary(of: [randomScore(1).inHomeKey().score])
    let base = try randomTimedModel(vocabulary: vocabulary)
    let score = try TimedScore(notes: [
      Piece.Note(onset: 0, duration: 5, key: 60),
      Piece.Note(onset: 24, duration: 6, key: 0),
    ])
    let training = try ModelTraining(
      training: [score, randomScore(1)], validation: [], as: TimedTokens.self, preset: .timed,
      base: base, seed: 1)
    #expect(training.tokenizer.vocabulary == base.vocabulary && training.material.movedNotes == 2)
    let run = try training.makeRun(limit: .steps(3), threads: 2, adjust: shrink)
    let outcome = try run.run { _ in }
    let model = training.model(outcome.best, record: outcome.record)
    #expect(try Model(decoding: model.encoded()).vocabulary == base.vocabulary)
    #expect(model.parameters.buffer.array != base.parameters.buffer.array)
  }

  @Test("A timed model of the time when the default was one is trained on as what it is")
  func formerDefault() throws {
    let timed = try randomTimedModel()
    var record = timed.record
    record.preset = "default"
    let base = Model(
      parameters: timed.parameters, tokenizer: timed.tokenizer, context: timed.context,
      starts: timed.starts, memory: timed.memory, decodingPolicy: timed.decodingPolicy,
      record: record)
    let training = try ModelTraining(
      training: [randomScore(1)], validation: [], as: TimedTokens.self, preset: .default,
      base: base, seed: 1)
    #expect(training.preset == .timed)
  }
}
