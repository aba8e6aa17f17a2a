/// A batch normalization y = gamma (x - mean) / √(variance + epsilon) + beta, for each feature over all
/// positions of a worker's batch (Ioffe, Szegedy 2015); outside training with the running mean and
/// variance.
final class BatchNormalizationLayer: TrainableLayer {
  let output: Activations
  private let input: Activations
  private let epsilon: Float
  private let momentum: Float
  private let gamma: Int
  private let beta: Int
  private let movingMean: Int
  private let movingVariance: Int
  /// The values (x - mean) / √(variance + epsilon), [positions, features].
  private let normalized: FloatBuffer
  /// The statistics of the batch, and sums for the gradients, [features] each.
  private let mean: FloatBuffer
  private let variance: FloatBuffer
  private let inverseDeviation: FloatBuffer
  private let sumOfGradients: FloatBuffer
  private let sumOfProducts: FloatBuffer

  init(slots: [Parameters.Slot], epsilon: Float, momentum: Float, input: Activations) {
    self.input = input
    self.epsilon = epsilon
    self.momentum = momentum
    gamma = slots[0].offset
    beta = slots[1].offset
    movingMean = slots[2].offset
    movingVariance = slots[3].offset
    output = Activations(time: input.time, rows: input.rows, features: input.features)
    normalized = FloatBuffer(count: output.values.count)
    mean = FloatBuffer(count: input.features)
    variance = FloatBuffer(count: input.features)
    inverseDeviation = FloatBuffer(count: input.features)
    sumOfGradients = FloatBuffer(count: input.features)
    sumOfProducts = FloatBuffer(count: input.features)
  }

  func forward(_ pass: Pass) {
    let features = input.features
    if pass.isTraining {
      measure()
      if pass.updatesStatistics {
        for f in 0..<features {
          pass.parameters[movingMean + f] =
            momentum * pass.parameters[movingMean + f] + (1 - momentum) * mean.base[f]
          pass.parameters[movingVariance + f] =
            momentum * pass.parameters[movingVariance + f] + (1 - momentum) * variance.base[f]
        }
      }
    } else {
      mean.base.update(from: pass.parameters + movingMean, count: features)
      variance.base.update(from: pass.parameters + movingVariance, count: features)
    }
    for f in 0..<features {
      inverseDeviation.base[f] = 1 / (variance.base[f] + epsilon).squareRoot()
    }
    for position in 0..<input.positions {
      let row = position * features
      for f in 0..<features {
        let value = (input.values.base[row + f] - mean.base[f]) * inverseDeviation.base[f]
        normalized.base[row + f] = value
        output.values.base[row + f] =
          pass.parameters[gamma + f] * value + pass.parameters[beta + f]
      }
    }
  }

  /// Mean and (biased) variance of each feature, in two passes.
  private func measure() {
    let features = input.features
    let count = Float(input.positions)
    mean.zero()
    variance.zero()
    for position in 0..<input.positions {
      let x = input.values.base + position * features
      for f in 0..<features { mean.base[f] += x[f] }
    }
    for f in 0..<features { mean.base[f] /= count }
    for position in 0..<input.positions {
      let x = input.values.base + position * features
      for f in 0..<features {
        let deviation = x[f] - mean.base[f]
        variance.base[f] += deviation * deviation
      }
    }
    for f in 0..<features { variance.base[f] /= count }
  }

  /// dx = gamma / (n √(variance + epsilon)) (n dy - Σdy - x̂ Σ(dy x̂)).
  func backward(_ pass: Pass) {
    let features = input.features
    let count = Float(input.positions)
    sumOfGradients.zero()
    sumOfProducts.zero()
    for position in 0..<input.positions {
      let row = position * features
      for f in 0..<features {
        let gradient = output.gradients.base[row + f]
        sumOfGradients.base[f] += gradient
        sumOfProducts.base[f] += gradient * normalized.base[row + f]
      }
    }
    for f in 0..<features {
      pass.gradients[beta + f] += sumOfGradients.base[f]
      pass.gradients[gamma + f] += sumOfProducts.base[f]
    }
    for position in 0..<input.positions {
      let row = position * features
      for f in 0..<features {
        let centred =
          count * output.gradients.base[row + f] - sumOfGradients.base[f]
          - normalized.base[row + f] * sumOfProducts.base[f]
        input.gradients.base[row + f] =
          pass.parameters[gamma + f] * inverseDeviation.base[f] * centred / count
      }
    }
  }
}
