import ArgumentParser
import RenderComposer
import RenderNetwork
import RenderStudio

/// The subcommand `train`: trains a model on MIDI files.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model on MIDI files.",
    discussion: HelpText.discussion(
      """
      A folder model.training beside model.safetensors keeps the last and the best state and a \
      log, one JSON object per line. A training that was interrupted, for example with Ctrl-C, continues \
      with --resume to the same model as an uninterrupted one.

      Training lasts an hour, or as long as --minutes or --epochs says; the model that \
      predicts the validation files best is kept, either the trained weights or their moving average. At \
      the end a model that knows time learns its memory, and one that counts bars also its plans and a \
      judge of its pieces, which takes another quarter of an hour after a long training.
      """,
      examples: "render train folder/ --out mine.safetensors --minutes 30",
      "render train folder/ --out mine.safetensors --minutes 30 --resume",
      "render train folder/ --from default --epochs 2 --out mine.safetensors"))

  @Argument(help: "MIDI files, and folders of MIDI files.", completion: .file())
  var corpus: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The model file to write, for example model.safetensors.", valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var out: String

  @Option(
    help: """
      The network and its training: default knows time and bars and plans its pieces; ensemble also \
      writes for several instruments; timed knows time only; classic knows notes and chords; tutorial is the \
      original recipe, a hundred times slower.
      """)
  var preset = Preset.default

  @Option(
    help: ArgumentHelp(
      "Continue from this model, with its vocabulary and network.", valueName: "file|name"),
    completion: .models(orFiles: ["safetensors"]))
  var from: String?

  @Option(help: ArgumentHelp("Stop after this many passes over the corpus.", valueName: "count"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp("Stop after about this many minutes (default: 60).", valueName: "count"))
  var minutes: Double?

  @Option(
    help: ArgumentHelp(
      "JSON with the lists train and validation: which files of the corpus to use for each.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var split: String?

  @OptionGroup var scores: AnnotationOptions

  @Option(
    help: ArgumentHelp(
      "Without --split, the share of the files held out for validation.",
      valueName: "share"))
  var validationShare = 0.05

  @Option(
    help: ArgumentHelp(
      "The number that determines the first weights, the order of pieces and dropout, 0 or more.",
      valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The highest learning rate (default: that of the preset).", valueName: "rate")
  )
  var learningRate: Float?

  @Option(
    help: ArgumentHelp("Sequences per step (default: that of the preset).", valueName: "count"))
  var batchSize: Int?

  @Option(
    help: ArgumentHelp(
      "Tokens per sequence, over which gradients are propagated (default: that of the preset).",
      valueName: "count"))
  var sequenceLength: Int?

  @Option(
    help: """
      The precision of products: fp32, or bf16 with sums in fp32 (default: bf16 if the \
      processor has instructions for it, otherwise fp32; a resumed training keeps its own).
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
    reporter.detailTime()
    reporter.say(
      "\(out): \(counted(record.training.steps, "step")), \(decimal(record.training.epochs, 2)) epochs"
    )
    try reporter.report(record)
  }
}

extension Preset: ExpressibleByArgument {}
extension TrainingOptions.Precision: ExpressibleByArgument {}
