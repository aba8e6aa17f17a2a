/// The beginning of a piece that the user gives: the model hears it and goes on from there.
public struct Primer: Hashable, Sendable {
  /// The tokens; none where a file has no notes that the model knows.
  public var tokens: [Int32]
  /// The semitones by which the piece was moved, for the tokens to be in the model's home key; what is written
  /// goes back.
  public var movedBy: Int
  /// The plan that the notes have followed; `nil` for a model that plans nothing.
  public var plan: FormPlan?
  /// Sentences about what was left out or moved to the nearest that the model knows.
  public var notices: [String]

  public init(_ tokens: [Int32], movedBy: Int = 0, notices: [String] = []) {
    self.tokens = tokens
    self.movedBy = movedBy
    self.notices = notices
  }

  /// A list of some names, the first of them in their order.
  static func list(_ names: Set<String>) -> String {
    let sorted = names.sorted()
    return sorted.prefix(8).joined(separator: ", ") + (sorted.count > 8 ? " …" : "")
  }
}
