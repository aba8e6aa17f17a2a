import ArgumentParser
import RenderPlot
import RenderStudio

/// The subcommand `evaluate`: measures how well a model predicts music that it has not learned from.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how well a model predicts MIDI files.",
    discussion: """
      A model that knows time is measured in bits a note: −log2 of the probability of all that \
      carries onset, pitch and duration given what came before, divided by the number of notes. \
      Of a classic model it is the loss: the mean −ln of the probability of each event; events \
      outside its vocabulary are left out and counted. With --split each part of the split is \
      measured on its own (200 pieces at most of the train part), and bits a note beside those of \
      n-grams learned from the train part.
      """)

  @Argument(
    help: "The model: a file, or the name of a shipped one.",
    completion: .file(extensions: ["safetensors"]))
  var model: String

  @Argument(help: "MIDI files, and folders of them.", completion: .file())
  var corpus: [String]

  @Option(
    help: ArgumentHelp(
      "JSON with the lists train, validation and test: which files to measure together.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var split: String?

  @Option(
    help: ArgumentHelp(
      "What the scores say beyond the notes (bars, tempi, composers), one JSON object a line.",
      valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var annotations: String?

  @Option(
    help: ArgumentHelp(
      "Compose so many pieces of 500 events as well, and hold their statistics against those of the "
        + "files' passages of 500 events (the test part's of a split that has one).",
      valueName: "count"))
  var compose: Int?

  @Option(
    help: ArgumentHelp(
      "With --compose, draw what was found on one page, to this file: .png, .svg or .pdf.",
      valueName: "file"),
    completion: .file(extensions: PlotFileFormat.allCases.map(\.rawValue)))
  var plot: String?

  @OptionGroup(title: "How --compose chooses") var choice: SamplingOptions
  @OptionGroup var processor: ProcessorOptions
  @OptionGroup var reporting: ReportOptions

  private var request: EvaluationRequest {
    EvaluationRequest(
      model: model, corpus: corpus, split: split, annotations: annotations,
      composedPieces: compose,
      sampling: choice.sampling, plot: plot)
  }

  func validate() throws { try validating { try request.validate() } }

  func run() throws {
    let reporter = reporting.reporter
    MatrixLibraryStart.chooseCoreType()
    let evaluation = try EvaluationSession(
      request, threads: processor.threads, report: reporter.show
    ).run()
    try reporter.report(evaluation)
  }
}
