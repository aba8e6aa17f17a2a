extension Parameters {
  /// The same network for another vocabulary and more features: it predicts what it did, as far as its tokens go on.
  ///
  /// - Parameters:
  ///   - architecture: this one's layers, but for the vocabulary and the number of features.
  ///   - sources: the token of this network with whose weights each token begins; `nil` for weights of zero.
  /// - Throws: `NetworkError` for an architecture that cannot be built, or is another one than that.
  public func widened(
    to architecture: Architecture, tokens sources: [Int?]
  ) throws(NetworkError) -> Parameters {
    let result = try Parameters(zerosFor: architecture)
    guard result.slots.map(\.name) == slots.map(\.name),
      sources.count == architecture.vocabularySize
    else {
      throw .wrongShape(tensor: "layers", found: [slots.count], expected: [result.slots.count])
    }
    for (old, new) in zip(slots, result.slots) {
      let (from, to) = (buffer.base + old.offset, result.buffer.base + new.offset)
      if old.shape == new.shape {
        to.update(from: from, count: old.count)
      } else if new.name.hasSuffix(".feature_weight"), old.shape[0] <= new.shape[0],
        old.shape[1] == new.shape[1]
      {
        // Features that are new come last.
        to.update(from: from, count: old.count)
      } else if old.shape.count == 2, old.shape[1] == new.shape[1] {
        let width = old.shape[1]
        for (row, source) in sources.enumerated() {
          guard let source else { continue }
          (to + row * width).update(from: from + source * width, count: width)
        }
      } else if old.shape.dropLast() == new.shape.dropLast() {
        let (width, former) = (new.shape.last!, old.shape.last!)
        for row in 0..<old.count / former {
          for (column, source) in sources.enumerated() {
            guard let source else { continue }
            to[row * width + column] = from[row * former + source]
          }
        }
      } else {
        throw .wrongShape(tensor: new.name, found: old.shape, expected: new.shape)
      }
    }
    return result
  }
}
