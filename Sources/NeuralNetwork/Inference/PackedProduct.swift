import CKernels

/// A matrix [inputs, outputs] in the order in which the kernel reads it.
package struct PackedProduct: Sendable {
  package let inputs: Int
  package let outputs: Int
  private let packed: FloatBuffer

  /// Zeros, until something is packed.
  init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
    packed = FloatBuffer(count: ck_packed_count(inputs, outputs))
  }

  init(_ matrix: FloatBuffer, inputs: Int, outputs: Int) {
    self.init(inputs: inputs, outputs: outputs)
    pack(matrix.base)
  }

  /// Takes a matrix [inputs, outputs] in; one that lies transposed is [outputs, inputs].
  func pack(_ matrix: UnsafePointer<Float>, isTransposed: Bool = false) {
    if isTransposed {
      ck_pack_transposed(matrix, inputs, outputs, packed.base)
    } else {
      ck_pack(matrix, inputs, outputs, packed.base)
    }
  }

  /// y += x · matrix; x [rows, inputs], y [rows, outputs].
  ///
  /// Each output continues the chain of fused multiply-adds that its present value began.
  func accumulate(
    _ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, threads: Int
  ) {
    let panelWidth = Int(CK_PANEL)
    let panels = (outputs + panelWidth - 1) / panelWidth
    // Below a million multiply-adds a second core costs more than it brings.
    let parts = rows * inputs * outputs < 1 << 20 ? 1 : min(threads, panels)
    _ = concurrentMap(parts) { part in
      ck_affine(
        Kernels.best, rows, inputs, outputs, x, inputs, packed.base, y, outputs,
        panels * part / parts, panels * (part + 1) / parts)
    }
  }

  /// - Parameter matrix: [inputs, outputs]
  package init(_ matrix: [Float], inputs: Int, outputs: Int) {
    self.init(FloatBuffer(matrix), inputs: inputs, outputs: outputs)
  }

  /// y += x · matrix for one row: x [inputs], y [outputs].
  package func accumulate(_ x: [Float], into y: inout [Float]) {
    precondition(x.count == inputs && y.count == outputs)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        accumulate(x.baseAddress!, rows: 1, into: y.baseAddress!, threads: 1)
      }
    }
  }
}
