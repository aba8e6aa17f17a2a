import RenderNetwork

/// What this module refuses. The file's name is the caller's to add.
public enum ComposerError: Error, Hashable, Sendable {
  /// The file is safetensors, but what makes it a model of ours is missing or damaged.
  case badModel(String)
  /// A choice among so many tokens, of which there has to be one.
  case noTokenLeft(topK: Int)
  /// A model, preset or piece of another tokenizer than the one that is needed, by their names.
  case wrongTokenizer(found: String, expected: String)
  /// A start that the model does not have; starts count from 0.
  case missingStart(Int, count: Int)
  /// A primer without a token.
  case emptyPrimer
  /// A token of a primer that is no index of the vocabulary.
  case unknownToken(Int32, vocabulary: Int)
  /// A number outside of its range, and what it is the number of.
  case outOfRange(String, value: Double, allowed: NumberRange)
  /// The file that splits a corpus is not one.
  case badSplit(String)
  /// No piece of the corpus has notes.
  case nothingToLearn
  /// The corpus has no more events than a network's window.
  case tooFewEvents(Int, window: Int)
  /// A training cannot be continued with another corpus than it began with,
  case otherCorpus
  /// nor with another seed than this one,
  case otherSeed(UInt64)
  /// nor with another network.
  case otherNetwork
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
    case .badModel(let fault): "not a model of render: \(fault)"
    case .noTokenLeft(let topK): "a top-k of \(topK) leaves no token to draw"
    case .wrongTokenizer(let found, let expected):
      "the tokens are \(found), where \(expected) ones are needed"
    case .missingStart(let index, let count):
      "there is no start \(index): the model has starts 0 to \(count - 1)"
    case .emptyPrimer: "nothing of the primer is in the model's vocabulary"
    case .unknownToken: "the primer holds a token that the model's vocabulary lacks"
    case .outOfRange(let name, let value, let allowed):
      "a \(name) of \(allowed.text(value)) is out of range (\(allowed))"
    case .badSplit(let fault): "not a split of a corpus: \(fault)"
    case .nothingToLearn: "no piece has notes to learn from"
    case .tooFewEvents(let count, let window):
      "\(count) events are too few for windows of \(window)"
    case .otherCorpus: "the corpus is not the one that this training began with"
    case .otherSeed(let seed): "this training began with the seed \(seed)"
    case .otherNetwork: "this training began with another network"
    }
  }
}
