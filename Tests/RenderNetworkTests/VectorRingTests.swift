import RenderRandomness
import Testing

@testable import RenderNetwork

@Suite("Ring of vectors")
struct VectorRingTests {
  @Test("Products come youngest first, of as many vectors as fit", arguments: [1, 5, 40, 100])
  func products(capacity: Int) {
    var generator = SeededGenerator(seed: 1)
    func random() -> [Float] { (0..<7).map { _ in Float(generator.nextUnit() - 0.5) } }
    var ring = VectorRing(width: 7, capacity: capacity)
    var vectors: [[Float]] = []
    #expect(ring.products(with: random()).isEmpty)
    for _ in 0..<130 {
      vectors.append(random())
      ring.append(vectors.last!)
      let other = random()
      let expected = vectors.suffix(capacity).reversed().map { vector in
        zip(vector, other).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      }
      let products = ring.products(with: other)
      #expect(products.count == expected.count)
      #expect(zip(products, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }
}
