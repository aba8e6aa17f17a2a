import Testing

@testable import RenderAudio

@Suite("Dither") struct QuantizerTests {
  @Test("keeps the mean, and its error does not depend on the signal")
  func moments() {
    for level in [0, 0.25, 0.5, 100.125, -0.75] as [Double] {
      var quantizer = Quantizer(bits: 16, seed: 3)
      let samples = [Float](repeating: Float(level / 32768), count: 100_000)
      let errors = samples.withUnsafeBufferPointer { quantizer.quantize($0, as: Int16.self) }.map {
        Double($0) - level
      }
      let mean = errors.reduce(0, +) / Double(errors.count)
      let variance = errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
      #expect(abs(mean) < 0.01)
      // 1/12 of rounding and 2/12 of the dither.
      #expect(abs(variance - 0.25) < 0.01)
    }
  }

  @Test("stays in range at full scale")
  func range() {
    var quantizer = Quantizer(bits: 16, seed: 3)
    let samples = (0..<2000).map { $0.isMultiple(of: 2) ? Float(1.5) : -1.5 }
    let integers = samples.withUnsafeBufferPointer { quantizer.quantize($0, as: Int32.self) }
    #expect(integers.allSatisfy { -32768...32767 ~= $0 })
    #expect(integers.min() == -32768 && integers.max() == 32767)
  }
}
