import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderMusic

extension PieceRequest {
  /// The plan that a seed's piece follows, without composing it: as many bars as its length should need.
  ///
  /// - Throws: as `validate()`; `StudioError.modelWithoutPlans`; what is wrong with the files.
  public func plan(seed: UInt64, resources: Resources = .ofProgram) throws -> FormPlan {
    try validate()
    let (model, path) = try ModelReader(resources).model(named: self.model, notes: notes) { _ in }
    var (wishes, plan) = try planning.resolved(for: model, at: path)
    guard let planner = model.planner else { throw StudioError.modelWithoutPlans(path: path) }
    (wishes.extent, wishes.quartersPerMinute) = (extent, tempo)
    return try plan.map(wishes.applied) ?? planner.draw(wishes, hasSpareBars: false, seed: seed)
  }

  /// The styles that the model knows.
  ///
  /// - Throws: `StudioError.modelWithoutPlans`; what is wrong with the model.
  public func styles(resources: Resources = .ofProgram) throws -> StyleNames {
    let (model, path) = try ModelReader(resources).model(named: self.model, notes: notes) { _ in }
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
