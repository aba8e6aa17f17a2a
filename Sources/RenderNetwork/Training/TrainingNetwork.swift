/// The layers of an architecture with one worker's activations and gradients.
final class TrainingNetwork {
  let rows: Int
  let time: Int
  /// The loss's gradient by every parameter, flat as in `Parameters`.
  let gradients: FloatBuffer
  private let layers: [any TrainableLayer]
  private let logits: Activations

  init(
    _ parameters: Parameters, time: Int, rows: Int,
    precision: TrainingOptions.Precision = .single
  ) {
    self.rows = rows
    self.time = time
    gradients = FloatBuffer(count: parameters.count)
    let architecture = parameters.architecture
    var layers: [any TrainableLayer] = []
    for (index, layer) in architecture.layers.enumerated() {
      let slots = parameters.slots(ofLayer: index)
      // The first layer takes tokens; for all others there is one before.
      let input = layers.last?.output
      switch layer {
      case .embedding, .featuredEmbedding:
        layers.append(EmbeddingLayer(slots: slots, time: time, rows: rows))
      case .scaledIndex:
        layers.append(
          ScaledIndexLayer(vocabularySize: architecture.vocabularySize, time: time, rows: rows))
      case .lstm(_, let returnsSequence, let recurrentActivation):
        layers.append(
          LSTMLayer(
            slots: slots, input: input!,
            needsInputGradient: !(layers.last is ScaledIndexLayer),
            returnsSequence: returnsSequence, recurrentActivation: recurrentActivation,
            precision: precision))
      case .dropout(let rate):
        layers.append(DropoutLayer(rate: rate, layer: index, input: input!))
      case .dense:
        layers.append(DenseLayer(slots: slots, input: input!, precision: precision))
      case .batchNormalization(let epsilon, let momentum):
        layers.append(
          BatchNormalizationLayer(
            slots: slots, epsilon: epsilon, momentum: momentum, input: input!))
      case .activation(let activation):
        layers.append(ActivationLayer(activation, input: input!))
      }
    }
    self.layers = layers
    logits = layers.last!.output
  }

  /// The number of floats a position: values, gradients, and what layers keep for their backward pass,
  /// gradients rounded to bf16 among it.
  static func floatsPerPosition(of architecture: Architecture) -> Int {
    // The parameters were made of the architecture: it was checked.
    let widths = try! architecture.widths()
    return zip(architecture.layers, widths).reduce(0) { sum, layer in
      if case .lstm = layer.0 { sum + 15 * layer.1 } else { sum + 3 * layer.1 }
    }
  }

  /// Runs forward, computes the loss, and in training runs backward into `gradients`, which start at zero.
  ///
  /// - Parameters:
  ///   - targets: the tokens to predict, [positions of the logits].
  ///   - weights: the factors of the targets' gradients, [positions of the logits]; `nil` for 1.
  ///   - scale: the factor of all gradients: 1 / the number of targets of all workers.
  func run(
    _ pass: Pass, targets: UnsafePointer<Int32>, weights: UnsafePointer<Float>?, scale: Float
  ) -> SoftmaxCrossEntropy {
    for layer in layers { layer.forward(pass) }
    let loss = SoftmaxCrossEntropy(logits, targets: targets, weights: weights, scale: scale)
    if pass.isTraining {
      for layer in layers.reversed() { layer.backward(pass) }
    }
    return loss
  }

  /// The logits of a finished network for a batch, [time, rows, vocabulary], valid until the next run. State
  /// is carried on.
  func logits(of batch: TrainingBatch, _ parameters: Parameters) -> UnsafePointer<Float> {
    batch.tokens.withUnsafeBufferPointer { tokens in
      let pass = Pass(
        parameters: parameters.buffer.base, gradients: gradients.base,
        tokens: tokens.baseAddress!, features: batch.features, isTraining: false,
        updatesStatistics: false, seed: 0, step: 0, worker: 0)
      for layer in layers { layer.forward(pass) }
    }
    return UnsafePointer(logits.values.base)
  }

  /// The logits of the last run, [positions, vocabulary].
  var lastLogits: [Float] { logits.values.array }

  /// The last LSTM's output in the last run, [time, rows, units]; nil without one.
  var lastHidden: (values: UnsafePointer<Float>, units: Int)? {
    recurrentLayers.last.map { (UnsafePointer($0.output.values.base), $0.units) }
  }

  /// The LSTM layers, whose state is carried from batch to batch.
  var recurrentLayers: [LSTMLayer] { layers.compactMap { $0 as? LSTMLayer } }

  /// Sets the state of one row back to that before the first token of a piece.
  func resetState(row: Int) {
    for layer in recurrentLayers {
      (layer.state.hidden + row * layer.units).update(repeating: 0, count: layer.units)
      (layer.state.cell + row * layer.units).update(repeating: 0, count: layer.units)
    }
  }

  /// All states as one array, for checkpoints.
  var state: [Float] {
    get {
      recurrentLayers.flatMap { layer in
        let count = rows * layer.units
        return Array(UnsafeBufferPointer(start: layer.state.hidden, count: count))
          + Array(UnsafeBufferPointer(start: layer.state.cell, count: count))
      }
    }
    set {
      newValue.withUnsafeBufferPointer { values in
        var next = values.baseAddress!
        for layer in recurrentLayers {
          let count = rows * layer.units
          layer.state.hidden.update(from: next, count: count)
          layer.state.cell.update(from: next + count, count: count)
          next += 2 * count
        }
      }
    }
  }

  var stateCount: Int { recurrentLayers.reduce(0) { $0 + 2 * rows * $1.units } }
}
