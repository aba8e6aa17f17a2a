import RenderComposer
import RenderFiles
import RenderMusic
import RenderNetwork

/// A training of one request: begun or continued by `init`, which reads the corpus, then run.
public final class TrainingSession {
  /// An event on the way.
  public enum Event: Sendable {
    /// An event while the corpus is read.
    case corpus(CorpusEvent)
    /// The training to come: the corpus is read, and its vocabulary and network are known.
    case prepared(ModelTraining)
    /// The progress after a step of the network.
    case step(TrainingRun.Progress)
    /// A measurement on the validation pieces, at the end of an epoch and of the training.
    case evaluation(TrainingRun.Evaluation)
    /// A measurement of the network that draws plans, on the validation pieces.
    case plan(TrainingRun.Evaluation)
    /// The progress of the memory, once the network is finished.
    case memory(MemoryTraining.Progress)
  }

  /// The precision of products of matrices; that of the interrupted run where it continues one.
  public var precision: TrainingOptions.Precision { run.options.precision }

  private let training: ModelTraining
  private let request: TrainingRequest
  private let threads: Int
  private let folder: TrainingFolder
  private let run: TrainingRun
  private let report: @Sendable (Event) -> Void

  /// Reads the corpus, and the state of an interrupted training where that is continued.
  ///
  /// - Parameters:
  ///   - threads: cores to use: part of the arithmetic, and recorded.
  ///   - report: takes what happens here and in the run.
  /// - Throws: as `TrainingRequest.validate()`; `StudioError.noTraining`, `.trainingExists` and their like;
  ///   `FileError` where the model cannot be written; and what is wrong with the files.
  public init(
    _ request: TrainingRequest, threads: Int = Processor.cores,
    resources: Resources = .ofProgram, report: @escaping @Sendable (Event) -> Void = { _ in }
  ) throws {
    try request.validate()
    try Processor.validate(threads: threads)
    self.request = request
    self.threads = threads
    self.report = report
    try request.checkOutput()
    let base = try request.base.map { try ModelReader.model(named: $0, in: resources).model }
    training = try request.makeTraining(base: base) { report(.corpus($0)) }
    report(.prepared(training))
    folder = try TrainingFolder(beside: request.out, resumes: request.resumes)
    run = try request.makeRun(training, folder, threads: threads)
  }

  /// Trains to the limit, and writes the model.
  ///
  /// - Parameter cancellation: ends the work between two steps; the training is saved and throws
  ///   `StudioError.cancelledTraining`.
  /// - Throws: also `StudioError.wrongProducts`, before the first step; `NetworkError.diverged`.
  /// - Returns: what the model's file says of its training.
  public func run(cancellation: Cancellation = Cancellation()) throws -> ModelRecord {
    guard try MatrixLibrary.isSound(for: training.architecture, options: run.options) else {
      throw StudioError.wrongProducts(coreType: MatrixLibrary.coreType)
    }
    let outcome = try naming(request.out) {
      try run.run(shouldStop: { cancellation.isCancelled }) { event in
        try folder.store(event, of: training)
        switch event {
        case .step(let progress): report(.step(progress))
        case .evaluation(let evaluation): report(.evaluation(evaluation))
        case .checkpoint, .best: break
        }
      }
    }
    guard outcome.isFinished else {
      throw StudioError.cancelledTraining(.network(steps: outcome.record.steps))
    }
    let planner = try training.planner(threads: threads) { event in
      if cancellation.isCancelled { throw StudioError.cancelledTraining(.finishedNetwork) }
      if case .evaluation(let evaluation) = event { report(.plan(evaluation)) }
    }
    let memory = try training.memory(
      on: outcome.best, networkSteps: outcome.record.steps, threads: threads
    ) { progress in
      if cancellation.isCancelled { throw StudioError.cancelledTraining(.finishedNetwork) }
      try folder.log(progress)
      report(.memory(progress))
    }
    var model = training.model(
      outcome.best, memory: memory, planner: planner, record: outcome.record)
    model.judge = try training.judge(
      of: model, threads: threads, isCancelled: { cancellation.isCancelled })
    if cancellation.isCancelled { throw StudioError.cancelledTraining(.finishedNetwork) }
    try writeFile(model.encoded(), to: request.out)
    return model.record
  }
}

extension TrainingRequest {
  /// Fails now and not after an hour.
  fileprivate func checkOutput() throws {
    try checkInputs()
    try checkThatOutputCanBeMade(out)
  }

  /// Fails where the model would replace what it is made from.
  func checkInputs() throws(StudioError) {
    try refuseOverwriting(corpus + [split, annotations, base].compactMap(\.self), with: out)
  }

  func makeTraining(
    base: Model?, _ report: (CorpusEvent) -> Void
  ) throws -> ModelTraining {
    let kind: any Tokenizer.Type = base.map { type(of: $0.tokenizer) } ?? preset.tokenizer
    return try makeTraining(as: kind, base: base, report)
  }

  private func makeTraining<Kind: Tokenizer>(
    as kind: Kind.Type, base: Model?, _ report: (CorpusEvent) -> Void
  ) throws -> ModelTraining {
    let split = try split.map(readSplit) ?? .share(validation: validationShare)
    let annotations = try annotations.map(readAnnotations) ?? Annotations()
    let corpus = try readCorpus(corpus, report) {
      SplitCorpus($0, split: split, annotations: annotations, as: kind)
    }
    return try ModelTraining(
      training: corpus.contents(of: .train), validation: corpus.contents(of: .validation),
      as: kind, preset: preset, base: base, seed: seed)
  }

  /// - Parameter folder: of the interrupted run, where one is continued.
  func makeRun(
    _ training: ModelTraining, _ folder: TrainingFolder?, threads: Int
  ) throws -> TrainingRun {
    if resumes, let folder {
      let (last, best) = try folder.load()
      return try naming(folder.lastPath) { try training.resume(last, best: best) }
    }
    let limit: TrainingRun.Limit =
      switch limit {
      case .epochs(let count): .epochs(count)
      case .minutes(let count): .minutes(count * training.networkShare)
      }
    return try training.makeRun(limit: limit, threads: threads) { options in
      adjust(&options)
      options.precision = precision ?? .fastest
    }
  }
}
