import ArgumentParser
import RenderComposer
import RenderNetwork
import RenderStudio

/// The subcommand `train`: trains a model on MIDI files.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn from MIDI files and write a model.",
    discussion: """
      Beside model.safetensors a folder model.training keeps the last and the best state and a \
      log, one JSON object a line. A training that was interrupted, with Ctrl-C say, continues \
      with --resume to the same model as an uninterrupted one.

      Training goes on for an hour, or as long as --minutes or --epochs says; the model that \
      predicts the validation files best is kept, be it the trained weights or their moving average. At \
      the end a model that knows time learns its memory, and one that counts bars its plans and a \
      judge of its pieces, which takes a quarter of an hour more after a long training.
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
      The network and its training: default knows time and bars and plans its pieces, ensemble \
      tells who plays as well, timed knows time alone, classic is notes and chords, tutorial the original recipe, a hundred times slower.
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

  @OptionGroup var scores: AnnotationOptions

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

  @Option(
    help: ArgumentHelp(
      "Tokens of a sequence, over which errors flow back; the preset's own without it.",
      valueName: "count"))
  var sequenceLength: Int?

  @Option(
    help: """
      The precision of products: fp32, or bf16 with sums in fp32. Without the option bf16 where the \
      processor has instructions for it, and fp32 elsewhere; a training that is continued keeps its \
      own.
      """)
  var precision: TrainingOptions.Precision?

  @OptionGroup var processor: ProcessorOptions

  @Flag(help: "Continue an interrupted training of the same --out and corpus.")
  var resume = false

  @Flag(help: "Read the corpus, say what would be trained, and write nothing.")
  var dryRun = false

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    if epochs != nil, minutes != nil {
      throw ValidationError("Give --epochs or --minutes, not both.")
    }
    try validating { try request.validate() }
  }

  private var request: TrainingRequest {
    TrainingRequest(
      corpus: corpus, out: out, preset: preset, base: from,
      limit: epochs.map { .epochs(count: $0) } ?? .minutes(count: minutes ?? 60), split: split,
      annotations: scores.annotations, validationShare: validationShare, seed: seed,
      learningRate: learningRate, batchSize: batchSize, sequenceLength: sequenceLength,
      precision: precision, resumes: resume)
  }

  func run() throws {
    let reporter = reporting.reporter
    MatrixLibraryStart.chooseCoreType()
    if dryRun {
      let forecast = try TrainingForecast(
        of: request, threads: processor.threads, report: reporter.show)
      return try reporter.show(forecast)
    }
    let session = try TrainingSession(request, threads: processor.threads, report: reporter.show)
    reporter.show(session.precision)
    let cancellation = Cancellation()
    Interruption.cancels(cancellation)
    defer { reporter.clearProgress() }
    let record: ModelRecord
    do {
      record = try session.run(cancellation: cancellation)
    } catch StudioError.wrongProducts(let coreType) {
      MatrixLibraryStart.chooseSaferCoreType(than: coreType, reporter)
      throw StudioError.wrongProducts(coreType: coreType)
    }
    reporter.clearProgress()
    reporter.say(
      "\(out): \(record.training.steps) steps, \(decimal(record.training.epochs, 2)) epochs")
    try reporter.report(record)
  }
}

extension Preset: ExpressibleByArgument {}
extension TrainingOptions.Precision: ExpressibleByArgument {}
