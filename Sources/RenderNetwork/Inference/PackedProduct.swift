import CRenderKernels

/// A matrix [inputs, outputs] in the order in which the kernel reads it.
package struct PackedProduct: Sendable {
  package let inputs: Int
  package let outputs: Int
  private let packed: Weights

  private enum Weights: Sendable {
    case single(FloatBuffer)
    case half(HalfBuffer)
  }

  /// A matrix of zeros, until another one is packed.
  init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
    packed = .single(FloatBuffer(count: ck_packed_count(inputs, outputs)))
  }

  /// A matrix that stays as it is; in half precision where that can hold all of its numbers, as those of a
  /// model file that stores them so: reading the weights takes most of the time.
  ///
  /// - Parameter matrix: the matrix, [inputs, outputs].
  init(_ matrix: UnsafePointer<Float>, inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
    let halves = HalfBuffer(count: inputs * outputs)
    if ck_narrow(Kernels.best, inputs * outputs, matrix, halves.base) {
      let packedHalves = HalfBuffer(count: ck_packed_count(inputs, outputs))
      withExtendedLifetime(halves) {
        ck_pack_half(halves.base, inputs, outputs, packedHalves.base)
      }
      packed = .half(packedHalves)
    } else {
      packed = .single(FloatBuffer(count: ck_packed_count(inputs, outputs)))
      pack(matrix)
    }
  }

  /// Packs another matrix, [inputs, outputs]; one that lies transposed is [outputs, inputs].
  func pack(_ matrix: UnsafePointer<Float>, isTransposed: Bool = false) {
    guard case .single(let packed) = packed else { preconditionFailure("a matrix that stays") }
    if isTransposed {
      ck_pack_transposed(matrix, inputs, outputs, packed.base)
    } else {
      ck_pack(matrix, inputs, outputs, packed.base)
    }
  }

  /// The number of panels of columns, which threads can share.
  var panels: Int { (outputs + Int(CK_PANEL) - 1) / Int(CK_PANEL) }

  /// The columns of some panels.
  func columns(of panels: Range<Int>) -> Range<Int> {
    panels.lowerBound * Int(CK_PANEL)..<min(outputs, panels.upperBound * Int(CK_PANEL))
  }

  /// Adds x · matrix to y, for the columns of some panels; x [rows, inputs], y [rows, outputs].
  ///
  /// Each output continues the chain of fused multiply-adds that its present value began.
  func accumulate(
    _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, panels: Range<Int>
  ) {
    switch packed {
    case .single(let packed):
      ck_affine(
        Kernels.best, rows, inputs, outputs, x, inputs, packed.base, y, outputs,
        panels.lowerBound, panels.upperBound)
    case .half(let packed):
      ck_affine_half(
        Kernels.best, rows, inputs, outputs, x, inputs, packed.base, y, outputs,
        panels.lowerBound, panels.upperBound)
    }
  }

  /// Adds x · matrix to y, for all columns, on the caller's thread; x [rows, inputs], y [rows, outputs].
  func accumulate(
    _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>
  ) {
    accumulate(x, rows: rows, into: y, panels: 0..<panels)
  }

  /// - Parameter matrix: the matrix, [inputs, outputs].
  package init(_ matrix: [Float], inputs: Int, outputs: Int) {
    precondition(matrix.count == inputs * outputs)
    self = matrix.withUnsafeBufferPointer {
      PackedProduct($0.baseAddress!, inputs: inputs, outputs: outputs)
    }
  }

  /// Adds x · matrix to y for one row: x [inputs], y [outputs].
  package func accumulate(_ x: [Float], into y: inout [Float]) {
    precondition(x.count == inputs && y.count == outputs)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        accumulate(x.baseAddress!, rows: 1, into: y.baseAddress!)
      }
    }
  }
}
