import FoundationEssentials
import Music

/// The tokens of all training pieces, one after the other: what the tutorial keeps in `data/notes`.
public struct TokenList: Hashable, Sendable {
  public var tokens: [String]

  /// Reads a pickle, a JSON array or a text with a token a line, whichever it is.
  ///
  /// - Throws: what is none of these, and tokens that are neither notes nor chords.
  public init(_ bytes: [UInt8]) throws(KerasError) {
    if bytes.first == 0x80 || bytes.starts(with: "(lp".utf8) || bytes.starts(with: "]".utf8) {
      tokens = try Pickle(bytes).strings
    } else {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .badTokens("it is no text")
      }
      if text.first(where: { !$0.isWhitespace }) == "[" {
        guard let list = try? JSONDecoder().decode([String].self, from: Data(bytes)) else {
          throw .badTokens("its JSON is no array of strings")
        }
        tokens = list
      } else {
        tokens = text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
      }
    }
    guard !tokens.isEmpty else { throw .badTokens("it is empty") }
    for token in tokens where (try? ClassicToken(token)) == nil {
      throw .badTokens("'\(token.prefix(40))' is neither a note nor a chord")
    }
  }

  /// As the tutorial's `sorted(set(notes))` has it.
  public var vocabulary: Vocabulary { Vocabulary(of: tokens) }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
