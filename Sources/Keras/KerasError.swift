/// What this module refuses. The file's name is the caller's to add.
public enum KerasError: Error, Hashable, Sendable {
  /// Neither HDF5 nor a `.keras` archive, or damaged.
  case badFile(String)
  case badPickle(String)
  /// The list of tokens is in none of the known forms.
  case badTokens(String)
  /// A network that this program cannot play.
  case unknownNetwork(String)
  /// The weights are for another number of tokens than the list has.
  case wrongVocabulary(outputs: Int, tokens: Int)
}

extension KerasError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badFile(let fault):
      "not a file of Keras weights: \(fault); save it again with model.save_weights, or copy it again"
    case .badPickle(let fault):
      "not a pickled list of tokens: \(fault); give the tutorial's data/notes, or a text file with a "
        + "token a line"
    case .badTokens(let fault):
      "not a list of tokens: \(fault); give the tutorial's data/notes, or a text file with a token a "
        + "line"
    case .unknownNetwork(let fault):
      "the network cannot be taken over: \(fault)"
    case .wrongVocabulary(let outputs, let tokens):
      "the weights are for \(outputs) tokens and the notes have \(tokens) different ones: they are of "
        + "different trainings, or the notes were read anew after the training from other MIDI files; "
        + "give the file of notes that the training wrote"
    }
  }
}
