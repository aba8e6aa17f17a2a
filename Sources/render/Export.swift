import ArgumentParser
import RenderKeras
import RenderStudio

/// The subcommand `export`: writes a model for another program.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Write a model for Keras: its weights, and the Python program that builds the network.",
    discussion: HelpText.discussion(
      """
      model.py is written beside model.weights.h5: a few lines of Keras 3 that build the network and load \
      the weights. Models with a memory cannot be exported, only those of the presets classic \
      and tutorial, and imported ones.
      """,
      examples: "render export mine.safetensors --to keras --out mine.weights.h5"))

  @Argument(
    help: "The model: a file, or the name of a shipped one.",
    completion: .models(orFiles: ["safetensors"]))
  var model: String

  @Option(help: "The program to export for.")
  var to = Program.keras

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The weights to write, for example model.weights.h5.", valueName: "file"),
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
    reporter.say("\(out) and \(program): \(counted(model.vocabulary.count, "token"))")
    try reporter.report(ExportReport(weights: out, program: program))
  }
}

private struct ExportReport: Codable {
  var weights: String
  var program: String
}
