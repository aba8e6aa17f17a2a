/// What can be wrong with music that was handed in.
public enum MusicError: Error, Hashable, Sendable {
  /// A token that is no note and no chord.
  case malformedToken(String)
  /// A vocabulary in which a token stands twice.
  case duplicateToken(String)
  /// More measures or tied notes than `limit`: no music, but a damaged or hostile file.
  case tooLong(limit: Int)
  /// So many notes at once that comparing them all takes more than `limit` steps.
  case tooDense(limit: Int)
  /// A path of a corpus where there is nothing.
  case missing(path: String)
  /// A score that no MIDI file can hold, and why.
  case unwritable(String)
}

extension MusicError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformedToken(let token):
      "'\(token)' is neither a note like E-4 or F#3 nor a chord like 4.7.11; "
        + "check that the vocabulary was made by the classic tokenizer."
    case .duplicateToken(let token):
      "'\(token)' stands twice in the vocabulary; list every token once."
    case .tooLong(let limit):
      "the piece is longer than \(limit) measures or tied notes; "
        + "check its time signatures and the times of its last events."
    case .tooDense(let limit):
      "so many notes sound together that sorting them takes more than \(limit) steps; "
        + "check that the file is music."
    case .missing(let path):
      "there is no file or folder '\(path)'; check the path of the corpus."
    case .unwritable(let reason):
      "the score cannot be written as MIDI: \(reason)."
    }
  }
}
