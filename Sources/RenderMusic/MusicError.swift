/// A fault of music that was handed in.
public enum MusicError: Error, Hashable, Sendable {
  /// A token that is no note and no chord.
  case malformedToken(String)
  /// A token that the timed tokenizer does not know.
  case malformedTimedToken(String)
  /// A vocabulary in which a token stands twice.
  case duplicateToken(String)
  /// A vocabulary without a token that the timed tokenizer cannot do without.
  case incompleteVocabulary(lacking: String)
  /// More measures or tied notes than `limit`: no music, but a damaged or hostile file.
  case tooLong(limit: Int)
  /// So many notes at once that comparing them all takes more than `limit` steps.
  case tooDense(limit: Int)
  /// Music that has no place on the timed tokenizer's grid, and why.
  case beyondGrid(String)
  /// A path of a corpus where there is nothing.
  case missing(path: String)
  /// A score that no MIDI file can hold, and the reason.
  case unwritable(String)
}

extension MusicError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformedToken(let token):
      "'\(token)' is neither a note like E-4 or F#3 nor a chord like 4.7.11; "
        + "check that the vocabulary was made by the classic tokenizer."
    case .malformedTimedToken(let token):
      "'\(token)' is no token like C4, Eb5, +12, =24 or tempo120; "
        + "check that the vocabulary was made by the timed tokenizer."
    case .duplicateToken(let token):
      "'\(token)' stands twice in the vocabulary; list every token once."
    case .incompleteVocabulary(let token):
      "the vocabulary of the timed tokenizer lacks \(token); check that it is complete."
    case .tooLong(let limit):
      "the piece is longer than \(limit) measures or tied notes; "
        + "check its time signatures and the times of its last events."
    case .tooDense(let limit):
      "so many notes sound together that sorting them takes more than \(limit) steps; "
        + "check that the file is music."
    case .beyondGrid(let reason):
      "\(reason) has no place on the grid, which ends after \(TimedScore.latest) units of "
        + "1/\(Piece.unitsPerQuarter) quarter; check the times of the last events."
    case .missing(let path):
      "there is no file or folder '\(path)'; check the path of the corpus"
    case .unwritable(let reason):
      "the score cannot be written as MIDI: \(reason)."
    }
  }
}
