import ArgumentParser
import RenderComposer
import RenderFiles
import RenderKeras
import RenderNetwork
import RenderWeights

/// A network that was trained in Keras becomes a model.
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
    let tokens = try naming(notes) { try TokenList(readFile(notes)) }
    let network = try KerasNetwork(
      reading: readFile(weights), of: weights, window: window,
      recurrentActivation: recurrentActivation, reporter)
    let model = try naming(notes) { try Model(network, notes: tokens) }
    try writeFile(model.encoded(precision: .single), to: out)
    reporter.say(
      "\(out): \(model.vocabulary.count) tokens; render --model \(quoted(out)) --out piece.wav plays it"
    )
    try reporter.report(
      ImportReport(
        model: out, tokens: model.vocabulary.count, window: network.window,
        layers: network.architecture.layers.map(\.summary), suppositions: network.suppositions))
  }
}

private struct ImportReport: Codable {
  var model: String
  var tokens: Int
  var window: Int
  var layers: [String]
  var suppositions: [String]
}

/// By Keras's names.
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

extension KerasNetwork {
  /// The network in a file that Keras has saved; what had to be supposed is said.
  init(
    reading bytes: [UInt8], of path: String, window: Int? = nil,
    recurrentActivation: RecurrentActivation? = nil, _ reporter: Reporter
  ) throws {
    self = try naming(path) {
      try KerasNetwork(
        KerasWeights.read(bytes), window: window, recurrentActivation: recurrentActivation)
    }
    for supposition in suppositions { reporter.say("\(path): \(supposition)") }
    let layers = architecture.layers.map(\.summary).joined(separator: ", ")
    reporter.say("\(path): \(layers)")
  }
}

extension Model {
  /// A model's file.
  init(reading path: String) throws {
    let bytes = try readFile(path)
    guard !WeightStore.isStored(in: bytes) else { throw Failure.isKerasWeights(path) }
    self = try naming(path) { try Model(decoding: bytes) }
  }

  /// A model's file, or Keras weights with the tokens that they were trained with.
  init(reading path: String, notes: String?, _ reporter: Reporter) throws {
    // A pipe can be read but once.
    let bytes = try readFile(path)
    guard WeightStore.isStored(in: bytes) else {
      if notes != nil {
        throw Failure(
          .usage,
          "--notes is for weights of Keras, and \(path) holds none; give the weights with --model")
      }
      self = try naming(path) { try Model(decoding: bytes) }
      return
    }
    guard let notes else {
      throw Failure(
        .usage,
        "\(path) holds weights of Keras, which do not say what their tokens are; give the list that "
          + "the training wrote, data/notes, with --notes")
    }
    let tokens = try naming(notes) { try TokenList(readFile(notes)) }
    let network = try KerasNetwork(reading: bytes, of: path, reporter)
    self = try naming(notes) { try Model(network, notes: tokens) }
  }
}

extension Failure {
  static func isKerasWeights(_ path: String) -> Failure {
    Failure(.badData, "\(path): weights of Keras; make a model of them with `render import`")
  }
}
