import CRenderKernels
import Glibc
import Testing

struct KernelsSoftmaxTests {
  static func softmax(_ isa: ck_isa, rows: Int, columns: Int, _ logits: [Float]) -> (
    p: [Float], lse: [Float]
  ) {
    var (p, lse) = (logits, [Float](repeating: -99, count: rows))
    ck_softmax(isa, rows, columns, &p, columns, &lse)
    return (p, lse)
  }

  @Test(
    "probabilities and log-sum-exp have the same bits on every instruction set",
    arguments: [1, 2, 7, 31, 33, 64, 100], [1, 2, 15, 16, 17, 31, 33, 100, 400, 401])
  func sameBits(rows: Int, columns: Int) {
    var noise = Noise(seed: UInt64(columns))
    let logits = noise.floats(rows * columns, scale: 16)
    let expected = Self.softmax(CK_SCALAR, rows: rows, columns: columns, logits)
    for isa in instructionSets {
      let result = Self.softmax(isa, rows: rows, columns: columns, logits)
      #expect(bits(result.p) == bits(expected.p))
      #expect(bits(result.lse) == bits(expected.lse))
      // The last row alone.
      let alone = Self.softmax(
        isa, rows: 1, columns: columns, Array(logits[(rows - 1) * columns..<rows * columns]))
      #expect(bits(alone.p) == bits(Array(expected.p[(rows - 1) * columns..<rows * columns])))
      #expect(bits(alone.lse) == bits([expected.lse[rows - 1]]))
    }
  }

  @Test("probabilities and log-sum-exp are right to rounding", arguments: [1, 3, 17, 400, 5000])
  func accuracy(columns: Int) {
    var noise = Noise(seed: 3)
    for offset: Float in [0, 500, -500] {
      let logits = noise.floats(columns, scale: 16).map { $0 + offset }
      let result = Self.softmax(ck_best_isa(), rows: 1, columns: columns, logits)
      let largest = Double(logits.max()!)
      let sum = logits.reduce(0) { $0 + Glibc.exp(Double($1) - largest) }
      let lse = largest + Glibc.log(sum)
      #expect(abs(Double(result.lse[0]) - lse) <= 1e-6 * max(1, abs(lse)))
      for (x, p) in zip(logits, result.p) {
        let expected = Glibc.exp(Double(x) - largest) / sum
        #expect(abs(Double(p) - expected) <= 2e-6 * expected)
      }
    }
  }

  @Test("a logit of minus infinity has probability 0, a row of nothing else or with a NaN is NaN")
  func specialValues() {
    for isa in instructionSets {
      let masked = Self.softmax(isa, rows: 1, columns: 3, [-.infinity, 2, -.infinity])
      #expect(masked.p == [0, 1, 0])
      #expect(masked.lse == [2])
      for hopeless: [Float] in [[-.infinity, -.infinity], [1, .nan], [.nan, 1]] {
        let result = Self.softmax(isa, rows: 1, columns: 2, hopeless)
        #expect(result.p.allSatisfy(\.isNaN) && result.lse[0].isNaN)
      }
    }
  }

  @Test("rows of a wider matrix are taken in place, without asking for the log-sum-exp")
  func leadingDimension() {
    for isa in instructionSets {
      var logits: [Float] = [0, 0, -99, 1, 1, -99]
      ck_softmax(isa, 2, 2, &logits, 3, nil)
      #expect(logits == [0.5, 0.5, -99, 0.5, 0.5, -99])
    }
  }
}
