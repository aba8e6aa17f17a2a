/// What is done with bytes of which nothing is known: each case reads them as another kind of input, goes on with what it
/// has read as the program would, and checks what must hold whatever they are.
///
/// An error is a good end. What is not: a trap, an access that the address sanitizer finds, work or memory without a
/// bound, a broken promise.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// MIDI files: read strictly and leniently, and written again.
  case midi
  /// MIDI files as the tokens of each tokenizer, and as primers.
  case tokens
  /// MIDI files on the grid: bars, form, statistics.
  case score
  /// MIDI files played expressively.
  case performance
  /// MIDI files as sheet music.
  case notation
  /// MIDI files that say how they were composed.
  case recipe
  /// Files of tensors.
  case safetensors
  /// The headers of models of all tokenizers, whose tensors are made up; what can be read composes.
  case model
  /// Lists of tokens: pickles, JSON and text.
  case pickle
  /// HDF5 and zip archives of Keras, in the process that reads them.
  case weights
  /// What that process answers, and the networks in it.
  case answer
  /// Soundfonts: checked, played and extracted from.
  case soundfont
  /// Annotations of a corpus.
  case annotations
  /// Lists of the parts of a corpus.
  case split
  /// Plans, from which a model composes.
  case plan

  /// Does with the bytes what the case says; errors end it.
  public func run(_ bytes: [UInt8]) {
    switch self {
    case .midi: fuzzMIDI(bytes)
    case .tokens: fuzzTokens(bytes)
    case .score: fuzzScore(bytes)
    case .performance: fuzzPerformance(bytes)
    case .notation: fuzzNotation(bytes)
    case .recipe: fuzzRecipe(bytes)
    case .safetensors: fuzzSafetensors(bytes)
    case .model: fuzzModel(header: bytes)
    case .pickle: fuzzPickle(bytes)
    case .weights: fuzzWeights(bytes)
    case .answer: fuzzAnswer(bytes)
    case .soundfont: fuzzSoundFont(bytes)
    case .annotations: fuzzAnnotations(bytes)
    case .split: fuzzSplit(bytes)
    case .plan: fuzzPlan(bytes)
    }
  }

  /// The folders of the package with seeds: what the tests have anyway, and what is made for this alone.
  public var seedFolders: [String] {
    let own = ["Fuzzing/Seeds/\(rawValue)"]
    return switch self {
    case .midi, .tokens, .score, .performance, .notation:
      ["Tests/RenderMusicTests/Golden", "Fuzzing/Seeds/midi"]
    case .pickle, .weights: ["Tests/RenderKerasTests/Fixtures"]
    default: own
    }
  }
}
