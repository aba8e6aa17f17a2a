import RenderComposer
import RenderNetwork

/// What a training would do, as far as that is known before its first step: the corpus is read, and nothing is written.
public struct TrainingForecast: Hashable, Codable, Sendable {
  /// The number of pieces to learn from.
  public var pieces: Int
  /// The number of events in them.
  public var events: Int
  /// The number of events that are held out.
  public var validationEvents: Int
  /// The number of different tokens.
  public var vocabulary: Int
  /// The layers of the network.
  public var layers: [String]
  /// The number of steps that are done already: 0 but where a training is continued.
  public var stepsDone: Int
  /// The number of steps in all; `nil` where the limit is in minutes, which become steps after a few timed ones.
  public var steps: Int?
  /// The minutes of the limit; `nil` where it is in passes over the corpus, or in the steps of an interrupted run.
  public var minutes: Double?
  /// The options of the training.
  public var options: TrainingOptions

  /// The number of tokens that are learned from in a step, at most.
  public var tokensPerStep: Int { options.batchSize * options.sequenceLength }

  /// Looks at what a training has to do.
  ///
  /// - Throws: as `TrainingSession.init`, but for what only writing shows.
  public init(
    of request: TrainingRequest, threads: Int = Processor.cores,
    resources: Resources = .ofProgram, report: (CorpusEvent) -> Void = { _ in }
  ) throws {
    try request.validate()
    try Processor.validate(threads: threads)
    try request.checkInputs()
    let base = try request.base.map { try ModelReader.model(named: $0, in: resources).model }
    let folder = try TrainingFolder.existing(beside: request.out, resumes: request.resumes)
    let training = try request.makeTraining(base: base, report)
    let run = try request.makeRun(training, folder, threads: threads)
    pieces = training.material.trainingPieces
    events = training.material.trainingEvents
    validationEvents = training.material.validationEvents
    vocabulary = training.tokenizer.vocabulary.count
    layers = run.architecture.layers.map(\.summary)
    stepsDone = run.steps
    steps = run.totalSteps
    if steps == nil, case .minutes(let count) = request.limit { minutes = count }
    options = run.options
  }
}
