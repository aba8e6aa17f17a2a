/// An exponential moving average of the parameters, which forgets the noise of single steps (Polyak,
/// Juditsky 1992): it stands about where a lower learning rate would end, at the cost of one pass over
/// the parameters a step.
package final class ParameterAverage {
  /// The average, laid out as the parameters are.
  let parameters: Parameters
  private let decay: Float

  /// An average of no steps yet.
  ///
  /// - Parameters:
  ///   - parameters: the parameters before the first step, or the average up to now; it is changed.
  ///   - decay: the share of itself that the average keeps at a step, once there were many.
  init(_ parameters: Parameters, decay: Float) {
    self.parameters = parameters
    self.decay = decay
  }

  /// The share of a step's parameters in the average after it. It falls from step to step, so that the
  /// average is at no time of more than about the last tenth of all steps, and soon has nothing of the
  /// first weights.
  ///
  /// - Parameter step: the step's number, from 1.
  func share(atStep step: Int) -> Float {
    1 - min(decay, Float(1 + step) / Float(10 + step))
  }
}
