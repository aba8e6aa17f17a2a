/// An embedding y[t, r] = weight[token[t, r]] + Σ featureWeight[f] over the position's features f; weight
/// [vocabulary, width], featureWeight [features, width].
final class EmbeddingLayer: TrainableLayer {
  let output: Activations
  private let weight: Int
  /// The offset of the features' weights, of no meaning where there are no features.
  private let featureWeight: Int

  init(slots: [Parameters.Slot], time: Int, rows: Int) {
    weight = slots[0].offset
    featureWeight = slots.last!.offset
    output = Activations(time: time, rows: rows, features: slots[0].shape[1])
  }

  func forward(_ pass: Pass) {
    let width = output.features
    for position in 0..<output.positions {
      let vector = output.values.base + position * width
      vector.update(
        from: pass.parameters + weight + Int(pass.tokens[position]) * width, count: width)
      for feature in pass.features[position] {
        Kernels.add(
          pass.parameters + featureWeight + Int(feature) * width, to: vector, count: width)
      }
    }
  }

  func backward(_ pass: Pass) {
    let width = output.features
    for position in 0..<output.positions {
      let gradient = output.gradients.base + position * width
      Kernels.add(
        gradient, to: pass.gradients + weight + Int(pass.tokens[position]) * width, count: width)
      for feature in pass.features[position] {
        Kernels.add(
          gradient, to: pass.gradients + featureWeight + Int(feature) * width, count: width)
      }
    }
  }
}

/// The scaled index y[t, r] = token[t, r] / vocabulary: the tutorial's one feature.
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
