/// Tokens and their indices: the rows of a network's embedding and of its output.
public struct Vocabulary: Hashable, Sendable {
  /// The tokens, by index.
  public let tokens: [String]
  private let indices: [String: Int]

  /// A vocabulary in a given order, that of a model's file, say.
  /// - Throws: `MusicError.duplicateToken`.
  public init(ordered tokens: [String]) throws(MusicError) {
    var indices = [String: Int](minimumCapacity: tokens.count)
    for (index, token) in tokens.enumerated() {
      guard indices.updateValue(index, forKey: token) == nil else { throw .duplicateToken(token) }
    }
    self.tokens = tokens
    self.indices = indices
  }

  /// The different tokens of some pieces, sorted by their UTF-8 bytes: the same pieces, in whatever
  /// order, give the same vocabulary.
  public init(of tokens: some Sequence<String>) {
    // Python's `sorted(set(…))`, which the tutorial uses, gives this order, too.
    self.tokens = Set(tokens).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    indices = Dictionary(
      uniqueKeysWithValues: self.tokens.enumerated().map { ($0.element, $0.offset) })
  }

  /// The number of tokens.
  public var count: Int { tokens.count }

  /// The index of a token, nil where the vocabulary lacks it.
  public func index(of token: String) -> Int? { indices[token] }

  /// The token with an index, 0..<count.
  public subscript(index: Int) -> String { tokens[index] }
}

/// Coded as the array of its tokens.
extension Vocabulary: Codable {
  public init(from decoder: any Decoder) throws {
    try self.init(ordered: [String](from: decoder))
  }

  public func encode(to encoder: any Encoder) throws {
    try tokens.encode(to: encoder)
  }
}
