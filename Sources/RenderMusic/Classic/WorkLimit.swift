/// A bound on the steps of loops whose length hostile input could make quadratic.
struct WorkLimit {
  private var left: Int
  private let limit: Int

  init(steps: Int = 400_000_000) {
    limit = steps
    left = steps
  }

  /// - Throws: `MusicError.tooDense` once more than the limit was spent.
  mutating func spend(_ steps: Int) throws(MusicError) {
    left -= steps
    if left < 0 { throw .tooDense(limit: limit) }
  }
}
