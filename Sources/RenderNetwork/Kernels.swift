import CRenderKernels

/// The only use of the C kernels, on the widest vectors that the processor has.
enum Kernels {
  static let best: ck_isa = ck_best_isa()

  /// Adds x to y, number by number.
  static func add(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    ck_axpy(best, count, 1, x, y)
  }

  static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    ck_sum_of_squares(best, count, x)
  }

  static func lstmForward(
    rows: Int, units: Int, gates: UnsafeMutablePointer<Float>, cellBefore: UnsafePointer<Float>,
    cell: UnsafeMutablePointer<Float>, tanhCell: UnsafeMutablePointer<Float>,
    hidden: UnsafeMutablePointer<Float>, isHard: Int32
  ) {
    ck_lstm_forward(best, rows, units, gates, cellBefore, cell, tanhCell, hidden, isHard)
  }

  static func lstmBackward(
    rows: Int, units: Int, gates: UnsafePointer<Float>, cellBefore: UnsafePointer<Float>,
    tanhCell: UnsafePointer<Float>, hiddenGradient: UnsafePointer<Float>,
    cellGradient: UnsafeMutablePointer<Float>, gateGradients: UnsafeMutablePointer<Float>,
    isHard: Int32
  ) {
    ck_lstm_backward(
      best, rows, units, gates, cellBefore, tanhCell, hiddenGradient, cellGradient, gateGradients,
      isHard)
  }

  static func activate(
    _ activation: Activation, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    switch activation {
    case .relu: ck_relu(best, count, x, y)
    case .tanh: ck_tanh(best, count, x, y)
    case .logistic: ck_sigmoid(best, count, x, y)
    }
  }

  /// Widens numbers of half precision, which may begin at any byte.
  static func widen(_ halves: UnsafeRawBufferPointer, to values: UnsafeMutablePointer<Float>) {
    guard let base = halves.baseAddress else { return }
    ck_widen(
      best, halves.count / 2, base.assumingMemoryBound(to: UInt16.self), values)
  }

  static func areFinite(_ values: UnsafePointer<Float>, count: Int) -> Bool {
    // Magnitudes are in the order of their bit patterns, infinities and NaNs above all.
    var largest: Int32 = 0
    for index in 0..<count {
      let magnitude = Int32(bitPattern: values[index].bitPattern & 0x7FFF_FFFF)
      largest = magnitude > largest ? magnitude : largest
    }
    return largest < 0x7F80_0000
  }

  static func softmax(
    _ logits: UnsafeMutablePointer<Float>, count: Int, logSum: inout Float
  ) {
    ck_softmax(best, 1, count, logits, count, &logSum)
  }
}
