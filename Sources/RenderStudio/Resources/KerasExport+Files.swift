import RenderComposer
import RenderFiles
import RenderKeras
import RenderSystem

extension KerasExport {
  /// The ending that Keras requires of the names of weights.
  public static let suffix = ".weights.h5"

  /// The path of the Python program that belongs to some weights.
  public static func programPath(beside weights: String) -> String {
    (weights.hasSuffix(suffix) ? String(weights.dropLast(suffix.count)) : weights) + ".py"
  }

  /// Refuses a path that no weights can have.
  ///
  /// - Throws: `StudioError.wrongEnding` where it does not end in `suffix`.
  public static func validate(path: String) throws(StudioError) {
    guard path.hasSuffix(suffix) else { throw .wrongEnding(path: path, required: suffix) }
  }

  /// Writes a model's weights for Keras, and beside them the Python that builds the network.
  ///
  /// - Parameters:
  ///   - name: the model: a file, or the name of a shipped one.
  ///   - path: the weights, which end in `suffix`.
  /// - Throws: as `validate(path:)`; `StudioError.foreignFile` where the program would replace what no export
  ///   has written; `KerasError` in `StudioError.file` for a model that Keras cannot have.
  /// - Returns: the model.
  public static func write(
    modelNamed name: String, to path: String, resources: Resources = .ofProgram
  ) throws -> Model {
    try validate(path: path)
    let program = programPath(beside: path)
    let source = try resources.model(named: name)
    for output in [path, program] { try refuseOverwriting([source], with: output) }
    try refuseReplacing(program, beside: path)
    let (model, _) = try ModelReader.model(named: name, in: resources)
    let weightsName = lastComponent(of: path)
    let export = try naming(source) { try KerasExport(model, weightsName: weightsName) }
    let weights = try naming(path) {
      try KerasWeights.file(of: export.weights, program: resources.weightsProgram)
    }
    try writeFile(weights, to: path)
    try writeFile(Array(export.program.utf8), to: program)
    return model
  }

  /// Refuses to replace a file that nobody has named: it may be the user's own, the tutorial's lstm.py say.
  private static func refuseReplacing(_ program: String, beside weights: String) throws {
    guard access(program, F_OK) == 0 else { return }
    let start = beginning.utf8
    guard try !readFile(program, first: start.count).elementsEqual(start) else { return }
    throw StudioError.foreignFile(path: program, beside: weights)
  }
}
