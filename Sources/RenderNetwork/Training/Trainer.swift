import RenderRandomness

/// The trainer of some parameters: a step for each batch, data-parallel over workers, each with a share
/// of the rows and gradients of its own, which are summed in a fixed order.
///
/// While a batch is computed OpenBLAS has one thread, in the whole process (`BLAS.withOneThread`).
final class Trainer {
  let parameters: Parameters
  let options: TrainingOptions
  let optimizer: OptimizerState
  /// The average of the parameters; `nil` where the options ask for none.
  let average: ParameterAverage?
  /// The number of steps done.
  var step = 0
  private let workers: [TrainingNetwork]
  private let rowRanges: [Range<Int>]

  /// - Parameters:
  ///   - parameters: the network to train; it is changed.
  ///   - averaged: the average up to now, where a training goes on; it is changed, too.
  init(
    parameters: Parameters, options: TrainingOptions, averaged: Parameters? = nil
  ) throws(NetworkError) {
    try options.validate()
    let bytes = 4 * Trainer.floats(for: parameters, options: options)
    guard bytes <= Trainer.mostBytes, BLAS.hasMemory(forThreads: options.threads, and: bytes)
    else {
      throw .tooMuchMemory(
        bytes: bytes, batchSize: options.batchSize, sequenceLength: options.sequenceLength)
    }
    self.parameters = parameters
    self.options = options
    optimizer = OptimizerState(options.optimizer, count: parameters.count)
    average = options.averageDecay.map {
      ParameterAverage(averaged ?? parameters.copy(), decay: $0)
    }
    rowRanges = (0..<options.threads).map { worker in
      options.batchSize * worker / options.threads..<options.batchSize * (worker + 1)
        / options.threads
    }
    workers = rowRanges.map {
      TrainingNetwork(
        parameters, time: options.sequenceLength, rows: $0.count, precision: options.precision)
    }
  }

  /// The number of floats that a training takes, about: the workers' activations, and what goes with each
  /// parameter.
  static func floats(for parameters: Parameters, options: TrainingOptions) -> Int {
    let positions = options.batchSize * options.sequenceLength
    return positions * TrainingNetwork.floatsPerPosition(of: parameters.architecture)
      + parameters.count
      * ((options.precision == .single ? 1 : 2) * options.threads
        + (options.averageDecay == nil ? 3 : 4))
  }

  /// The largest memory of a training: sixteen times what the presets take. Options come from files, too.
  private static let mostBytes = 8 << 30

  /// Learns from one batch.
  ///
  /// - Returns: the loss before the update.
  func learn(from batch: TrainingBatch, rate: Float) -> SoftmaxCrossEntropy {
    let loss = run(batch, parameters, isTraining: true)
    step += 1
    let total = workers[0].gradients
    inParts { range in
      for worker in self.workers.dropFirst() {
        Kernels.add(
          worker.gradients.base + range.lowerBound, to: total.base + range.lowerBound,
          count: range.count)
      }
    }
    var scale: Float = 1
    if let clip = options.gradientClip {
      let norm = Float(Kernels.sumOfSquares(total.base, count: total.count).squareRoot())
      if norm > clip { scale = clip / norm }
    }
    inParts { range in
      if scale != 1 {
        for index in range { total.base[index] *= scale }
      }
      self.optimizer.update(
        self.parameters.buffer, gradients: total, rate: rate, step: self.step, range: range,
        average: self.average)
    }
    return loss
  }

  /// The loss of a batch by the network as it is when finished: no dropout, running statistics. State is
  /// carried from batch to batch, as in training.
  func evaluate(_ batch: TrainingBatch) -> SoftmaxCrossEntropy {
    run(batch, parameters, isTraining: false)
  }

