/// An activation y = f(x), one value at a time.
final class ActivationLayer: TrainableLayer {
  let output: Activations
  private let input: Activations
  private let activation: Activation

  init(_ activation: Activation, input: Activations) {
    self.activation = activation
    self.input = input
    output = Activations(time: input.time, rows: input.rows, features: input.features)
  }

  func forward(_ pass: Pass) {
    Kernels.activate(
      activation, input.values.base, into: output.values.base, count: input.values.count)
  }

  /// The gradient in terms of y: relu' = [y > 0], tanh' = 1 - y², σ' = y (1 - y).
  func backward(_ pass: Pass) {
    let (y, dy, dx) = (output.values.base, output.gradients.base, input.gradients.base)
    for index in 0..<output.values.count {
      switch activation {
      case .relu: dx[index] = y[index] > 0 ? dy[index] : 0
      case .tanh: dx[index] = dy[index] * (1 - y[index] * y[index])
      case .logistic: dx[index] = dy[index] * y[index] * (1 - y[index])
      }
    }
  }
}
