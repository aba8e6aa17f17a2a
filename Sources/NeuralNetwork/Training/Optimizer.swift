import CKernels

/// How parameters follow their gradients.
public enum Optimizer: Hashable, Codable, Sendable {
  /// Hinton's lecture 6e, as in Keras: `v = rho v + (1 - rho) g²`, `w -= rate g / √(v + epsilon)`.
  case rmsprop(rho: Float = 0.9, epsilon: Float = 1e-7)
  /// Kingma, Ba 2015: bias-corrected moments, `w -= rate m̂ / (√v̂ + epsilon)`.
  case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)

  var isInRange: Bool {
    let decays: Range<Float> = 0..<1
    return switch self {
    case .rmsprop(let rho, let epsilon): decays.contains(rho) && epsilon > 0 && epsilon < 1
    case .adam(let beta1, let beta2, let epsilon):
      decays.contains(beta1) && decays.contains(beta2) && epsilon > 0 && epsilon < 1
    }
  }
}

/// An optimizer's moments, flat as the parameters are.
final class OptimizerState {
  let optimizer: Optimizer
  /// Adam's m; unused by RMSprop.
  let first: FloatBuffer
  let second: FloatBuffer

  init(_ optimizer: Optimizer, count: Int) {
    self.optimizer = optimizer
    if case .adam = optimizer {
      first = FloatBuffer(count: count)
    } else {
      first = FloatBuffer(count: 0)
    }
    second = FloatBuffer(count: count)
  }

  /// One update.
  ///
  /// - Parameters:
  ///   - step: counts from 1.
  ///   - range: the part of the flat buffers to update; parts are independent.
  func update(
    _ parameters: FloatBuffer, gradients: FloatBuffer, rate: Float, step: Int, range: Range<Int>
  ) {
    let (count, start) = (range.count, range.lowerBound)
    let (w, g) = (parameters.base + start, gradients.base + start)
    switch optimizer {
    case .rmsprop(let rho, let epsilon):
      ck_rmsprop(Kernels.best, count, w, g, second.base + start, rate, rho, epsilon)
    case .adam(let beta1, let beta2, let epsilon):
      let correction1 = 1 - Float(power(Double(beta1), step))
      let correction2 = 1 - Float(power(Double(beta2), step))
      ck_adam(
        Kernels.best, count, w, g, first.base + start, second.base + start,
        rate, beta1, beta2, epsilon, correction1, correction2)
    }
  }
}

/// `base` to a whole power by squaring: fixed operations, so a resumed training agrees to the last bit.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
