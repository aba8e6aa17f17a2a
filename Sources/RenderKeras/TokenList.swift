import FoundationEssentials
import RenderMusic
import RenderWeights

/// The tokens of all training pieces, one after the other: what the tutorial keeps in `data/notes`.
public struct TokenList: Hashable, Sendable {
  /// The tokens, such as `E4` or `4.9`; at least one.
  public var tokens: [String]

  /// Reads a pickle, a JSON array or a text with a token a line, whichever it is.
  ///
  /// - Throws: what is none of these, and tokens that are neither notes nor chords.
  public init(_ bytes: [UInt8]) throws(KerasError) {
    guard !WeightStore.isStored(in: bytes) else {
      throw .badTokens("it holds weights of Keras, as if the two files were swapped")
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    if Self.isPickle(bytes) {
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
    guard tokens.count <= Self.most else { throw .badTokens(Self.tooMany) }
    var known: Set<String> = []
    for token in tokens {
      guard token.utf8.count <= Self.longest,
        !known.insert(token).inserted || (try? ClassicToken(token)) != nil
      else { throw .badTokens("'\(token.prefix(40))' is neither a note nor a chord") }
    }
  }

  /// The most tokens of a list: a hundred times those of the tutorial.
  static let most = 1 << 22
  static let tooMany = "it has more than \(most) tokens"
  /// The most bytes of a token; a chord of all pitch classes has 26. One that is longer names some of them again and again,
  /// and each of its places in the list would cost its length.
  private static let longest = 64

  /// Whether the bytes begin as a pickle does, and as no list of tokens in another form; not every pickle
  /// holds a list.
  private static func isPickle(_ bytes: [UInt8]) -> Bool {
    switch bytes.first {
    case 0x80, UInt8(ascii: "("), UInt8(ascii: "]"): true
    // The name of a module follows.
    case UInt8(ascii: "c"): bytes.count > 1 && Character(UnicodeScalar(bytes[1])).isLetter
    default: false
    }
  }

  /// The different tokens, sorted as the tutorial's `sorted(set(notes))` sorts them.
  public var vocabulary: Vocabulary { Vocabulary(of: tokens) }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
