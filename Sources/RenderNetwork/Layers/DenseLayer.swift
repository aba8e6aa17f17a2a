/// A dense layer y = x · kernel + bias at every position; kernel [inputs, units], bias [units].
final class DenseLayer: TrainableLayer {
  let output: Activations
  private let input: Activations
  private let kernel: Int
  private let bias: Int

  init(slots: [Parameters.Slot], input: Activations) {
    self.input = input
    kernel = slots[0].offset
    bias = slots[1].offset
    output = Activations(time: input.time, rows: input.rows, features: slots[1].shape[0])
  }

  func forward(_ pass: Pass) {
    let units = output.features
    for position in 0..<input.positions {
      (output.values.base + position * units).update(from: pass.parameters + bias, count: units)
    }
    BLAS.multiply(
      rows: input.positions, columns: units, inner: input.features,
      input.values.base, pass.parameters + kernel, into: output.values.base, beta: 1)
  }

  func backward(_ pass: Pass) {
    let units = output.features
    BLAS.multiply(
      rows: input.features, columns: units, inner: input.positions,
      input.values.base, transposingFirst: true, output.gradients.base,
      into: pass.gradients + kernel, beta: 1)
    for position in 0..<input.positions {
      Kernels.add(output.gradients.base + position * units, to: pass.gradients + bias, count: units)
    }
    BLAS.multiply(
      rows: input.positions, columns: input.features, inner: units,
      output.gradients.base, pass.parameters + kernel, transposingSecond: true,
      into: input.gradients.base, beta: 0)
  }
}
