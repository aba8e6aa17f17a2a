/// What is known at each position of a sequence beside its token: any number of indices into a table
/// of learned vectors, such as the place in the bar and the keys that sound.
public struct PositionFeatures: Hashable, Sendable {
  private var offsets = [0]
  private var indices: [Int32] = []

  /// No position yet.
  public init() {}

  /// Number of positions.
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

/// A piece as a network hears it.
public struct TokenSequence: Sendable {
  public var tokens: [Int32]
  /// The features of each token, made anew when they are needed: they take more room than the tokens.
  public var features: @Sendable () -> PositionFeatures
  /// How much it counts, in the last fifth of a training's steps, that the token at a position is
  /// predicted; 1 without it.
  public var weight: (@Sendable (_ position: Int) -> Float)?

  public init(
    _ tokens: [Int32],
    features: @escaping @Sendable () -> PositionFeatures = { PositionFeatures() },
    weight: (@Sendable (_ position: Int) -> Float)? = nil
  ) {
    self.tokens = tokens
    self.features = features
    self.weight = weight
  }
}
