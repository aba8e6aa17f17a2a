/// Long short-term memory over a sequence, carrying its state from one batch to the next.
///
///     i, f, g, o = x[t] · kernel + h[t-1] · recurrent_kernel + bias
///     c[t] = σ(f) c[t-1] + σ(i) tanh(g)        h[t] = σ(o) tanh(c[t])
///
/// kernel [inputs, 4 units], recurrent_kernel [units, 4 units], bias [4 units]. Backward is
/// truncated at the sequence's start (truncated back-propagation through time, Werbos 1990).
final class LSTMLayer: TrainableLayer {
  let output: Activations
  let units: Int
  private let input: Activations
  private let needsInputGradient: Bool
  private let returnsSequence: Bool
  private let isHard: Int32
  private let kernel: Int
  private let recurrentKernel: Int
  private let bias: Int
  private let products: LayerProducts
  private let gradientProducts: GradientProducts
  /// Those with the recurrent kernel and its transpose.
  private let recurrence: StepProducts
  private let transposedRecurrence: StepProducts

  /// The state before each step and after the last, [time + 1, rows, units].
  private let hidden: FloatBuffer
  private let cell: FloatBuffer
  /// The tanh of the cell, [time, rows, units].
  private let tanhCell: FloatBuffer
  /// The gates' activations, and the gradients by their arguments, [time, rows, 4 units].
  private let gates: FloatBuffer
  private let gateGradients: FloatBuffer
  /// The gradients at the present step of the way back through time, [rows, units].
  private let hiddenGradient: FloatBuffer
  private let cellGradient: FloatBuffer

  init(
    slots: [Parameters.Slot], input: Activations, needsInputGradient: Bool, returnsSequence: Bool,
    recurrentActivation: RecurrentActivation, precision: TrainingOptions.Precision
  ) {
    let (time, rows) = (input.time, input.rows)
    units = slots[1].shape[0]
    kernel = slots[0].offset
    recurrentKernel = slots[1].offset
    bias = slots[2].offset
    products = LayerProducts(
      inputs: input.features, outputs: 4 * units, precision: precision)
    gradientProducts = GradientProducts(
      positions: input.positions, outputs: 4 * units, precision: precision)
    recurrence = StepProducts(inputs: units, outputs: 4 * units, precision: precision)
    transposedRecurrence = StepProducts(inputs: 4 * units, outputs: units, precision: precision)
    self.input = input
    self.needsInputGradient = needsInputGradient
    self.returnsSequence = returnsSequence
    isHard = recurrentActivation == .hardSigmoid ? 1 : 0
    output = Activations(time: returnsSequence ? time : 1, rows: rows, features: units)
    hidden = FloatBuffer(count: (time + 1) * rows * units)
    cell = FloatBuffer(count: (time + 1) * rows * units)
    tanhCell = FloatBuffer(count: time * rows * units)
    gates = FloatBuffer(count: time * rows * 4 * units)
    gateGradients = FloatBuffer(count: time * rows * 4 * units)
    hiddenGradient = FloatBuffer(count: rows * units)
    cellGradient = FloatBuffer(count: rows * units)
  }

  private var stepSize: Int { input.rows * units }

  /// The state from which the next batch starts: hidden and cell, each [rows, units].
  var state: (hidden: UnsafeMutablePointer<Float>, cell: UnsafeMutablePointer<Float>) {
    (hidden.base + input.time * stepSize, cell.base + input.time * stepSize)
  }

  func forward(_ pass: Pass) {
    hidden.base.update(from: state.hidden, count: stepSize)
    cell.base.update(from: state.cell, count: stepSize)

    for position in 0..<input.positions {
      (gates.base + position * 4 * units).update(from: pass.parameters + bias, count: 4 * units)
    }
    products.forward(
      input.values, positions: input.positions, kernel: pass.parameters + kernel, into: gates)

    recurrence.pack(pass.parameters + recurrentKernel)
    for t in 0..<input.time {
      let gates = gates.base + t * 4 * stepSize
      recurrence.accumulate(hidden.base + t * stepSize, rows: input.rows, into: gates)
      Kernels.lstmForward(
        rows: input.rows, units: units, gates: gates, cellBefore: cell.base + t * stepSize,
        cell: cell.base + (t + 1) * stepSize, tanhCell: tanhCell.base + t * stepSize,
        hidden: hidden.base + (t + 1) * stepSize, isHard: isHard)
    }
    let firstReturned = returnsSequence ? 1 : input.time
    output.values.base.update(
      from: hidden.base + firstReturned * stepSize, count: output.values.count)
  }

  func backward(_ pass: Pass) {
    hiddenGradient.zero()
    cellGradient.zero()
    transposedRecurrence.pack(pass.parameters + recurrentKernel, isTransposed: true)
    for t in (0..<input.time).reversed() {
      if returnsSequence || t == input.time - 1 {
        Kernels.add(
          output.gradients.base + (returnsSequence ? t * stepSize : 0),
          to: hiddenGradient.base, count: stepSize)
      }
      let gateGradients = gateGradients.base + t * 4 * stepSize
      Kernels.lstmBackward(
        rows: input.rows, units: units, gates: gates.base + t * 4 * stepSize,
        cellBefore: cell.base + t * stepSize, tanhCell: tanhCell.base + t * stepSize,
        hiddenGradient: hiddenGradient.base, cellGradient: cellGradient.base,
        gateGradients: gateGradients, isHard: isHard)
      hiddenGradient.zero()
      transposedRecurrence.accumulate(
        gateGradients, rows: input.rows, into: hiddenGradient.base)
    }

    gradientProducts.take(gateGradients)
    gradientProducts.add(
      input.values, inputs: input.features, gateGradients, to: pass.gradients + kernel)
    gradientProducts.add(
      hidden, inputs: units, gateGradients, to: pass.gradients + recurrentKernel)
    for position in 0..<input.positions {
      Kernels.add(
        gateGradients.base + position * 4 * units, to: pass.gradients + bias, count: 4 * units)
    }
    if needsInputGradient {
      products.backward(
        gateGradients, positions: input.positions, kernel: pass.parameters + kernel,
        into: input.gradients)
    }
  }
}
