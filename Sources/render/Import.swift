import ArgumentParser
import RenderComposer
import RenderFiles
import RenderNetwork
import RenderStudio

/// The subcommand `import`: makes a model of a network that was trained in Keras.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convert a network trained in Keras, as in the tutorial, to a model.",
    discussion: HelpText.discussion(
      """
      WEIGHTS is a file saved by Keras: weights.hdf5, .h5, .weights.h5 or .keras. --notes is the list of \
      tokens written by the training, the tutorial's data/notes, or a text file with one token per line, or \
      a JSON array. The model predicts what Keras predicts.
      """,
      examples: "render import weights.hdf5 --notes data/notes --out mine.safetensors"))

  @Argument(
    help: "The file saved by Keras.",
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
      "The tokens that the network sees at a time, if WEIGHTS does not say (default: 100).",
      valueName: "tokens"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "The activation of the LSTMs' gates, whatever WEIGHTS says; hard-sigmoid before Keras 2.3.",
      valueName: "function"))
  var recurrentActivation: RecurrentActivation?

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    if out == "-" {
      throw ValidationError("A model cannot be written to standard output; give --out a file.")
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
      "\(out): \(counted(model.vocabulary.count, "token")); compose with `render --model \(quoted(out)) --out piece.wav`"
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
