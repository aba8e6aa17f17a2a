import RenderRandomness

/// Inverted dropout: each value is zero with probability `rate`, the others are divided by 1 - rate.
/// The mask depends on seed, step, worker and layer alone, so that a resumed training draws the same.
final class DropoutLayer: TrainableLayer {
  let output: Activations
  private let input: Activations
  private let layer: UInt64
  private let scale: Float
  /// The bound of the 16 random bits below which a value is dropped.
  private let threshold: UInt16
  private let mask: FloatBuffer

  init(rate: Float, layer: Int, input: Activations) {
    self.input = input
    self.layer = UInt64(layer)
    threshold = UInt16((rate * 65536).rounded(.down))
    scale = 1 / (1 - rate)
    output = Activations(time: input.time, rows: input.rows, features: input.features)
    mask = FloatBuffer(count: output.values.count)
  }

  func forward(_ pass: Pass) {
    guard pass.isTraining else {
      output.values.base.update(from: input.values.base, count: input.values.count)
      return
    }
    var generator = SeededGenerator(
      seed: pass.seed, stream: .dropout(step: pass.step, worker: pass.worker, layer: layer))
    var bits: UInt64 = 0
    let (values, mask, result) = (input.values.base, mask.base, output.values.base)
    for index in 0..<output.values.count {
      bits = index & 3 == 0 ? generator.next() : bits >> 16
      mask[index] = UInt16(truncatingIfNeeded: bits) < threshold ? 0 : scale
      result[index] = values[index] * mask[index]
    }
  }

  func backward(_ pass: Pass) {
    let (gradients, mask, result) = (output.gradients.base, mask.base, input.gradients.base)
    for index in 0..<output.values.count { result[index] = gradients[index] * mask[index] }
  }
}
