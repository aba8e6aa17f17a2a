import RenderRandomness

/// A training from its first step to its last, with evaluations and checkpoints on the way.
///
/// Products of matrices are OpenBLAS's, and the workers share them out: while a batch is computed,
/// OpenBLAS has one thread in the whole process, and afterwards the number that it had before, also
/// when the training throws or another one runs beside it.
///
/// Everything random is drawn from the seed and the numbers of epoch and step, so that a checkpoint
/// needs no generator's state and a resumed run ends in the same bits as an undisturbed one.
public final class TrainingRun {
  private let trainer: Trainer
  private let data: TrainingData
  private var position: Position
  private var best: Parameters?

  /// A training from its first step.
  ///
  /// - Parameter parameters: the network to begin with; it is changed.
  /// - Throws: `NetworkError`: options or a limit out of range, a batch that takes too much memory,
  ///   pieces that are too short.
  public init(
    parameters: Parameters, options: TrainingOptions, data: TrainingData, limit: Limit
  ) throws(NetworkError) {
    try limit.validate()
    trainer = try Trainer(parameters: parameters, options: options)
    self.data = data
    position = Position(limit: limit)
    try requireBatches()
    switch limit {
    case .steps(let count): position.totalSteps = count
    case .epochs(let count):
      position.totalSteps = (0..<count).reduce(0) { $0 + plan(epoch: $1).count }
    case .minutes: break
    }
  }

  /// A training that continues from a checkpoint.
  ///
  /// - Parameters:
  ///   - best: the best state that the interrupted run had stored.
  ///   - data: the pieces of the interrupted run.
  /// - Throws: `NetworkError` for a checkpoint that is damaged or does not fit the pieces.
  public init(
    resuming checkpoint: Safetensors, best: Parameters?, data: TrainingData
  ) throws(NetworkError) {
    let saved = try SavedRun(checkpoint)
    trainer = try saved.makeTrainer(from: checkpoint)
    self.data = data
    self.best = best
    position = saved.position
    try requireBatches()
    guard position.batch <= plan(epoch: position.epoch).count else {
      throw .badCheckpoint("it is further in its epoch than these pieces reach")
    }
  }

  private func requireBatches() throws(NetworkError) {
    guard plan(epoch: position.epoch).count > 0 else {
      throw .nothingToLearn
    }
  }

  /// The architecture of the network.
  public var architecture: Architecture { trainer.parameters.architecture }

  /// The options of the training; those of the interrupted run where it continues one.
  public var options: TrainingOptions { trainer.options }

  /// The number of steps done.
  public var steps: Int { trainer.step }

  /// The number of steps in all; `nil` until a limit in minutes has become steps.
  public var totalSteps: Int? { position.totalSteps }

  /// Trains until the limit, or until `shouldStop`; then the last report is a checkpoint.
  ///
  /// - Throws: `NetworkError.diverged`, and what `report` throws, which ends the training.
  public func run(
    shouldStop: () -> Bool = { false }, report: (Event) throws -> Void
  ) throws -> Outcome {
    let clock = ContinuousClock()
    var stopwatch = Stopwatch()
    var lastCheckpoint = clock.now
    var plan = plan(epoch: position.epoch)
    while trainer.step < position.totalSteps ?? .max {
      if shouldStop() {
        try report(.checkpoint(checkpoint()))
        return outcome(isFinished: false)
      }
      if position.batch == plan.count {
        try evaluate(isLast: false, report)
        plan = self.plan(epoch: position.epoch)
      }
      var batch = plan.batch(position.batch)
      position.batch += 1
      if trainer.step < firstWeightedStep { batch.weights = [] }
      let rate = options.rate(atStep: trainer.step, of: position.totalSteps)
      let started = clock.now
      let loss = trainer.learn(from: batch, rate: rate)
      guard loss.loss.isFinite else { throw NetworkError.diverged(step: trainer.step) }
      stopwatch.add((clock.now - started).seconds, tokens: loss.count)
      position.loss += loss.loss
      position.count += loss.count
      if case .minutes(let minutes) = position.limit, position.totalSteps == nil,
        stopwatch.steps == Stopwatch.timedSteps
      {
        position.totalSteps = steps(
          in: minutes * 60 - stopwatch.seconds, secondsPerStep: stopwatch.secondsPerStep,
          stepsPerEpoch: plan.count)
      }
      try report(
        .step(
          Progress(
            step: trainer.step, totalSteps: position.totalSteps, epoch: position.epoch,
            loss: loss.loss / Double(max(1, loss.count)), learningRate: rate,
            tokensPerSecond: stopwatch.tokensPerSecond,
            secondsLeft: secondsLeft(stopwatch))))
      if clock.now - lastCheckpoint > .seconds(300) {
        try report(.checkpoint(checkpoint()))
        lastCheckpoint = clock.now
      }
    }
    if position.count > 0 {
      try evaluate(isLast: true, report)
    } else {
      try report(.checkpoint(checkpoint()))
    }
    return outcome(isFinished: true)
  }

