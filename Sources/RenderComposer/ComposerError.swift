import RenderNetwork

/// What this module refuses. The file's name is the caller's to add.
public enum ComposerError: Error, Hashable, Sendable {
  /// The file is safetensors, but what makes it a model of ours is missing or damaged.
  case badModel(String)
  case badOption(String)
  /// A number outside of its range, and what it is the number of.
  case outOfRange(String, value: Double, allowed: NumberRange)
  /// The file that splits a corpus is not one.
  case badSplit(String)
  /// Nothing is left of the corpus to learn from.
  case nothingToLearn(String)
}

extension ComposerError {
  static let noNotes = ComposerError.nothingToLearn(
    "no piece has notes to learn from; add more MIDI files")
}

/// - Throws: `ComposerError.outOfRange`, for what is no number too.
func requireInRange(
  _ name: String, _ value: Double, _ allowed: ClosedRange<Double>, excludesLowest: Bool = false
) throws(ComposerError) {
  let allowed = NumberRange(allowed, excludesLowest: excludesLowest)
  guard allowed.contains(value) else {
    throw .outOfRange(name, value: value, allowed: allowed)
  }
}

/// - Throws: `ComposerError.outOfRange`.
func requireInRange(
  _ name: String, _ value: Int, _ allowed: ClosedRange<Int>
) throws(ComposerError) {
  guard allowed.contains(value) else {
    throw .outOfRange(name, value: Double(value), allowed: NumberRange(allowed))
  }
}

extension ComposerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badModel(let fault): "not a model of render: \(fault); train one with `render train`"
    case .badOption(let fault): fault
    case .outOfRange(let name, let value, let allowed):
      "a \(name) of \(allowed.text(value)) is out of range (\(allowed))"
    case .badSplit(let fault): "not a split of a corpus: \(fault)"
    case .nothingToLearn(let fault): fault
    }
  }
}
