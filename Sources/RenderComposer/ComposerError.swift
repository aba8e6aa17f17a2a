import RenderNetwork

/// An error of this module. The caller adds the file's name.
public enum ComposerError: Error, Hashable, Sendable {
  /// A safetensors file in which what makes it a model is missing or damaged.
  case badModel(String)
  /// A top-k that leaves no token to draw.
  case noTokenLeft(topK: Int)
  /// A model, preset or piece of another tokenizer than the one that is needed, by their names.
  case wrongTokenizer(found: String, expected: String)
  /// A tokenizer, by its name, whose tokens do not say when notes begin and end, where that is needed.
  case tokensWithoutTimes(tokenizer: String)
  /// A start that the model does not have; starts count from 0.
  case missingStart(Int, count: Int)
  /// A primer without a token.
  case emptyPrimer
  /// A token of a primer that is no index of the vocabulary.
  case unknownToken(Int32, vocabulary: Int)
  /// A number outside of its range, and what it is the number of.
  case outOfRange(String, value: Double, allowed: NumberRange)
  /// A file that is no split of a corpus, and why.
  case badSplit(String)
  /// A file of which a line is no annotation of a piece; lines count from 1.
  case badAnnotations(line: Int)
  /// A file that is no plan of a piece, and why.
  case badPlan(String)
  /// A model that has no judge of its pieces, or one of features that are not known.
  case missingJudge
  /// A start of a model that writes for several instruments, whose starts do not say who plays.
  case startOfEnsemble
  /// A model that never says who plays, where several instruments are asked for.
  case oneInstrument(asked: Int)
  /// A corpus of which no piece has notes.
  case nothingToLearn
  /// A corpus with no more events than a network's window.
  case tooFewEvents(Int, window: Int)
  /// Another corpus than the training to be continued began with.
  case otherCorpus
  /// Another seed than this one, with which the training to be continued began.
  case otherSeed(UInt64)
  /// Another network than the training to be continued began with.
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
    case .tokensWithoutTimes(let tokenizer):
      "\(tokenizer) tokens do not say when notes begin and end"
    case .missingStart(let index, let count):
      "there is no start \(index): the model has starts 0 to \(count - 1)"
    case .emptyPrimer: "nothing of the primer is in the model's vocabulary"
    case .unknownToken: "the primer holds a token that the model's vocabulary lacks"
    case .outOfRange(let name, let value, let allowed):
      "a \(name) of \(allowed.text(value)) is out of range (\(allowed))"
    case .badSplit(let fault): "not a split of a corpus: \(fault)"
    case .badAnnotations(let line):
      "not annotations of a corpus: line \(line) is no JSON object with the file that it speaks of"
    case .badPlan(let fault): "not a plan of a piece: \(fault)"
    case .missingJudge: "the model has learned no judge of its pieces"
    case .startOfEnsemble: "the starts of a model for several instruments do not say who plays"
    case .oneInstrument(let asked):
      "the model writes for one instrument, and \(asked) are asked for"
    case .nothingToLearn: "no piece has notes to learn from"
    case .tooFewEvents(let count, let window):
      "\(count) events are too few for windows of \(window)"
    case .otherCorpus: "the corpus is not the one that this training began with"
    case .otherSeed(let seed): "this training began with the seed \(seed)"
    case .otherNetwork: "this training began with another network"
    }
  }
}
