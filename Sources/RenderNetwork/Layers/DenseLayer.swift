/// A dense layer y = x · kernel + bias at every position; kernel [inputs, units], bias [units].
final class DenseLayer: TrainableLayer {
  let output: Activations
  private let input: Activations
  private let kernel: Int
  private let bias: Int
  private let products: LayerProducts
  private let gradientProducts: GradientProducts

  init(slots: [Parameters.Slot], input: Activations, precision: TrainingOptions.Precision) {
    self.input = input
    kernel = slots[0].offset
    bias = slots[1].offset
    let units = slots[1].shape[0]
    output = Activations(time: input.time, rows: input.rows, features: units)
    products = LayerProducts(inputs: input.features, outputs: units, precision: precision)
    gradientProducts = GradientProducts(
      positions: input.positions, outputs: units, precision: precision)
  }

  func forward(_ pass: Pass) {
    let units = output.features
    for position in 0..<input.positions {
      (output.values.base + position * units).update(from: pass.parameters + bias, count: units)
    }
    products.forward(
      input.values, positions: input.positions, kernel: pass.parameters + kernel,
      into: output.values)
  }

  func backward(_ pass: Pass) {
    let units = output.features
    gradientProducts.take(output.gradients)
    gradientProducts.add(
      input.values, inputs: input.features, output.gradients, to: pass.gradients + kernel)
    for position in 0..<input.positions {
      Kernels.add(output.gradients.base + position * units, to: pass.gradients + bias, count: units)
    }
    products.backward(
      output.gradients, positions: input.positions, kernel: pass.parameters + kernel,
      into: input.gradients)
  }
}
