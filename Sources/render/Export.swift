import ArgumentParser
import Glibc
import RenderComposer
import RenderFiles
import RenderKeras

/// A model goes elsewhere.
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

  private static let suffix = ".weights.h5"

  func validate() throws {
    guard out.hasSuffix(Export.suffix) else {
      throw ValidationError("--out \(out) must end in \(Export.suffix), as Keras wants it.")
    }
  }

  func run() throws {
    let reporter = reporting.reporter
    let path = try Resources.model(named: model)
    let program = String(out.dropLast(Export.suffix.count)) + ".py"
    for output in [out, program] { try refuseOverwriting([path], with: output) }
    try refuseReplacing(program)
    let model = try Model(reading: path)
    let name = out.split(separator: "/").last.map(String.init) ?? out
    let export = try naming(path) { try KerasExport(model, weightsName: name) }
    try writeFile(naming(out) { try KerasWeights.file(of: export.weights) }, to: out)
    try writeFile(Array(export.program.utf8), to: program)
    reporter.say("\(out) and \(program): \(model.vocabulary.count) tokens")
    try reporter.report(ExportReport(weights: out, program: program))
  }

  /// Nobody has named this file: it may be the user's own, the tutorial's lstm.py say.
  private func refuseReplacing(_ program: String) throws {
    guard access(program, F_OK) == 0 else { return }
    let beginning = KerasExport.beginning.utf8
    guard try !readFile(program, first: beginning.count).elementsEqual(beginning) else { return }
    throw Failure(
      .usage, "\(program), which goes with \(out), is there and no export; choose another --out")
  }
}

private struct ExportReport: Codable {
  var weights: String
  var program: String
}
