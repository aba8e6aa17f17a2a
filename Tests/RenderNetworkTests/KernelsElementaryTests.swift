import CRenderKernels
import Glibc
import Testing

struct KernelsElementaryTests {
  typealias Kernel = (ck_isa, Int, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void

  static func apply(_ kernel: Kernel, _ isa: ck_isa, _ x: [Float]) -> [Float] {
    var y = [Float](repeating: -99, count: x.count)
    kernel(isa, x.count, x, &y)
    return y
  }

  static func logistic(_ x: Double) -> Double {
    x < 0 ? Glibc.exp(x) / (1 + Glibc.exp(x)) : 1 / (1 + Glibc.exp(-x))
  }

  /// Every 4099th float there is, of both signs, infinities and NaNs included.
  static let sweep: [Float] = stride(from: UInt32(0), to: .max - 4099, by: 4099).map {
    Float(bitPattern: $0)
  }

  /// The largest distance from the exact value in units of the last place of a float there.
  static func worstError(_ kernel: Kernel, _ exact: (Double) -> Double) -> Double {
    var worst = 0.0
    for (x, y) in zip(sweep, apply(kernel, ck_best_isa(), sweep)) where !x.isNaN {
      let expected = exact(Double(x))
      let rounded = Float(expected)
      if rounded == y { continue }
      if rounded.isInfinite || !y.isFinite { return .infinity }
      worst = max(worst, abs(Double(y) - expected) / Double(rounded.ulp))
    }
    return worst
  }

  @Test("exp is within 1 unit of the last place everywhere, denormals and overflow included")
  func exp() { #expect(Self.worstError(ck_exp, Glibc.exp) < 1) }

  @Test("tanh is within 2.5 units of the last place everywhere")
  func tanh() { #expect(Self.worstError(ck_tanh, Glibc.tanh) < 2.5) }

  @Test("the logistic function is within 2.5 units of the last place everywhere")
  func sigmoid() { #expect(Self.worstError(ck_sigmoid, Self.logistic) < 2.5) }

  @Test("the functions have the same bits on every instruction set, over the whole range")
  func sameBits() {
    for kernel in [ck_exp, ck_tanh, ck_sigmoid, ck_relu] as [Kernel] {
      let expected = bits(Self.apply(kernel, CK_SCALAR, Self.sweep))
      for isa in instructionSets { #expect(bits(Self.apply(kernel, isa, Self.sweep)) == expected) }
    }
  }

  @Test("a number's result does not depend on where it stands or how many there are")
  func position() {
    let x = Array(Self.sweep[100_000..<100_100])
    for kernel in [ck_exp, ck_tanh, ck_sigmoid, ck_relu] as [Kernel] {
      for isa in instructionSets {
        let all = Self.apply(kernel, isa, x)
        for (first, count) in [(0, 1), (3, 2), (1, 7), (5, 31), (2, 33), (9, 64)] {
          let part = Self.apply(kernel, isa, Array(x[first..<first + count]))
          #expect(bits(part) == bits(Array(all[first..<first + count])))
        }
      }
    }
  }

  @Test("NaN stays NaN, infinities saturate, signed zeros stay")
  func specialValues() {
    let x: [Float] = [.nan, .infinity, -.infinity, 0, -0.0]
    for isa in instructionSets {
      #expect(bits(Self.apply(ck_exp, isa, x)) == bits([.nan, .infinity, 0, 1, 1]))
      #expect(bits(Self.apply(ck_tanh, isa, x)) == bits([.nan, 1, -1, 0, -0.0]))
      #expect(bits(Self.apply(ck_sigmoid, isa, x)) == bits([.nan, 1, 0, 0.5, 0.5]))
      #expect(bits(Self.apply(ck_relu, isa, x)) == bits([.nan, .infinity, 0, 0, -0.0]))
    }
  }

  @Test("relu is the larger of its argument and 0")
  func relu() {
    for (x, y) in zip(Self.sweep, Self.apply(ck_relu, ck_best_isa(), Self.sweep)) where !x.isNaN {
      if y != max(x, 0) { Issue.record("relu \(x) is \(y)") }
    }
  }

  @Test("exp, tanh and the logistic function give the recorded bits on every processor")
  func recordedBits() {
    for (x, exp, tanh, sigmoid) in Self.recorded {
      for isa in instructionSets {
        let x = [Float(bitPattern: x)]
        #expect(bits(Self.apply(ck_exp, isa, x)) == [exp], "exp \(x[0])")
        #expect(bits(Self.apply(ck_tanh, isa, x)) == [tanh], "tanh \(x[0])")
        #expect(bits(Self.apply(ck_sigmoid, isa, x)) == [sigmoid], "logistic function of \(x[0])")
      }
    }
  }

  /// x, exp x, tanh x and the logistic function of x, as bit patterns. They were recorded from these
  /// kernels: a change that changes them changes every piece that a seed stands for.
  static let recorded: [(UInt32, UInt32, UInt32, UInt32)] = [
    (0x0000_0000, 0x3f80_0000, 0x0000_0000, 0x3f00_0000),  // 0
    (0x0001_16c2, 0x3f80_0000, 0x0001_16c2, 0x3f00_0000),  // 9.9999461e-41
    (0x1e3c_e508, 0x3f80_0000, 0x1e3c_e508, 0x3f00_0000),  // 9.99999968e-21
    (0x3a83_126f, 0x3f80_20c9, 0x3a83_126c, 0x3f00_1062),  // 0.00100000005
    (0x3dcc_cccd, 0x3f8d_763e, 0x3dcc_1ebc, 0x3f06_6509),  // 0.100000001
    (0x3e80_0000, 0x3fa4_5af2, 0x3e7a_cbf5, 0x3f0f_eacd),  // 0.25
    (0x3eb1_719f, 0x3fb5_04c8, 0x3eaa_aa3f, 0x3f15_f60b),  // 0.346569985
    (0x3f00_0000, 0x3fd3_094c, 0x3eec_9a9f, 0x3f1f_597f),  // 0.5
    (0x3f80_0000, 0x402d_f854, 0x3f42_f7d7, 0x3f3b_26a8),  // 1
    (0x3fc0_0000, 0x408f_69ff, 0x3f67_b7cc, 0x3f51_4c8f),  // 1.5
    (0x4000_0000, 0x40ec_7326, 0x3f76_ca85, 0x3f61_7bea),  // 2
    (0x4040_0000, 0x41a0_af2e, 0x3f7e_bbe7, 0x3f73_dbe6),  // 3
    (0x4085_088a, 0x427f_97d5, 0x3f7f_dfe9, 0x3f7c_0e2c),  // 4.15729237
    (0x4090_29b3, 0x42b4_f3f9, 0x3f7f_effd, 0x3f7d_3393),  // 4.50509024
    (0x40e0_0000, 0x4489_1443, 0x3f7f_ffe4, 0x3f7f_c44c),  // 7
    (0x410e_6666, 0x45e5_1fc4, 0x3f80_0000, 0x3f7f_f710),  // 8.89999962
    (0x4118_0000, 0x4650_bee8, 0x3f80_0000, 0x3f7f_fb18),  // 9.5
    (0x41a0_0000, 0x4de7_5844, 0x3f80_0000, 0x3f80_0000),  // 20
    (0x41da_a428, 0x532c_55f4, 0x3f80_0000, 0x3f80_0000),  // 27.3301544
    (0x4270_0000, 0x6abc_ede5, 0x3f80_0000, 0x3f80_0000),  // 60
    (0x42ae_0000, 0x7e36_d808, 0x3f80_0000, 0x3f80_0000),  // 87
    (0x42b1_6666, 0x7f7a_37fc, 0x3f80_0000, 0x3f80_0000),  // 88.6999969
    (0x42b1_75c3, 0x7f80_0000, 0x3f80_0000, 0x3f80_0000),  // 88.7300034
    (0x8000_0000, 0x3f80_0000, 0x8000_0000, 0x3f00_0000),  // -0
    (0x8001_16c2, 0x3f80_0000, 0x8001_16c2, 0x3f00_0000),  // -9.9999461e-41
    (0xba83_126f, 0x3f7f_be7f, 0xba83_126c, 0x3eff_df3b),  // -0.00100000005
    (0xbdcc_cccd, 0x3f67_a36d, 0xbdcc_1ebc, 0x3ef3_35ee),  // -0.100000001
    (0xbf00_0000, 0x3f1b_4598, 0xbeec_9a9f, 0x3ec1_4d03),  // -0.5
    (0xbf80_0000, 0x3ebc_5ab2, 0xbf42_f7d7, 0x3e89_b2b1),  // -1
    (0xc000_0000, 0x3e0a_9555, 0xbf76_ca85, 0x3df4_20a9),  // -2
    (0xc085_088a, 0x3c80_342b, 0xbf7f_dfe9, 0x3c7c_74e6),  // -4.15729237
    (0xc0e0_0000, 0x3a6f_0b5d, 0xbf7f_ffe4, 0x3a6e_d39d),  // -7
    (0xc118_0000, 0x389c_f9c5, 0xbf80_0000, 0x389c_f6c3),  // -9.5
    (0xc1da_a428, 0x2bbe_23f6, 0xbf80_0000, 0x2bbe_23f6),  // -27.3301544
    (0xc270_0000, 0x142d_70c9, 0xbf80_0000, 0x142d_70c9),  // -60
    (0xc2af_0000, 0x006c_b2bc, 0xbf80_0000, 0x006c_b2bc),  // -87.5
    (0xc2be_0000, 0x0000_0f64, 0xbf80_0000, 0x0000_0f64),  // -95
    (0xc2cf_cccd, 0x0000_0001, 0xbf80_0000, 0x0000_0001),  // -103.900002
    (0xc2d1_0000, 0x0000_0000, 0xbf80_0000, 0x0000_0000),  // -104.5
    (0x7f80_0000, 0x7f80_0000, 0x3f80_0000, 0x3f80_0000),  // inf
    (0xff80_0000, 0x0000_0000, 0xbf80_0000, 0x0000_0000),  // -inf
  ]
}
