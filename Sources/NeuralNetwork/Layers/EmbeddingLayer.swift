/// y[t, r] = weight[token[t, r]], weight [vocabulary, width].
final class EmbeddingLayer: TrainableLayer {
  let output: Activations
  private let weight: Int

  init(weight: Parameters.Slot, time: Int, rows: Int) {
    self.weight = weight.offset
    output = Activations(time: time, rows: rows, features: weight.shape[1])
  }

  func forward(_ pass: Pass) {
    let width = output.features
    for position in 0..<output.positions {
      (output.values.base + position * width)
        .update(from: pass.parameters + weight + Int(pass.tokens[position]) * width, count: width)
    }
  }

  func backward(_ pass: Pass) {
    let width = output.features
    for position in 0..<output.positions {
      Kernels.add(
        output.gradients.base + position * width,
        to: pass.gradients + weight + Int(pass.tokens[position]) * width, count: width)
    }
  }
}

/// y[t, r] = token[t, r] / vocabulary: the tutorial's one feature.
final class ScaledIndexLayer: TrainableLayer {
  let output: Activations
  private let scale: Float

  init(vocabularySize: Int, time: Int, rows: Int) {
    scale = Float(vocabularySize)
    output = Activations(time: time, rows: rows, features: 1)
  }

  func forward(_ pass: Pass) {
    for position in 0..<output.positions {
      output.values.base[position] = Float(pass.tokens[position]) / scale
    }
  }

  func backward(_ pass: Pass) {}
}
