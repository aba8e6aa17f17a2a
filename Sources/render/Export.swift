import ArgumentParser
import RenderKeras
import RenderStudio

/// The subcommand `export`: writes a model for another program.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Write a model for another program: weights for Keras, and the Python that builds the network.",
    discussion: """
      Beside model.weights.h5 comes model.py, a few lines of Keras 3 that build the network and load \
      the weights. Models with a memory cannot be exported, so this is for those of the presets classic \
      and tutorial, and for imported ones.
      """)

  @Argument(
    help: "The model: a file, or the name of a shipped one.",
    completion: .file(extensions: ["safetensors"]))
  var model: String

  @Option(help: "For which program.")
  var to = Program.keras

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The weights to write, model.weights.h5 say.", valueName: "file"),
    completion: .file(extensions: ["h5"]))
  var out: String

  @OptionGroup var reporting: ReportOptions

  enum Program: String, ExpressibleByArgument, CaseIterable {
    case keras
  }

  func validate() throws {
    try validating { try KerasExport.validate(path: out) }
  }

  func run() throws {
    let reporter = reporting.reporter
    let model = try KerasExport.write(modelNamed: model, to: out)
    let program = KerasExport.programPath(beside: out)
    reporter.say("\(out) and \(program): \(model.vocabulary.count) tokens")
    try reporter.report(ExportReport(weights: out, program: program))
  }
}

private struct ExportReport: Codable {
  var weights: String
  var program: String
}
