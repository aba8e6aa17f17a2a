import RenderMIDI
import RenderMusic

extension Tokenizer {
  /// A piece to go on from, and what of it the model does not know.
  public struct Opening: Hashable, Sendable {
    /// None where the piece has no notes that the model knows.
    public var tokens: [Int32]
    /// Semitones by which the piece was moved, for the tokens to be in the model's home key.
    public var movedBy = 0
    /// Sentences about what was left out or moved to the nearest that the model knows.
    public var notices: [String]
  }

  /// The tokens of a piece without its end.
  ///
  /// - Throws: `MusicError` for files that are no music.
  public func opening(of file: MIDIFile) throws(MusicError) -> Opening {
    switch self {
    case .classic(let vocabulary):
      let tokens = try ClassicTokenizer().tokens(of: file)
      let indices = vocabulary.indices(of: tokens)
      let missing = Set(tokens).filter { vocabulary.index(of: $0) == nil }
      return Opening(
        tokens: indices,
        notices: missing.isEmpty
          ? []
          : [
            "\(tokens.count - indices.count) of its \(tokens.count) events are not in the model's "
              + "vocabulary and are left out: \(list(missing))"
          ])
    case .timed(let vocabulary):
      let (score, quantization) = try TimedScore.quantizing(file)
      let (moved, semitones) = score.inHomeKey()
      let encoding = TimedTokenizer(vocabulary).encode(moved)
      var notices: [String] = []
      func note(_ count: Int, _ sentence: String) {
        if count > 0 { notices.append("\(count) of its \(score.notes.count) notes \(sentence)") }
      }
      note(quantization.movedNotes, "were moved to the grid of 1/24 quarter")
      let unknown = Set(
        zip(score.notes, moved.notes).filter { vocabulary.index(of: .pitch(key: $1.key)) == nil }
          .map(\.0.key))
      note(
        encoding.movedPitches,
        "have a pitch that the model has never seen and went to the nearest: "
          + list(Set(unknown.map { TimedToken.pitch(key: $0).description })))
      note(
        encoding.movedShifts + encoding.movedDurations,
        "have a length that the model has never seen and went to the nearest")
      return Opening(
        tokens: Array(encoding.tokens.dropLast()), movedBy: semitones, notices: notices)
    }
  }

  private func list(_ names: Set<String>) -> String {
    let sorted = names.sorted()
    return sorted.prefix(8).joined(separator: ", ") + (sorted.count > 8 ? " …" : "")
  }
}
