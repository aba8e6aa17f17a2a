import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderMusic

extension PieceRequest {
  /// The plan that a seed's piece follows, without composing it: as many bars as its length should need.
  ///
  /// - Parameter out: the file to store the plan in, as JSON; it may be the plan that was asked for.
  /// - Throws: as `validate()`; `StudioError.modelWithoutPlans`, `.overwritesInput` where `out` is the model;
  ///   what is wrong with the files.
  public func plan(
    seed: UInt64, out: String? = nil, resources: Resources = .ofProgram
  ) throws -> FormPlan {
    try validate()
    let given = try planning.readPlan()
    let (model, path) = try model(for: given, resources)
    if let out { try refuseOverwriting([path], with: out) }
    var wishes = try planning.wishes(for: model, at: path)
    (wishes.extent, wishes.quartersPerMinute) = (extent, tempo)
    let plan =
      try given.map { try model.orchestrated($0, wishes, seed: seed) }
      ?? model.plan(wishes, hasSpareBars: false, seed: seed)
    guard let plan else { throw StudioError.modelWithoutPlans(path: path) }
    if let out { try plan.write(to: out) }
    return plan
  }

  /// The model that is asked for, or the shipped one that writes for those who play.
  private func model(
    for plan: FormPlan?, _ resources: Resources
  ) throws -> (model: Model, path: String) {
    let needsEnsembles = try planning.needsEnsembles(with: plan)
    return try ModelReader(resources).model(
      named: model ?? Resources.modelName(forEnsembles: needsEnsembles), notes: notes
    ) { _ in }
  }

  /// The styles that the model knows.
  ///
  /// - Throws: `StudioError.modelWithoutPlans`; what is wrong with the model.
  public func styles(resources: Resources = .ofProgram) throws -> StyleNames {
    let (model, path) = try model(for: nil, resources)
    guard let styles = model.tokenizer.plannedStyles else {
      throw StudioError.modelWithoutPlans(path: path)
    }
    return styles
  }
}

extension FormPlan {
  /// The plan as the text of its file.
  public var fileText: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try String(decoding: encoder.encode(self), as: UTF8.self) + "\n"
    }
  }

  /// Writes the plan's file.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws { try writeFile(Array(fileText.utf8), to: path) }
}
