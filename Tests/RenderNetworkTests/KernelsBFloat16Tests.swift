import CRenderKernels
import Testing

/// Products of numbers rounded to bf16.
struct KernelsBFloat16Tests {
  /// Sizes around those of vectors, tiles, panels and slabs.
  static let sizes = [1, 2, 3, 7, 13, 15, 16, 17, 31, 33, 64, 70, 129, 257, 300]

  /// A product c = a · b, or c += a · b.
  private struct Product {
    var rows: Int
    var inner: Int
    var columns: Int
    var a: [Float]
    var b: [Float]
    var c: [Float]

    init(rows: Int, inner: Int, columns: Int) {
      (self.rows, self.inner, self.columns) = (rows, inner, columns)
      var noise = Noise(seed: UInt64(rows * 1_000_000 + inner * 1000 + columns))
      a = noise.floats(rows * inner)
      b = noise.floats(inner * columns)
      c = noise.floats(rows * columns)
    }

    /// The product by the kernel.
    ///
    /// - Parameter cut: the number of panels in the first of two calls.
    func result(
      _ isa: ck_isa, transposingFirst: Bool = false, transposingSecond: Bool = false,
      accumulates: Bool, cut: Int = 0
    ) -> [Float] {
      let a = transposingFirst ? transposed(a, rows, inner) : a
      let b = transposingSecond ? transposed(b, inner, columns) : b
      let panels = (columns + Int(CK_PANEL) - 1) / Int(CK_PANEL)
      var packed = [UInt32](repeating: .max, count: ck_bfloat16_count(inner, columns))
      var c = c
      for (first, last) in [(0, cut), (cut, panels)] {
        ck_bfloat16_pack(isa, b, inner, columns, transposingSecond, &packed, first, last)
        ck_bfloat16_multiply(
          isa, rows, inner, columns, a, transposingFirst, packed, &c, accumulates, first, last)
      }
      return c
    }

    private func transposed(_ x: [Float], _ rows: Int, _ columns: Int) -> [Float] {
      (0..<columns).flatMap { column in (0..<rows).map { x[$0 * columns + column] } }
    }

    /// The largest error beside sums in double precision of the rounded numbers, as a share of what the
    /// roundings of single precision allow.
    func error(of found: [Float], accumulates: Bool) -> Double {
      let (a, b) = (a.map(rounded), b.map(rounded))
      var worst = 0.0
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = accumulates ? Double(c[row * columns + column]) : 0
          var magnitude = abs(sum)
          for k in 0..<inner {
            let product = Double(a[row * inner + k]) * Double(b[k * columns + column])
            sum += product
            magnitude += abs(product)
          }
          let allowed = magnitude * Double(inner + 1) * 0x1p-24 + 0x1p-126
          worst = max(worst, abs(Double(found[row * columns + column]) - sum) / allowed)
        }
      }
      return worst
    }
  }

  /// To nearest, ties to even.
  private static func rounded(_ x: Float) -> Float {
    let bits = x.bitPattern
    return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
  }

  @Test("products are sums of rounded numbers, for any number of rows", arguments: sizes)
  func rows(count: Int) {
    for (inner, columns) in [(1, 1), (2, 33), (17, 64), (300, 40)] {
      for isa in instructionSets + [CK_AVX512_BF16] {
        for accumulates in [false, true] {
          let product = Product(rows: count, inner: inner, columns: columns)
          let found = product.result(isa, accumulates: accumulates)
          #expect(product.error(of: found, accumulates: accumulates) <= 1)
        }
      }
    }
  }

  @Test(
    "products are sums of rounded numbers, for any length of the sums", arguments: sizes + [513])
  func inner(count: Int) {
    for (rows, columns) in [(1, 1), (16, 64), (29, 37)] {
      for isa in instructionSets + [CK_AVX512_BF16] {
        let product = Product(rows: rows, inner: count, columns: columns)
        let found = product.result(isa, accumulates: true)
        #expect(product.error(of: found, accumulates: true) <= 1)
      }
    }
  }

  @Test(
    "transposed matrices, another instruction set and other panels give the same bits",
    arguments: sizes)
  func sameBits(columns: Int) {
    for (rows, inner) in [(1, 1), (3, 16), (16, 300), (40, 35), (130, 64)] {
      let product = Product(rows: rows, inner: inner, columns: columns)
      let expected = bits(product.result(CK_SCALAR, accumulates: true))
      for isa in instructionSets where isa != CK_AVX512_BF16 {
        for (first, second) in [(false, false), (true, false), (false, true), (true, true)] {
          let found = product.result(
            isa, transposingFirst: first, transposingSecond: second, accumulates: true,
            cut: columns / Int(CK_PANEL) / 2)
          #expect(bits(found) == expected)
        }
      }
    }
  }

  @Test("the instructions for bf16 make the same products of transposed matrices and any panels")
  func instructions() {
    for (rows, inner, columns) in [(16, 300, 70), (3, 33, 200), (130, 64, 33)] {
      let product = Product(rows: rows, inner: inner, columns: columns)
      let expected = product.result(CK_AVX512_BF16, accumulates: true)
      for (first, second) in [(true, false), (false, true), (true, true)] {
        let found = product.result(
          CK_AVX512_BF16, transposingFirst: first, transposingSecond: second, accumulates: true,
          cut: 1)
        #expect(bits(found) == bits(expected))
      }
    }
  }

  @Test("numbers are rounded to nearest, ties to even; infinities stay, and so do NaNs")
  func rounding() {
    let numbers: [Float] = [
      1, -1, 0, 0x1.01p0, 0x1.03p0, 0x1.010002p0, 0x1.00fffep0, -0x1.01p0, 0x1.fep127, 0x1.ffp127,
      .greatestFiniteMagnitude, .infinity, -.infinity, 0x1p-100, .pi, -1e30,
    ]
    for isa in instructionSets + [CK_AVX512_BF16] {
      func product(_ x: Float, asSecond: Bool) -> Float {
        var packed = [UInt32](repeating: 0, count: ck_bfloat16_count(1, 1))
        var c: Float = 0
        ck_bfloat16_pack(isa, [asSecond ? x : 1], 1, 1, false, &packed, 0, 1)
        ck_bfloat16_multiply(isa, 1, 1, 1, [asSecond ? 1 : x], false, packed, &c, false, 0, 1)
        return c
      }
      for number in numbers {
        // The number that completes the pair is 0, and 0 · 0 is added.
        let expected = Self.rounded(number)
        for isSecond in [false, true] { #expect(product(number, asSecond: isSecond) == expected) }
      }
      for pattern in [0x7fc0_0000, 0x7fff_ffff, 0xffff_ffff, 0x7f80_0001] as [UInt32] {
        for isSecond in [false, true] {
          #expect(product(Float(bitPattern: pattern), asSecond: isSecond).isNaN)
        }
      }
    }
  }
}
