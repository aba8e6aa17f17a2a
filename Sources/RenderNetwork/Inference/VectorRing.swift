import CRenderKernels

/// A ring buffer of the last `capacity` vectors, in the order in which the kernel reads a matrix whose
/// columns they are, for their products with another vector.
package struct VectorRing: Sendable {
  package let width: Int
  package let capacity: Int
  /// The panels of `CK_PANEL` columns, each [width, CK_PANEL].
  private var panels: [Float] = []
  /// The number of vectors appended so far.
  private var appended = 0

  package init(width: Int, capacity: Int) {
    self.width = width
    self.capacity = capacity
  }

  /// The number of vectors that are kept.
  package var count: Int { min(appended, capacity) }

  /// Appends a vector, [width], in the place of the oldest once the ring is full.
  package mutating func append(_ vector: [Float]) {
    precondition(vector.count == width)
    let columns = Int(CK_PANEL)
    let (panel, column) = (appended % capacity).quotientAndRemainder(dividingBy: columns)
    let start = panel * width * columns
    if panels.count < start + width * columns {
      panels.append(contentsOf: repeatElement(0, count: width * columns))
    }
    for (index, value) in vector.enumerated() { panels[start + index * columns + column] = value }
    appended += 1
  }

  /// The products of a vector, [width], with all that are kept, the youngest first, [count].
  package func products(with vector: [Float]) -> [Float] {
    precondition(vector.count == width)
    var products = [Float](repeating: 0, count: count)
    let columns = Int(CK_PANEL)
    products.withUnsafeMutableBufferPointer { products in
      guard let base = products.baseAddress else { return }
      ck_affine(
        Kernels.best, 1, width, count, vector, width, panels, base, count, 0,
        (count + columns - 1) / columns)
    }
    let youngest = appended % capacity
    return Array(products[..<youngest].reversed()) + products[youngest...].reversed()
  }
}
