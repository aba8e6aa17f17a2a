import ArgumentParser
import RenderComposer
import RenderFiles
import RenderNetwork
import RenderStudio

/// The subcommand `import`: makes a model of a network that was trained in Keras.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a model out of a network that was trained in Keras after the tutorial.",
    discussion: """
      WEIGHTS is what Keras has saved: weights.hdf5, .h5, .weights.h5 or .keras. NOTES is the list of \
      tokens that the training wrote, the tutorial's data/notes; a text file with a token a line will \
      do, or a JSON array. The model predicts what Keras predicts.
      """)

  @Argument(
    help: "The file that Keras has saved.",
    completion: .file(extensions: ["hdf5", "h5", "keras"]))
  var weights: String

  @Option(
    help: ArgumentHelp("The training's list of tokens: data/notes.", valueName: "file"),
    completion: .file())
  var notes: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The model to write.", valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var out: String

  @Option(
    help: ArgumentHelp(
      "Tokens that the network sees at a time, where WEIGHTS does not say; 100 without it.",
      valueName: "tokens"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "What the gates of the LSTMs are, whatever WEIGHTS says; Keras before 2.3 had hard-sigmoid.",
      valueName: "function"))
  var recurrentActivation: RecurrentActivation?

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    if out == "-" {
      throw ValidationError("A model is not written to standard output; give --out a file.")
    }
    if let window, !Model.windows.contains(window) {
      throw ValidationError(
        "--window \(window) is out of range (\(Model.windows.lowerBound) to "
          + "\(Model.windows.upperBound)).")
    }
  }

  func run() throws {
    let reporter = reporting.reporter
    for input in [weights, notes] { try refuseOverwriting([input], with: out) }
    let reader = ModelReader()
    let (model, network) = try reader.importedModel(
      weights: weights, notes: notes, window: window, recurrentActivation: recurrentActivation,
      report: reporter.show)
    try writeFile(model.encoded(precision: .single), to: out)
    reporter.say(
      "\(out): \(model.vocabulary.count) tokens; render --model \(quoted(out)) --out piece.wav plays it"
    )
    try reporter.report(
      ImportReport(
        model: out, tokens: model.vocabulary.count, window: network.window,
        layers: network.architecture.layers.map(\.summary),
        suppositions: network.suppositions.map(\.sentence)))
  }
}

private struct ImportReport: Codable {
  var model: String
  var tokens: Int
  var window: Int
  var layers: [String]
  var suppositions: [String]
}

/// Read by Keras's names.
extension RecurrentActivation: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "sigmoid": self = .logistic
    case "hard-sigmoid", "hard_sigmoid": self = .hardSigmoid
    default: return nil
    }
  }

  public static var allValueStrings: [String] { ["sigmoid", "hard-sigmoid"] }
}
