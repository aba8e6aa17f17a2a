import Testing

@testable import RenderNetwork

@Suite("What no training, evaluation or team can be is refused")
struct GuardTests {
  private static let ordinary = melodies(count: 8, length: 20, vocabulary: 12, period: 5)

  private static func options(
    sequenceLength: Int = 16, batchSize: Int = 8, threads: Int = 1
  ) -> TrainingOptions {
    TrainingOptions(
      sequenceLength: sequenceLength, batchSize: batchSize, optimizer: .adam(),
      learningRate: 1e-2, schedule: .constant, threads: threads)
  }

  private static func makeRun(
    _ architecture: Architecture = everyPosition(), _ options: TrainingOptions = Self.options(),
    pieces: [TokenSequence] = Self.ordinary, limit: TrainingRun.Limit
  ) throws -> TrainingRun {
    try TrainingRun(
      parameters: Parameters(randomFor: architecture, seed: 1), options: options,
      data: TrainingData(pieces: { _ in pieces }, validation: []), limit: limit)
  }

  @Test("Options of a training that are out of range")
  func badOptions() {
    let changes: [(inout TrainingOptions) -> Void] = [
      { $0.sequenceLength = 0 }, { $0.sequenceLength = 5000 }, { $0.batchSize = 0 },
      { $0.batchSize = -1 }, { $0.batchSize = .max }, { $0.learningRate = 0 },
      { $0.learningRate = -1 }, { $0.learningRate = .nan }, { $0.learningRate = .infinity },
      { $0.learningRate = 11 }, { $0.threads = 0 }, { $0.threads = 9 }, { $0.threads = .min },
      { ($0.threads, $0.batchSize) = (257, 300) }, { $0.gradientClip = 0 },
      { $0.gradientClip = .nan }, { $0.gradientClip = .infinity },
      { $0.schedule = .cosine(warmUpSteps: -1) }, { $0.schedule = .cosine(warmUpSteps: .min) },
      { $0.optimizer = .adam(beta1: 1) }, { $0.optimizer = .rmsprop(rho: .nan) },
      { $0.optimizer = .rmsprop(epsilon: 0) },
    ]
    for change in changes {
      var options = Self.options()
      change(&options)
      #expect(throws: NetworkError.self, "\(options)") {
        try Self.makeRun(everyPosition(), options, limit: .steps(1))
      }
    }
  }

  @Test(
    "Limits of nothing, of no number and without an end",
    arguments: [
      .steps(0), .steps(.min), .steps(.max), .epochs(0), .epochs(-1), .epochs(1_000_001),
      .epochs(.max), .minutes(0), .minutes(-1), .minutes(.nan), .minutes(.infinity),
      .minutes(1_000_001),
    ] as [TrainingRun.Limit])
  func limits(limit: TrainingRun.Limit) {
    #expect(throws: NetworkError.self) { try Self.makeRun(limit: limit) }
  }

  @Test("A batch that would take more memory than a computer has, before it is taken")
  func memory() throws {
    let wide = Architecture(
      vocabularySize: 2, layers: [.embedding(width: 4096), .dense(units: 2)])
    let parameters = try Parameters(randomFor: wide, seed: 1)
    let options = Self.options(sequenceLength: 4096, batchSize: 4096)
    #expect(throws: NetworkError.self) { try Trainer(parameters: parameters, options: options) }
    // Options of a model's file: evaluating takes fewer rows instead.
    let evaluation = try NetworkEvaluation(
      parameters, pieces: [TokenSequence([0, 1, 0])],
      options: Self.options(sequenceLength: 64, batchSize: 4096), threads: 2)
    #expect(evaluation.count == 2)
  }

  @Test("Pieces too short to learn from")
  func nothingToLearn() {
    for (architecture, pieces) in [
      (everyPosition(), [[1], []]), (lastPosition(), [[1, 2, 3, 4, 5]]),
    ] as [(Architecture, [[Int32]])] {
      #expect(throws: NetworkError.nothingToLearn) {
        try Self.makeRun(
          architecture, pieces: pieces.map { TokenSequence($0) }, limit: .minutes(1))
      }
    }
  }

  @Test("Numbers of threads", arguments: [0, -1, 257, .max, .min])
  func threads(count: Int) throws {
    let parameters = try Parameters(randomFor: everyPosition(), seed: 1)
    let error = NetworkError.outOfRange(
      setting: "number of threads", value: Double(count), allowed: NumberRange(1...256))
    #expect(throws: error) { try ThreadTeam(count) }
    #expect(throws: error) { try PieceFold(parameters, threads: count) }
    #expect(throws: error) {
      try NetworkEvaluation(
        parameters, pieces: Self.ordinary, options: Self.options(), threads: count)
    }
  }

  @Test("A fold over the positions of a network that predicts after a window only")
  func lastPositionOnly() throws {
    let parameters = try Parameters(randomFor: lastPosition(), seed: 1)
    #expect(throws: NetworkError.predictsLastPositionOnly) {
      try PieceFold(parameters, threads: 1)
    }
  }

  @Test("The sentence has what was asked for and what is allowed, and names no option")
  func sentences() {
    func sentence(_ change: (inout TrainingOptions) -> Void) -> String {
      var options = Self.options()
      change(&options)
      do { try options.validate() } catch { return "\(error)" }
      return ""
    }
    #expect(sentence { $0.batchSize = 5000 } == "a batch of 5000 is out of range (1 to 4096)")
    #expect(
      sentence { $0.learningRate = 11 }
        == "a learning rate of 11.0 is out of range (above 0, to 10)")
    #expect(
      sentence { $0.learningRate = -0.1 }
        == "a learning rate of -0.1 is out of range (above 0, to 10)")
    #expect(
      sentence { $0.gradientClip = .nan } == "a gradient clip of nan is out of range (above 0)")
    #expect(sentence { $0.threads = 9 } == "9 threads cannot share a batch of 8 rows")
    for error in [
      .badArchitecture("it has 0 layers"), .badCheckpoint("it is damaged"), .nothingToLearn,
      .diverged(step: 3), .predictsLastPositionOnly,
    ] as [NetworkError] {
      #expect(!"\(error)".contains("--") && !"\(error)".contains("MIDI"))
    }
  }
}
