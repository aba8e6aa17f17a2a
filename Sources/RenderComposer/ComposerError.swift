/// What this module refuses. The file's name is the caller's to add.
public enum ComposerError: Error, Hashable, Sendable {
  /// The file is safetensors, but what makes it a model of ours is missing or damaged.
  case badModel(String)
  case badOption(String)
  /// The file that splits a corpus is not one.
  case badSplit(String)
  /// Nothing is left of the corpus to learn from.
  case nothingToLearn(String)
}

extension ComposerError {
  static let noNotes = ComposerError.nothingToLearn(
    "no piece has notes to learn from; add more MIDI files")
}

extension ComposerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badModel(let fault): "not a model of render: \(fault); train one with `render train`"
    case .badOption(let fault): fault
    case .badSplit(let fault): "not a split of a corpus: \(fault)"
    case .nothingToLearn(let fault): fault
    }
  }
}
