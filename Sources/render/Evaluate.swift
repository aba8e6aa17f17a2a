import ArgumentParser
import Composer
import Files
import Music
import NeuralNetwork

/// How well a model predicts music that it has not learned from.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how well a model predicts MIDI files.",
    discussion: """
      The loss is the mean −ln of the probability of each event given those before it in its \
      piece; events outside the model's vocabulary are left out and counted. With --split each \
      part of the split is measured on its own.
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

  @OptionGroup var processor: ProcessorOptions
  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let reporter = reporting.reporter
    try MatrixLibraryStart.chooseCoreType(reporter)
    let path = try Resources.model(named: self.model)
    let model = try naming(path) { try Model(decoding: readFile(path)) }
    let corpus = try readCorpus(corpus, split: split.map(readSplit) ?? .all(.test), reporter)
    var reports: [EvaluationReport] = []
    for part in TokenCorpus.Part.allCases {
      let tokens = corpus.tokens(of: part)
      if tokens.isEmpty { continue }
      let evaluation = try naming(path) { try model.evaluate(tokens, threads: processor.threads) }
      let report = EvaluationReport(
        part: split == nil ? "all" : part.rawValue, pieces: tokens.count, evaluation)
      reports.append(report)
      reporter.say(
        "\(report.part): loss \(decimal(report.loss, 4)) nats an event "
          + "(perplexity \(decimal(report.perplexity, 2))), "
          + "\(decimal(report.accuracy * 100, 1))% of events guessed first, "
          + "\(report.events) events of \(report.pieces) pieces, \(report.leftOut) left out")
    }
    try reporter.report(reports)
  }
}

private struct EvaluationReport: Codable {
  var part: String
  var pieces: Int
  /// Predicted events: all but the first of each piece.
  var events: Int
  var leftOut: Int
  var loss: Double
  var perplexity: Double
  var accuracy: Double

  init(part: String, pieces: Int, _ evaluation: ModelEvaluation) {
    self.part = part
    self.pieces = pieces
    events = evaluation.events
    leftOut = evaluation.leftOut
    loss = evaluation.loss
    perplexity = evaluation.perplexity
    accuracy = evaluation.accuracy
  }
}
