import ArgumentParser
import RenderPlot
import RenderStudio

/// The subcommand `evaluate`: measures how well a model predicts music that it has not learned from.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how well a model predicts MIDI files.",
    discussion: """
      A model that knows time is measured in bits a note: −log2 of the probability of all that \
      carries onset, pitch and duration, and who plays, given what came before, divided by the number of notes. \
      Of a classic model it is the loss: the mean −ln of the probability of each event; events \
      outside its vocabulary are left out and counted. With --split each part of the split is \
      measured on its own (200 pieces at most of the train part), and bits a note beside those of \
      n-grams learned from the train part.

      With --compose, pieces of the model are compared with real ones in three ways. Statistics \
      and endings: with passages and pieces of the test part. The form of the first 500 events: \
      time in returns of 4 to 32 quarters, periods of 4, 8 and 16 bars, bars equal to earlier ones \
      or like them, how much of what returns is varied, or lies whole bars or multiples of four \
      bars apart, and how long a texture is held; with means, medians and the Kolmogorov-Smirnov \
      distance to the pieces of validation and test. And how well both can be told apart: a random \
      forest over about a hundred features of form, register, lines, chords, rhythm and harmony \
      learns from four fifths of as many pieces of each side and judges the last fifth, for each \
      fifth in turn. The AUC is the probability that it finds a real piece more real than a \
      composed one: 0.5 is guessing. The five features that tell most are listed.
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

  @OptionGroup var scores: AnnotationOptions

  @Option(
    help: ArgumentHelp(
      "Compose so many pieces of 500 events as well, and compare them with the files: their "
        + "statistics, their form, and how well they can be told from real ones.",
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
      model: model, corpus: corpus, split: split, annotations: scores.annotations,
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
