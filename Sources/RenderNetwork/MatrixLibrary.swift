import CRenderKernels
import RenderRandomness
import RenderSystem

/// The OpenBLAS that training runs on.
///
/// OpenBLAS chooses its kernels when it is loaded, and an old one does not know newer processors: it
/// then falls back to kernels of 2004 at a fifth of the speed, or is known to compute wrong results.
/// Only the environment variable `OPENBLAS_CORETYPE` can change the choice, and only before loading:
/// a program asks here what to set and starts itself anew.
///
/// Its number of threads is one setting for the whole process, too. `TrainingRun`, `NetworkEvaluation`
/// and `PieceFold` set it to 1 while they compute, and then back to what it was.
public enum MatrixLibrary {
  /// The kernels in use, such as `Haswell` or `SkylakeX`.
  public static var coreType: String { BLAS.coreName }

  /// Ends the library's threads for good, and sets their number to 1: for a program that needs OpenBLAS
  /// for nothing else. The library starts a thread for each core when it is loaded, and each looks for
  /// work for a tenth of a second, though training brings threads of its own. Nothing may be training or
  /// measuring meanwhile: its products would wait for threads that have ended.
  public static func endThreads() {
    // No part of the library's interface, so it may be missing.
    guard let symbol = RunningProgram.symbol("blas_thread_shutdown_") else { return }
    BLAS.threads = 1
    _ = unsafeBitCast(symbol, to: (@convention(c) () -> Int32).self)()
  }

  /// The core type that suits the processor better than the one the library chose; `nil` if it chose
  /// well.
  public static var betterCoreType: String? {
    betterCoreType(than: coreType, instructions: Kernels.best)
  }

  static func betterCoreType(than chosen: String, instructions: ck_isa) -> String? {
    if instructions.rawValue >= CK_AVX512.rawValue {
      return wide.contains(chosen) ? nil : "SkylakeX"
    }
    if instructions.rawValue >= CK_AVX2.rawValue {
      return wide.contains(chosen) || middle.contains(chosen) ? nil : "Haswell"
    }
    return nil
  }

  /// The next core type to try where the present one computes wrong results; `nil` after the last.
  public static func saferCoreType(than coreType: String) -> String? {
    if wide.contains(coreType) { return "Haswell" }
    if middle.contains(coreType) { return "Sandybridge" }
    return coreType == "Sandybridge" ? "Nehalem" : nil
  }

  private static let wide: Set = ["SkylakeX", "Cooperlake", "Sapphirerapids", "SapphireRapids"]
  private static let middle: Set = ["Haswell", "Zen", "Excavator"]

  /// Whether one product of each shape that a training needs equals that of this package's own kernels.
  ///
  /// - Throws: `NetworkError` for options out of range, and for a network that cannot be built.
  public static func isSound(
    for architecture: Architecture, options: TrainingOptions
  ) throws(NetworkError) -> Bool {
    try options.validate()
    let widths = try architecture.widths()
    let positions = options.batchSize / options.threads * options.sequenceLength
    var products: Set<Product> = []
    for (index, layer) in architecture.layers.enumerated() where index > 0 {
      let inputs = widths[index - 1]
      switch layer {
      case .lstm(let units, _, _):
        products.formUnion(Product.all(rows: positions, inputs: inputs, outputs: 4 * units))
        products.insert(Product.byWeights(rows: positions, inputs: units, outputs: 4 * units))
      case .dense(let units):
        products.formUnion(Product.all(rows: positions, inputs: inputs, outputs: units))
      default:
        break
      }
    }
    return BLAS.withOneThread { products.allSatisfy(\.isSound) }
  }
}

/// A shape of matrix product, [rows, inner] · [inner, columns].
private struct Product: Hashable {
  var rows: Int
  var columns: Int
  var inner: Int
  var transposesFirst = false
  var transposesSecond = false

  /// The products of a layer: forward, and the gradients by the weights and by the inputs.
  static func all(rows: Int, inputs: Int, outputs: Int) -> [Product] {
    [
      Product(rows: rows, columns: outputs, inner: inputs),
      byWeights(rows: rows, inputs: inputs, outputs: outputs),
      Product(rows: rows, columns: inputs, inner: outputs, transposesSecond: true),
    ]
  }

  static func byWeights(rows: Int, inputs: Int, outputs: Int) -> Product {
    Product(rows: inputs, columns: outputs, inner: rows, transposesFirst: true)
  }

  var isSound: Bool {
    var generator = SeededGenerator(
      seed: 1, stream: .product(rows: rows, columns: columns, inner: inner))
    func random(_ rows: Int, _ columns: Int) -> FloatBuffer {
      let buffer = FloatBuffer(count: rows * columns)
      for index in 0..<buffer.count {
        buffer.base[index] = Float(Int8(truncatingIfNeeded: generator.next())) / 128
      }
      return buffer
    }
    func transposed(_ matrix: FloatBuffer, _ rows: Int, _ columns: Int) -> FloatBuffer {
      let result = FloatBuffer(count: matrix.count)
      for row in 0..<rows {
        for column in 0..<columns {
          result.base[column * rows + row] = matrix.base[row * columns + column]
        }
      }
      return result
    }
    let (a, b) = (random(rows, inner), random(inner, columns))
    let (found, expected) = (
      FloatBuffer(count: rows * columns), FloatBuffer(count: rows * columns)
    )
    let first = transposesFirst ? transposed(a, rows, inner) : a
    let second = transposesSecond ? transposed(b, inner, columns) : b
    withExtendedLifetime((first, second)) {
      BLAS.multiply(
        rows: rows, columns: columns, inner: inner,
        first.base, transposingFirst: transposesFirst,
        second.base, transposingSecond: transposesSecond, into: found.base, beta: 0)
    }
    withExtendedLifetime((a, b)) {
      PackedProduct(b.base, inputs: inner, outputs: columns)
        .accumulate(a.base, rows: rows, into: expected.base)
    }
    // Sums of products of numbers below one: rounding stays far below this, a wrong kernel does not.
    let tolerance = 1e-4 * Float(inner).squareRoot()
    return (0..<found.count).allSatisfy { abs(found.base[$0] - expected.base[$0]) <= tolerance }
  }
}
