import RenderRandomness

extension Parameters {
  /// Fresh parameters as Keras draws them: Glorot-uniform kernels (Glorot, Bengio 2010), orthogonal
  /// recurrent kernels (Saxe et al. 2014), a forget gate bias of one, embeddings uniform in ±0.05.
  ///
  /// - Throws: `NetworkError.badArchitecture`.
  public convenience init(randomFor architecture: Architecture, seed: UInt64) throws(NetworkError) {
    try self.init(zerosFor: architecture)
    for (index, slot) in slots.enumerated() {
      var generator = SeededGenerator(seed: seed, stream: .initialization(tensor: index))
      let values = UnsafeMutableBufferPointer(start: buffer.base + slot.offset, count: slot.count)
      switch slot.name.split(separator: ".").last {
      case "weight", "feature_weight":
        values.fillUniform(within: 0.05, &generator)
      case "kernel":
        let bound = (6 / Double(slot.shape[0] + slot.shape[1])).squareRoot()
        values.fillUniform(within: bound, &generator)
      case "recurrent_kernel":
        values.fillOrthogonal(rows: slot.shape[0], columns: slot.shape[1], &generator)
      case "gamma", "moving_variance":
        values.update(repeating: 1)
      case "bias":
        if case .lstm(let units, _, _) = architecture.layers[slot.layer] {
          values[units..<2 * units].update(repeating: 1)
        }
      default:
        break
      }
    }
  }
}

extension UnsafeMutableBufferPointer<Float> {
  fileprivate func fillUniform(within bound: Double, _ generator: inout SeededGenerator) {
    for index in indices { self[index] = Float((2 * generator.nextUnit() - 1) * bound) }
  }

  /// Fills a matrix with orthonormal rows, by modified Gram-Schmidt on Gaussian rows; `rows` ≤ `columns`.
  fileprivate func fillOrthogonal(rows: Int, columns: Int, _ generator: inout SeededGenerator) {
    for index in indices {
      // Sum of uniform numbers: close enough to Gaussian for a random direction.
      let sum = (0..<6).reduce(0.0) { total, _ in total + generator.nextUnit() }
      self[index] = Float(sum - 3)
    }
    for row in 0..<rows {
      let current = self.baseAddress! + row * columns
      for earlier in 0..<row {
        let other = self.baseAddress! + earlier * columns
        var dot: Float = 0
        for column in 0..<columns { dot += current[column] * other[column] }
        for column in 0..<columns { current[column] -= dot * other[column] }
      }
      var square: Float = 0
      for column in 0..<columns { square += current[column] * current[column] }
      let scale = 1 / square.squareRoot()
      for column in 0..<columns { current[column] *= scale }
    }
  }
}
