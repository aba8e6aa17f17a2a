/// What this module refuses. The file's name is the caller's to add.
public enum KerasError: Error, Hashable, Sendable {
  /// Neither HDF5 nor a `.keras` archive, or damaged.
  case badFile(String)
  /// A pickle that is no list of strings, or is damaged, and what is wrong with it.
  case badPickle(String)
  /// The list of tokens is in none of the known forms.
  case badTokens(String)
  /// A network that this program cannot play.
  case unknownNetwork(String)
  /// A network whose file says that it sees another number of tokens at a time than was given.
  case otherWindow(inFile: Int, given: Int)
  /// The weights are for another number of tokens than the list has.
  case wrongVocabulary(outputs: Int, tokens: Int)
  /// The list has no more tokens than the network sees at a time.
  case tooFewTokens(Int, window: Int)
  /// Weights that no file of Keras can hold, for this reason.
  case unwritable(String)
  /// The program `render-weights`, without which no weights can be read or written, is at none of these paths.
  case missingProgram(lookedFor: [String])
  /// The program `render-weights` at this path cannot be started, or ends as it never should.
  case failedProgram(path: String, fault: String)
}

extension KerasError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badFile(let fault):
      "not a file of Keras weights: \(fault.brief); save it again with model.save_weights, or copy it again"
    case .badPickle(let fault):
      "not a pickled list of tokens: \(fault.brief); write it anew with pickle.dump([str(note) for note "
        + "in notes], file), or give a text file with a token a line"
    case .badTokens(let fault):
      "not a list of tokens: \(fault.brief); give the tutorial's data/notes, or a text file with a token a "
        + "line"
    case .unknownNetwork(let fault):
      "the network cannot be taken over: \(fault.brief)"
    case .otherWindow(let tokens, _):
      "the network cannot be taken over: its file says that it sees \(tokens) tokens at a time"
    case .wrongVocabulary(let outputs, let tokens):
      "the weights are for \(outputs) tokens and the notes have \(tokens) different ones: they are of "
        + "different trainings, or the notes were read anew after the training from other MIDI files; "
        + "give the file of notes that the training wrote"
    case .tooFewTokens(let count, let window):
      "\(count) tokens are too few for a network that sees \(window) at a time"
    case .unwritable(let fault): "the weights cannot be written: \(fault.brief)"
    case .missingProgram(let paths):
      "render-weights, the program that reads and writes weights of Keras, is missing: there is no "
        + paths.joined(separator: " and no ")
    case .failedProgram(let path, let fault):
      "\(path), the program that reads and writes weights of Keras, has failed: \(fault)"
    }
  }
}

extension String {
  /// Fit for a sentence: names in a stranger's file may be of any length, and hold what a terminal obeys.
  var brief: String {
    let characters = unicodeScalars
    let shown =
      characters.count <= 300
      ? self : String(characters.prefix(150)) + "…" + String(characters.suffix(150))
    return String(
      String.UnicodeScalarView(
        shown.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
  }
}
