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
    let (model, path) = try ModelReader(resources).model(named: modelName, notes: notes) { _ in }
    if let out { try refuseOverwriting([path], with: out) }
    let plan = try plan(of: model, at: path, seed: seed)
    if let out { try plan.write(to: out) }
    return plan
  }

  private func plan(of model: Model, at path: String, seed: UInt64) throws -> FormPlan {
    var (wishes, plan) = try planning.resolved(for: model, at: path)
    (wishes.extent, wishes.quartersPerMinute) = (extent, tempo)
    if let plan { return try model.orchestrated(plan, wishes, seed: seed) }
    guard let drawn = try model.plan(wishes, hasSpareBars: false, seed: seed) else {
      throw StudioError.modelWithoutPlans(path: path)
    }
    return drawn
  }

  /// The styles that the model knows.
  ///
  /// - Throws: `StudioError.modelWithoutPlans`; what is wrong with the model.
  public func styles(resources: Resources = .ofProgram) throws -> StyleNames {
    let (model, path) = try ModelReader(resources).model(named: modelName, notes: notes) { _ in }
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