  /// The loss over whole pieces, from a fresh state; the training's own state is left as it was.
  ///
  /// - Parameter weights: the weights to measure; the average only where there is one.
  func evaluate(
    pieces: [TokenSequence], by weights: TrainingRun.Weights = .trained
  ) -> SoftmaxCrossEntropy {
    let trainingState = state
    defer { state = trainingState }
    let measured = parameters(weights)
    let plan = batches(of: pieces, shuffledBy: nil)
    return (0..<plan.count).reduce(into: SoftmaxCrossEntropy()) {
      $0 += run(plan.batch($1), measured, isTraining: false)
    }
  }

  /// The parameters of a kind; the average only where there is one.
  func parameters(_ weights: TrainingRun.Weights) -> Parameters {
    switch weights {
    case .trained: parameters
    case .averaged: average!.parameters
    }
  }

  /// The batches of some pieces, in the form that the architecture predicts in. Without a generator
  /// they are for evaluation: in order, and only a sample of windows, which are a hundred times the work
  /// a token.
  func batches(
    of pieces: [TokenSequence], shuffledBy generator: SeededGenerator?
  ) -> any BatchPlan {
    if parameters.architecture.predictsEveryPosition {
      SequenceBatches(
        pieces: pieces, time: options.sequenceLength, rows: options.batchSize,
        shuffledBy: generator)
    } else {
      WindowBatches(
        pieces: pieces, time: options.sequenceLength, rows: options.batchSize,
        shuffledBy: generator, limit: generator == nil ? 4096 : .max)
    }
  }

  private func run(
    _ batch: TrainingBatch, _ parameters: Parameters, isTraining: Bool
  ) -> SoftmaxCrossEntropy {
    let vocabulary = Int32(parameters.architecture.vocabularySize)
    precondition(batch.tokens.allSatisfy { $0 >= 0 && $0 < vocabulary })
    precondition(batch.targets.allSatisfy { $0 < vocabulary })
    let features = Int32(parameters.architecture.featureCount)
    precondition(batch.features.allSatisfy { $0 >= 0 && $0 < features })
    let scale = 1 / Float(max(1, batch.divisor ?? Double(batch.targetCount)))
    let slices = rowRanges.map(batch.slice)
    let losses = BLAS.withOneThread {
      concurrentMap(workers.count) { index in
        let worker = self.workers[index]
        let slice = slices[index]
        for (row, isReset) in slice.resets.enumerated() where isReset {
          worker.resetState(row: row)
        }
        if isTraining { worker.gradients.zero() }
        return slice.tokens.withUnsafeBufferPointer { tokens in
          slice.targets.withUnsafeBufferPointer { targets in
            slice.weights.withUnsafeBufferPointer { weights in
              worker.run(
                Pass(
                  parameters: parameters.buffer.base, gradients: worker.gradients.base,
                  tokens: tokens.baseAddress!, features: slice.features, isTraining: isTraining,
                  // Running statistics are one worker's, as if the others' rows were not there.
                  updatesStatistics: isTraining && index == 0,
                  seed: self.options.seed, step: UInt64(self.step), worker: UInt64(index)),
                targets: targets.baseAddress!,
                weights: slice.weights.isEmpty ? nil : weights.baseAddress, scale: scale)
            }
          }
        }
      }
    }
    return losses.reduce(into: SoftmaxCrossEntropy()) { $0 += $1 }
  }

  /// The summed gradients of the last batch, as the optimizer saw them.
  var gradients: [Float] { workers[0].gradients.array }

  var areParametersFinite: Bool {
    Kernels.sumOfSquares(parameters.buffer.base, count: parameters.count).isFinite
  }

  /// The states of all workers' rows, to be stored in checkpoints and kept over evaluations.
  var state: [Float] {
    get { workers.flatMap(\.state) }
    set {
      var start = 0
      for worker in workers {
        worker.state = Array(newValue[start..<start + worker.stateCount])
        start += worker.stateCount
      }
    }
  }

  var stateCount: Int { workers.reduce(0) { $0 + $1.stateCount } }

  private func inParts(_ body: (Range<Int>) -> Void) {
    let count = parameters.count
    let parts = options.threads
    _ = concurrentMap(parts) { body(count * $0 / parts..<count * ($0 + 1) / parts) }
  }
}
