import ArgumentParser
import Glibc
import RenderComposer
import RenderFiles
import RenderMusic
import RenderNetwork

/// From MIDI files to a model file.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn from MIDI files and write a model.",
    discussion: """
      Beside model.safetensors a folder model.training keeps the last and the best state and a \
      log, one JSON object a line. A training that was interrupted, with Ctrl-C say, continues \
      with --resume to the same model as an uninterrupted one.

      Training goes on for an hour, or as long as --minutes or --epochs says; the model that \
      predicts the validation files best is kept. A model that knows time learns its memory at the \
      end, within --minutes.
      """)

  @Argument(help: "MIDI files, and folders of them.", completion: .file())
  var corpus: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The model file to write: model.safetensors, say.", valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var out: String

  @Option(
    help: """
      The network and its training: default knows time, classic is notes and chords alone, tutorial \
      the original recipe, a hundred times slower.
      """)
  var preset = Preset.default

  @Option(
    help: ArgumentHelp(
      "Go on from this model, with its vocabulary and network.", valueName: "file|name"),
    completion: .file(extensions: ["safetensors"]))
  var from: String?

  @Option(help: ArgumentHelp("End after so many passes over the corpus.", valueName: "count"))
  var epochs: Int?

  @Option(help: ArgumentHelp("End after about so many minutes.", valueName: "count"))
  var minutes: Double?

  @Option(
    help: ArgumentHelp(
      "JSON with the lists train and validation: which files of the corpus to use for what.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var split: String?

  @Option(
    help: ArgumentHelp(
      "Without --split, the share of the files that is held out for validation.",
      valueName: "share"))
  var validationShare = 0.05

  @Option(
    help: ArgumentHelp(
      "The number that decides the first weights, the order of pieces and dropout.",
      valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("The highest learning rate; the preset's own without it.", valueName: "rate")
  )
  var learningRate: Float?

  @Option(
    help: ArgumentHelp("Sequences in a step; the preset's own without it.", valueName: "count"))
  var batchSize: Int?

  @OptionGroup var processor: ProcessorOptions

  @Flag(help: "Continue an interrupted training of the same --out and corpus.")
  var resume = false

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    if epochs != nil, minutes != nil {
      throw ValidationError("Give --epochs or --minutes, not both.")
    }
    if let epochs, !(1...1_000_000).contains(epochs) {
      throw ValidationError("--epochs \(epochs) is out of range (1 to 1000000).")
    }
    if let minutes, !(minutes > 0 && minutes <= 1_000_000) {
      throw ValidationError("--minutes \(minutes) is out of range (above 0, to 1000000).")
    }
    guard (0..<1).contains(validationShare) else {
      throw ValidationError("--validation-share \(validationShare) is out of range (0 to below 1).")
    }
  }

  func run() throws {
    let reporter = reporting.reporter
    try checkOutput()
    try MatrixLibraryStart.chooseCoreType(reporter)
    let base = try from.map { try Model(reading: Resources.model(named: $0)) }
    let training = try makeTraining(base: base, reporter)
    let material = training.material
    reporter.say(
      "\(material.trainingPieces) pieces with \(material.trainingEvents) events to learn from, "
        + "\(material.validationEvents) events held out, "
        + "\(training.tokenizer.vocabulary.count) tokens")
    if material.movedNotes > 0 {
      reporter.say(
        "\(material.movedNotes) pitches and lengths are not in the vocabulary: the nearest are taken"
      )
    }
    if material.leftOutEvents > 0 {
      reporter.say(
        "\(material.leftOutEvents) events are not in the vocabulary and were left out")
    }
    let folder = try TrainingFolder(beside: out, resumes: resume)
    let run = try makeRun(training, folder: folder)
    try MatrixLibraryStart.checkProducts(training.architecture, options: run.options, reporter)

    Interruption.letWorkFinish()
    let outcome = try naming(out) {
      try run.run(shouldStop: { Interruption.isRequested }) { event in
        try folder.record(event, of: training, reporter: reporter)
      }
    }
    reporter.clearProgress()
    guard outcome.isFinished else {
      throw Failure(
        .interrupted, "saved after \(outcome.record.steps) steps; continue with --resume")
    }
    let memory = try training.memory(
      on: outcome.best, networkSteps: outcome.record.steps, threads: processor.threads
    ) { progress in
      if Interruption.isRequested {
        throw Failure(.interrupted, "the network is saved; --resume learns its memory")
      }
      try folder.record(progress, reporter: reporter)
    }
    reporter.clearProgress()
    let model = training.model(outcome.best, memory: memory, record: outcome.record)
    try writeFile(model.encoded(), to: out)
    reporter.say(
      "\(out): \(outcome.record.steps) steps, \(decimal(outcome.record.epochs, 2)) epochs")
    try reporter.report(model.record)
  }

  /// Fails now and not after an hour.
  private func checkOutput() throws {
    try refuseOverwriting(corpus + [split, from].compactMap(\.self), with: out)
    try checkThatOutputCanBeMade(out)
  }

  private func makeTraining(base: Model?, _ reporter: Reporter) throws -> ModelTraining {
    let kind: any Tokenizer.Type = base.map { type(of: $0.tokenizer) } ?? preset.tokenizer
    return try makeTraining(as: kind, base: base, reporter)
  }

  private func makeTraining<Kind: Tokenizer>(
    as kind: Kind.Type, base: Model?, _ reporter: Reporter
  ) throws -> ModelTraining {
    let split = try split.map(readSplit) ?? .share(validation: validationShare)
    let corpus = try readCorpus(corpus, reporter) { SplitCorpus($0, split: split, as: kind) }
    return try ModelTraining(
      training: corpus.contents(of: .train), validation: corpus.contents(of: .validation),
      as: kind, preset: preset, base: base, seed: seed)
  }

  private func makeRun(_ training: ModelTraining, folder: TrainingFolder) throws -> TrainingRun {
    if resume {
      let (last, best) = try folder.load()
      return try naming(folder.lastPath) { try training.resume(last, best: best) }
    }
    let limit: TrainingRun.Limit =
      epochs.map(TrainingRun.Limit.epochs) ?? .minutes((minutes ?? 60) * training.networkShare)
    return try training.makeRun(limit: limit, threads: processor.threads) { options in
      if let learningRate { options.learningRate = learningRate }
      if let batchSize { options.batchSize = batchSize }
    }
  }
}

extension Preset: ExpressibleByArgument {}
