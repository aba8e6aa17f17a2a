import CRenderKernels

/// The rule by which parameters follow their gradients g.
public enum Optimizer: Hashable, Codable, Sendable {
  /// RMSprop (Hinton's lecture 6e), as in Keras: `v = rho v + (1 - rho) g²`,
  /// `w -= rate g / √(v + epsilon)`.
  case rmsprop(rho: Float = 0.9, epsilon: Float = 1e-7)
  /// Adam (Kingma, Ba 2015): bias-corrected moments, `w -= rate m̂ / (√v̂ + epsilon)`.
  case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)
  /// AdamW (Loshchilov, Hutter 2019): before Adam's update, `w -= rate weightDecay w`.
  case adamW(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01)

  var isInRange: Bool {
    let decays: Range<Float> = 0..<1
    return switch self {
    case .rmsprop(let rho, let epsilon): decays.contains(rho) && epsilon > 0 && epsilon < 1
    case .adam(let beta1, let beta2, let epsilon):
      decays.contains(beta1) && decays.contains(beta2) && epsilon > 0 && epsilon < 1
    case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
      decays.contains(beta1) && decays.contains(beta2) && epsilon > 0 && epsilon < 1
        && decays.contains(weightDecay)
    }
  }
}

/// The moments of an optimizer, flat as the parameters are.
package final class OptimizerState {
  let optimizer: Optimizer
  /// The first moments m of Adam and AdamW; empty for RMSprop.
  let first: FloatBuffer
  let second: FloatBuffer

  package init(_ optimizer: Optimizer, count: Int) {
    self.optimizer = optimizer
    if case .rmsprop = optimizer {
      first = FloatBuffer(count: 0)
    } else {
      first = FloatBuffer(count: count)
    }
    second = FloatBuffer(count: count)
  }

  /// Updates parameters once.
  ///
  /// - Parameters:
  ///   - step: the step's number, from 1.
  ///   - range: the part of the flat buffers to update; parts are independent.
  ///   - average: an average that follows the parameters in the same pass.
  package func update(
    _ parameters: FloatBuffer, gradients: FloatBuffer, rate: Float, step: Int, range: Range<Int>,
    average: ParameterAverage? = nil
  ) {
    let (count, start) = (range.count, range.lowerBound)
    let (w, g) = (parameters.base + start, gradients.base + start)
    let follower = average.map { $0.parameters.buffer.base + start }
    let share = average?.share(atStep: step) ?? 0
    func adam(beta1: Float, beta2: Float, epsilon: Float) {
      let correction1 = 1 - Float(power(Double(beta1), step))
      let correction2 = 1 - Float(power(Double(beta2), step))
      ck_adam(
        Kernels.best, count, w, g, first.base + start, second.base + start, follower, rate, beta1,
        beta2, epsilon, correction1, correction2, share)
    }
    switch optimizer {
    case .rmsprop(let rho, let epsilon):
      ck_rmsprop(
        Kernels.best, count, w, g, second.base + start, follower, rate, rho, epsilon, share)
    case .adam(let beta1, let beta2, let epsilon):
      adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
    case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
      ck_axpy(Kernels.best, count, -rate * weightDecay, w, w)
      adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
    }
  }
}

/// The power of `base` by squaring: fixed operations, so that a resumed training agrees to the last bit.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
