/// The products of a layer with its kernel W [inputs, outputs], for many positions at once, in the
/// training's precision.
struct LayerProducts {
  let inputs: Int
  let outputs: Int
  /// W and its transpose, rounded; `nil` for products of OpenBLAS in single precision.
  private let rounded: (kernel: BFloat16Matrix, transposed: BFloat16Matrix)?

  init(inputs: Int, outputs: Int, precision: TrainingOptions.Precision) {
    self.inputs = inputs
    self.outputs = outputs
    rounded =
      precision == .bfloat16 && inputs >= BFloat16Matrix.fewestInputs
      ? (
        BFloat16Matrix(inner: inputs, columns: outputs),
        BFloat16Matrix(inner: outputs, columns: inputs)
      ) : nil
  }

  /// Computes `y += x · W`; x is [positions, inputs], y [positions, outputs].
  func forward(
    _ x: FloatBuffer, positions: Int, kernel: UnsafePointer<Float>, into y: FloatBuffer
  ) {
    guard let rounded else {
      return BLAS.multiply(
        rows: positions, columns: outputs, inner: inputs, x.base, kernel, into: y.base, beta: 1)
    }
    rounded.kernel.pack(kernel)
    rounded.kernel.multiply(x.base, rows: positions, into: y.base, accumulates: true)
  }

  /// Computes `dx = dy · Wᵀ`; dy is [positions, outputs], dx [positions, inputs].
  func backward(
    _ dy: FloatBuffer, positions: Int, kernel: UnsafePointer<Float>, into dx: FloatBuffer
  ) {
    guard let rounded else {
      return BLAS.multiply(
        rows: positions, columns: inputs, inner: outputs, dy.base, kernel,
        transposingSecond: true, into: dx.base, beta: 0)
    }
    rounded.transposed.pack(kernel, isTransposed: true)
    rounded.transposed.multiply(dy.base, rows: positions, into: dx.base, accumulates: false)
  }
}

/// The products by which gradients of outputs, dy [positions, outputs], become gradients of the matrices
/// that made the outputs.
struct GradientProducts {
  private let positions: Int
  private let outputs: Int
  private let rounded: BFloat16Matrix?

  init(positions: Int, outputs: Int, precision: TrainingOptions.Precision) {
    self.positions = positions
    self.outputs = outputs
    rounded =
      precision == .bfloat16 ? BFloat16Matrix(inner: positions, columns: outputs) : nil
  }

  /// Takes dy, once for all products with it.
  func take(_ dy: FloatBuffer) { rounded?.pack(dy.base) }

  /// Computes `dW += xᵀ · dy`; x is [positions, inputs], dW [inputs, outputs], and dy what was taken.
  func add(
    _ x: FloatBuffer, inputs: Int, _ dy: FloatBuffer, to dW: UnsafeMutablePointer<Float>
  ) {
    guard let rounded, inputs >= BFloat16Matrix.fewestInputs else {
      return BLAS.multiply(
        rows: inputs, columns: outputs, inner: positions, x.base, transposingFirst: true, dy.base,
        into: dW, beta: 1)
    }
    rounded.multiply(x.base, isTransposed: true, rows: inputs, into: dW, accumulates: true)
  }
}

/// The products of few rows with a matrix [inputs, outputs] that stays the same from step to step of a
/// sequence, in the training's precision. It is packed once for all steps, where OpenBLAS would pack it
/// again for each.
enum StepProducts {
  case single(PackedProduct)
  case bfloat16(BFloat16Matrix)

  init(inputs: Int, outputs: Int, precision: TrainingOptions.Precision) {
    switch precision {
    case .single: self = .single(PackedProduct(inputs: inputs, outputs: outputs))
    case .bfloat16: self = .bfloat16(BFloat16Matrix(inner: inputs, columns: outputs))
    }
  }

  /// Packs a matrix [inputs, outputs]; one that lies transposed is [outputs, inputs].
  func pack(_ matrix: UnsafePointer<Float>, isTransposed: Bool = false) {
    switch self {
    case .single(let product): product.pack(matrix, isTransposed: isTransposed)
    case .bfloat16(let rounded): rounded.pack(matrix, isTransposed: isTransposed)
    }
  }

  /// Adds x · matrix to y; x [rows, inputs], y [rows, outputs].
  func accumulate(_ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>) {
    switch self {
    case .single(let product): product.accumulate(x, rows: rows, into: y)
    case .bfloat16(let rounded): rounded.multiply(x, rows: rows, into: y, accumulates: true)
    }
  }
}
