/// The features of each position of a sequence, beside its token: any number of indices into a table of
/// learned vectors.
public struct PositionFeatures: Hashable, Sendable {
  private var offsets = [0]
  private var indices: [Int32] = []

  /// Features of no positions yet.
  public init() {}

  /// The number of positions.
  public var count: Int { offsets.count - 1 }

  /// Adds the features of the next position.
  public mutating func append(_ features: some Sequence<Int32>) {
    indices.append(contentsOf: features)
    offsets.append(indices.count)
  }

  /// The features of a position; none beyond the last one.
  public subscript(position: Int) -> ArraySlice<Int32> {
    position < count ? indices[offsets[position]..<offsets[position + 1]] : []
  }

  func allSatisfy(_ predicate: (Int32) -> Bool) -> Bool { indices.allSatisfy(predicate) }
}

/// A sequence of tokens as a network reads it.
public struct TokenSequence: Sendable {
  /// The tokens, each an index of the vocabulary.
  public var tokens: [Int32]
  /// The tokens that the network hears in a training while it predicts `tokens`, as many; `nil` where they are the same.
  public var heard: [Int32]?
  /// The features of each token, made anew when they are needed: they take more memory than the tokens.
  public var features: @Sendable () -> PositionFeatures
  /// The weight, in the last fifth of a training's steps, of the prediction of the token at a position; 1
  /// without it.
  public var weight: (@Sendable (_ position: Int) -> Float)?

  /// A sequence of tokens, by default without features and weights.
  public init(
    _ tokens: [Int32],
    heard: [Int32]? = nil,
    features: @escaping @Sendable () -> PositionFeatures = { PositionFeatures() },
    weight: (@Sendable (_ position: Int) -> Float)? = nil
  ) {
    precondition(heard.map { $0.count == tokens.count } ?? true)
    self.tokens = tokens
    self.heard = heard
    self.features = features
    self.weight = weight
  }
}
