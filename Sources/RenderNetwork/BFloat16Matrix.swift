import CRenderKernels
import RenderRandomness

/// A matrix [inner, columns] rounded to bf16, in the order in which the kernel reads it.
///
/// Sendable without the compiler's proof: each worker of a training has its own, and packs it before it
/// multiplies.
final class BFloat16Matrix: @unchecked Sendable {
  let inner: Int
  let columns: Int
  private let packed: UnsafeMutablePointer<UInt32>
  private let instructions: ck_isa

  /// The smallest number of inputs at which products are worth rounding. What is below takes no time,
  /// and may have a meaning that needs its bits: the tutorial's one input is a token's index.
  static let fewestInputs = 16

  /// A matrix that is yet to be packed.
  ///
  /// - Parameter instructions: the instruction set of packing and products.
  init(inner: Int, columns: Int, instructions: ck_isa = Kernels.best) {
    self.inner = inner
    self.columns = columns
    self.instructions = instructions
    packed =
      UnsafeMutableRawPointer
      .allocate(
        byteCount: max(1, ck_bfloat16_count(inner, columns)) * MemoryLayout<UInt32>.stride,
        alignment: 64
      )
      .assumingMemoryBound(to: UInt32.self)
  }

  deinit { UnsafeMutableRawPointer(packed).deallocate() }

  /// The number of panels of columns, which threads can share.
  var panels: Int { (columns + Int(CK_PANEL) - 1) / Int(CK_PANEL) }

  /// Rounds and packs a matrix [inner, columns]; one that lies transposed is [columns, inner].
  func pack(_ matrix: UnsafePointer<Float>, isTransposed: Bool = false) {
    ck_bfloat16_pack(instructions, matrix, inner, columns, isTransposed, packed, 0, panels)
  }

  /// Computes `c = a · matrix`, or `c += a · matrix` where it accumulates, for the columns of some panels;
  /// a is [rows, inner] (or [inner, rows] when transposed) and is rounded on the way, c [rows, columns].
  func multiply(
    _ a: UnsafePointer<Float>, isTransposed: Bool = false, rows: Int,
    into c: UnsafeMutablePointer<Float>, accumulates: Bool, panels: Range<Int>? = nil
  ) {
    let panels = panels ?? 0..<self.panels
    ck_bfloat16_multiply(
      instructions, rows, inner, columns, a, isTransposed, packed, c, accumulates,
      panels.lowerBound, panels.upperBound)
  }

  /// Whether a product by the best instructions is, but for rounding, what it is without any.
  static let isSound: Bool = {
    let (rows, inner, columns) = (33, 301, 70)
    var generator = SeededGenerator(
      seed: 1, stream: .product(rows: rows, columns: columns, inner: inner))
    func random(_ count: Int) -> FloatBuffer {
      FloatBuffer((0..<count).map { _ in Float(Int16(truncatingIfNeeded: generator.next())) / 999 })
    }
    let (a, b) = (random(rows * inner), random(inner * columns))
    func product(_ instructions: ck_isa) -> [Float] {
      let matrix = BFloat16Matrix(inner: inner, columns: columns, instructions: instructions)
      let c = FloatBuffer(count: rows * columns)
      withExtendedLifetime((a, b)) {
        matrix.pack(b.base)
        matrix.multiply(a.base, rows: rows, into: c.base, accumulates: false)
      }
      return c.array
    }
    // The numbers are below 33. Rounding stays far below this, a wrong kernel does not.
    let tolerance = Float(inner) * 33 * 33 * 0x1p-22
    return zip(product(Kernels.best), product(CK_SCALAR)).allSatisfy { abs($0 - $1) <= tolerance }
  }()
}