  private func secondsLeft(_ stopwatch: Stopwatch) -> Double? {
    if let total = position.totalSteps {
      return Double(total - trainer.step) * stopwatch.secondsPerStep
    }
    guard case .minutes(let minutes) = position.limit else { return nil }
    return max(0, minutes * 60 - stopwatch.seconds)
  }

  /// The first of the last fifth of the steps, in which weights of tokens count. From the first step on
  /// they slow the learning of all: the default network had 4.41 bits a note instead of 4.17.
  private var firstWeightedStep: Int { position.totalSteps.map { $0 - $0 / 5 } ?? .max }

  private func outcome(isFinished: Bool) -> Outcome {
    Outcome(
      isFinished: isFinished, best: best ?? trainer.parameters, record: record)
  }

  private var record: TrainingRecord {
    TrainingRecord(
      options: options, steps: trainer.step, epochs: epochsDone,
      parameters: trainer.parameters.count, evaluations: position.evaluations)
  }

  private var epochsDone: Double {
    Double(position.epoch) + Double(position.batch) / Double(plan(epoch: position.epoch).count)
  }

  private func plan(epoch: Int) -> any BatchPlan {
    let shuffle = SeededGenerator(seed: options.seed, stream: .order(epoch: epoch))
    return trainer.batches(of: data.pieces(epoch), shuffledBy: shuffle)
  }

  /// The weights to measure. Averaged ones are nearly always the better ones, so those alone are
  /// measured on the way, and both at the end: the average costs one evaluation in all.
  private func weightsToMeasure(isLast: Bool) -> [Weights] {
    guard trainer.average != nil, validationBatches > 0 else { return [.trained] }
    return isLast ? [.averaged, .trained] : [.averaged]
  }

  private var validationBatches: Int {
    trainer.batches(of: data.validation, shuffledBy: nil).count
  }

  private func evaluate(isLast: Bool, _ report: (Event) throws -> Void) throws {
    for weights in weightsToMeasure(isLast: isLast) {
      let evaluation = try evaluation(of: weights)
      position.evaluations.append(evaluation)
      try report(.evaluation(evaluation))
      guard evaluation.isBest else { continue }
      position.bestLoss = evaluation.validationLoss
      let parameters = trainer.parameters(weights).copy()
      best = parameters
      try report(.best(parameters, record))
    }
    position.loss = 0
    position.count = 0
    // Before the checkpoint, so that whoever continues from it does not evaluate again.
    if position.batch == plan(epoch: position.epoch).count {
      position.epoch += 1
      position.batch = 0
    }
    try report(.checkpoint(checkpoint()))
  }

  private func evaluation(of weights: Weights) throws -> Evaluation {
    let measured =
      data.validation.isEmpty ? nil : trainer.evaluate(pieces: data.validation, by: weights)
    // Pieces too short for a prediction measure nothing.
    let loss = measured.flatMap { $0.count > 0 ? $0 : nil }
    let validationLoss = loss.map { $0.loss / Double($0.count) }
    guard validationLoss?.isFinite ?? true, trainer.areParametersFinite else {
      throw NetworkError.diverged(step: trainer.step)
    }
    return Evaluation(
      step: trainer.step, epoch: position.epoch,
      trainingLoss: position.loss / Double(max(1, position.count)), weights: weights,
      validationLoss: validationLoss,
      validationAccuracy: loss.map { Double($0.hits) / Double($0.count) },
      isBest: validationLoss.map { $0 <= position.bestLoss ?? .infinity } ?? true)
  }

  private func checkpoint() -> Safetensors {
    SavedRun(position: position, trainer: trainer).file(trainer)
  }

  /// The last step that fits into the time that is left, evaluations taken off: each costs a third of
  /// the training on as many batches (no backward pass).
  private func steps(in seconds: Double, secondsPerStep: Double, stepsPerEpoch: Int) -> Int {
    let validationBatches = validationBatches
    let evaluationShare = Double(validationBatches) / 3 / Double(stepsPerEpoch)
    let lastEvaluations = Double(weightsToMeasure(isLast: true).count)
    let last = lastEvaluations * Double(validationBatches) / 3 * secondsPerStep
    let steps = (seconds - last) / (secondsPerStep * (1 + evaluationShare))
    return trainer.step + Int(max(1, min(steps, 1e12)))
  }
}
