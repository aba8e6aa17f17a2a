import ArgumentParser
import RenderPlot
import RenderStudio

/// The subcommand `evaluate`: measures how well a model predicts music that it has not learned from.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how well a model predicts MIDI files.",
    discussion: HelpText.discussion(
      """
      A model that knows time is measured in bits per note: −log2 of the probability of all that \
      carries onset, pitch and duration, and who plays, given what came before, divided by the number of notes. \
      Of a classic model it is the loss: the mean −ln of the probability of each event; events \
      outside its vocabulary are left out and counted. With --split each part of the split is \
      measured on its own (at most 200 pieces of the train part), and bits per note are compared with those of \
      n-grams learned from the train part.

      With --compose, pieces of the model are compared with real ones in three ways. Statistics \
      and endings: with passages and pieces of the test part. The form of the first 500 events: \
      time in returns of 4 to 32 quarters, periods of 4, 8 and 16 bars, bars equal to earlier ones \
      or like them, how much of what returns is varied, or lies whole bars or multiples of four \
      bars apart, and how long a texture is held; with means, medians and the Kolmogorov-Smirnov \
      distance to the pieces of validation and test. And how well both can be told apart: a random \
      forest over about a hundred features of form, register, lines, chords, rhythm and harmony \
      learns from four fifths of an equal number of pieces of each kind and judges the last fifth, for each \
      fifth in turn. The AUC is the probability that it rates a real piece as more real than a \
      composed one: 0.5 is guessing. The five most telling features are listed.
      """,
      examples: "render evaluate default held-out/",
      "render evaluate mine.safetensors corpus/ --split split.json",
      "render evaluate mine.safetensors held-out/ --compose 100 --plot page.png"))

  @Argument(
    help: "The model: a file, or the name of a shipped one.",
    completion: .models(orFiles: ["safetensors"]))
  var model: String

  @Argument(help: "MIDI files, and folders of MIDI files.", completion: .file())
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
      "Also compose this many pieces of 500 events, and compare them with the files: statistics, "
        + "form, and how well they can be told apart from real ones.",
      valueName: "count"))
  var compose: Int?

  @Option(
    help: ArgumentHelp(
      "With --compose, draw the results to this file: .png, .svg or .pdf.",
      valueName: "file"),
    completion: .file(extensions: PlotFileFormat.allCases.map(\.rawValue)))
  var plot: String?

  @OptionGroup(title: "Sampling with --compose") var choice: SamplingOptions
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
    reporter.clearProgress()
    reporter.detailTime()
    try reporter.report(evaluation)
  }
}
