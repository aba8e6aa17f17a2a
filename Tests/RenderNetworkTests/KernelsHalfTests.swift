import CRenderKernels
import Testing

struct KernelsHalfTests {
  @Test("all numbers of half precision are widened exactly, from any byte, and narrowed again")
  func all() {
    let patterns = Array(UInt16.min...UInt16.max)
    let expected = patterns.map { Float(Float16(bitPattern: $0)) }
    for isa in instructionSets {
      for (count, offset) in [(patterns.count, 0), (patterns.count, 1), (5, 1)] {
        var bytes = [UInt8](repeating: 0, count: offset)
        for pattern in patterns[..<count] { withUnsafeBytes(of: pattern) { bytes += $0 } }
        var widened = [Float](repeating: -1, count: count)
        bytes.withUnsafeBytes {
          ck_widen(
            isa, count, ($0.baseAddress! + offset).assumingMemoryBound(to: UInt16.self), &widened)
        }
        #expect(bits(widened) == bits(Array(expected[..<count])))
      }
      let finite = patterns.filter { Float16(bitPattern: $0).isFinite }
      var narrowed = [UInt16](repeating: 0, count: finite.count)
      let values = finite.map { Float(Float16(bitPattern: $0)) }
      #expect(ck_narrow(isa, finite.count, values, &narrowed))
      #expect(narrowed == finite)
    }
  }

  @Test(
    "a number that half precision lacks is found",
    arguments: [65520, 65536, 1e30, 0x1.001p0, 0x1p-25, 0x1.8p-24, -0x1.0008p3, Float.nan])
  func others(value: Float) {
    for isa in instructionSets {
      for index in [0, 15, 16, 36] {
        var x = [Float](repeating: 1.5, count: 37)
        x[index] = value
        var y = [UInt16](repeating: 0, count: x.count)
        #expect(!ck_narrow(isa, x.count, x, &y))
      }
    }
  }
}
