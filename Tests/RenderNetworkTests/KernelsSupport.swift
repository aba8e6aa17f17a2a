import CRenderKernels

/// What the processor offers of the instruction sets, the plainest first.
#if arch(arm64)
  let instructionSets = [CK_SCALAR, CK_NEON]
#else
  let instructionSets = [CK_SCALAR, CK_AVX2, CK_AVX512].filter {
    $0.rawValue <= ck_best_isa().rawValue
  }
#endif

/// Numbers that are the same on every machine: multiples of 2⁻²³ from SplitMix64.
struct Noise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func bits() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Evenly spread over -scale ..< scale; `scale` is a power of two where the bits matter.
  mutating func floats(_ count: Int, scale: Float = 1) -> [Float] {
    (0..<count).map { _ in (Float(bits() >> 40) * 0x1p-23 - 1) * scale }
  }
}

/// The floats as they are stored, all NaNs as one.
func bits(_ x: [Float]) -> [UInt32] { x.map { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern } }

/// One number for many: FNV-1a over the bit patterns.
func fingerprint(_ x: [Float]) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for word in bits(x) { hash = (hash ^ UInt64(word)) &* 0x100_0000_01b3 }
  return hash
}

/// Weights as `ck_affine` reads them.
func packed(_ weights: [Float], inputs: Int, outputs: Int) -> [Float] {
  var panels = [Float](repeating: .nan, count: ck_packed_count(inputs, outputs))
  ck_pack(weights, inputs, outputs, &panels)
  return panels
}

/// y + x · W through the kernel, `panels` nil for all of them.
func affine(
  _ isa: ck_isa, rows: Int, inputs: Int, outputs: Int, x: [Float], panels: [Float], y: [Float],
  range: Range<Int>? = nil
) -> [Float] {
  var result = y
  let range = range ?? 0..<((outputs + Int(CK_PANEL) - 1) / Int(CK_PANEL))
  ck_affine(
    isa, rows, inputs, outputs, x, inputs, panels, &result, outputs, range.lowerBound,
    range.upperBound)
  return result
}
