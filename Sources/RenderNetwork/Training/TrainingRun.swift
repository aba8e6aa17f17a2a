import RenderRandomness

/// A training from its first step to its last, with evaluations and checkpoints on the way.
///
/// Everything random is drawn from the seed and the numbers of epoch and step, so that a checkpoint
/// needs no generator's state and a resumed run ends in the same bits as an undisturbed one.
public final class TrainingRun {
  public enum Limit: Hashable, Codable, Sendable {
    case epochs(Int)
    case steps(Int)
    /// Turned into steps after a few timed ones.
    case minutes(Double)

    /// The numbers of epochs that may be asked for.
    public static let epochCounts = 1...1_000_000
    /// The longest time that may be asked for.
    public static let mostMinutes = 1_000_000.0
  }

  /// What happens on the way, for the caller to show, log and store.
  public enum Event {
    case step(Progress)
    case evaluation(Evaluation)
    /// The last state, to continue from.
    case checkpoint(Safetensors)
    /// The best state so far by validation loss, and how it came about.
    case best(Parameters, TrainingRecord)
  }

  public struct Progress: Hashable, Codable, Sendable {
    public var step: Int
    /// `nil` until a limit in minutes has been turned into steps.
    public var totalSteps: Int?
    public var epoch: Int
    /// Mean −ln p of the step's targets.
    public var loss: Double
    public var learningRate: Float
    /// Predictions learned from a second, evaluations not counted.
    public var tokensPerSecond: Double
    public var secondsLeft: Double?
  }

  /// Losses are mean −ln p of a token, in nats.
  public struct Evaluation: Hashable, Codable, Sendable {
    public var step: Int
    public var epoch: Int
    /// Over the steps since the last evaluation, with dropout.
    public var trainingLoss: Double
    /// `nil` without validation pieces.
    public var validationLoss: Double?
    public var validationAccuracy: Double?
    public var isBest: Bool
  }

  public struct Outcome {
    public var isFinished: Bool
    public var best: Parameters
    public var record: TrainingRecord
  }

  private let trainer: Trainer
  private let data: TrainingData
  private var position: Position
  private var best: Parameters?

  /// - Throws: options out of range, or nothing to learn from.
  public init(
    parameters: Parameters, options: TrainingOptions, data: TrainingData, limit: Limit
  ) throws(NetworkError) {
    trainer = try Trainer(parameters: parameters, options: options)
    self.data = data
    position = Position(limit: limit)
    try requireBatches()
    switch limit {
    case .steps(let count) where count >= 1: position.totalSteps = count
    case .epochs(let count) where Limit.epochCounts.contains(count):
      position.totalSteps = (0..<count).reduce(0) { $0 + plan(epoch: $1).count }
    case .minutes(let minutes) where minutes > 0 && minutes <= Limit.mostMinutes: break
    default: throw .badLimit
    }
  }

  /// Continues from a checkpoint.
  ///
  /// - Parameters:
  ///   - best: the best state that the interrupted run had stored.
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

  public var architecture: Architecture { trainer.parameters.architecture }

  public var options: TrainingOptions { trainer.options }

  /// Trains until the limit, or until `shouldStop`; then the last event is a checkpoint.
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
        try evaluate(report)
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
            secondsLeft: position.totalSteps.map {
              Double($0 - trainer.step) * stopwatch.secondsPerStep
            })))
      if clock.now - lastCheckpoint > .seconds(300) {
        try report(.checkpoint(checkpoint()))
        lastCheckpoint = clock.now
      }
    }
    if position.count > 0 { try evaluate(report) } else { try report(.checkpoint(checkpoint())) }
    return outcome(isFinished: true)
  }

  /// What counts more than the rest counts so in the last fifth of the steps. From the first step on it
  /// slows the learning of all: the default network had 4.41 bits a note instead of 4.17.
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

  private func evaluate(_ report: (Event) throws -> Void) throws {
    let measured = data.validation.isEmpty ? nil : trainer.evaluate(pieces: data.validation)
    // Pieces too short for a prediction measure nothing.
    let loss = measured.flatMap { $0.count > 0 ? $0 : nil }
    let validationLoss = loss.map { $0.loss / Double($0.count) }
    guard validationLoss?.isFinite ?? true, trainer.areParametersFinite else {
      throw NetworkError.diverged(step: trainer.step)
    }
    let isBest = validationLoss.map { $0 <= position.bestLoss ?? .infinity } ?? true
    let evaluation = Evaluation(
      step: trainer.step, epoch: position.epoch,
      trainingLoss: position.loss / Double(max(1, position.count)),
      validationLoss: validationLoss,
      validationAccuracy: loss.map { Double($0.hits) / Double($0.count) }, isBest: isBest)
    position.evaluations.append(evaluation)
    position.loss = 0
    position.count = 0
    try report(.evaluation(evaluation))
    if isBest {
      position.bestLoss = validationLoss
      let parameters = trainer.parameters.copy()
      best = parameters
      try report(.best(parameters, record))
    }
    // Before the checkpoint, so that whoever continues from it does not evaluate again.
    if position.batch == plan(epoch: position.epoch).count {
      position.epoch += 1
      position.batch = 0
    }
    try report(.checkpoint(checkpoint()))
  }

  private func checkpoint() -> Safetensors {
    SavedRun(position: position, trainer: trainer).file(trainer)
  }

  /// Steps that fit into what is left of the time, evaluations taken off: each costs a third of the
  /// training on as many batches (no backward pass).
  private func steps(in seconds: Double, secondsPerStep: Double, stepsPerEpoch: Int) -> Int {
    let validationBatches = trainer.batches(of: data.validation, shuffledBy: nil).count
    let evaluationShare = Double(validationBatches) / 3 / Double(stepsPerEpoch)
    let last = Double(validationBatches) / 3 * secondsPerStep
    let steps = (seconds - last) / (secondsPerStep * (1 + evaluationShare))
    return trainer.step + Int(max(1, min(steps, 1e12)))
  }
}

/// The pieces to learn from. Knows nothing of what they mean.
public struct TrainingData: Sendable {
  /// The pieces as an epoch sees them: a pure function of the epoch's number.
  public var pieces: @Sendable (_ epoch: Int) -> [TokenSequence]
  public var validation: [TokenSequence]

  public init(
    pieces: @escaping @Sendable (_ epoch: Int) -> [TokenSequence], validation: [TokenSequence]
  ) {
    self.pieces = pieces
    self.validation = validation
  }
}

/// What a model file remembers of its training.
public struct TrainingRecord: Hashable, Codable, Sendable {
  public var options: TrainingOptions
  public var steps: Int
  public var epochs: Double
  /// Number of parameters.
  public var parameters: Int
  public var evaluations: [TrainingRun.Evaluation]

  public init(
    options: TrainingOptions, steps: Int, epochs: Double, parameters: Int,
    evaluations: [TrainingRun.Evaluation]
  ) {
    self.options = options
    self.steps = steps
    self.epochs = epochs
    self.parameters = parameters
    self.evaluations = evaluations
  }
}

/// Measures the pace of steps, the first two left out.
private struct Stopwatch {
  static let timedSteps = 12
  private(set) var steps = 0
  private(set) var seconds = 0.0
  private var timed = 0.0
  private var tokens = 0

  mutating func add(_ duration: Double, tokens count: Int) {
    steps += 1
    seconds += duration
    guard steps > 2 else { return }
    timed += duration
    tokens += count
  }

  var secondsPerStep: Double {
    steps > 2 ? timed / Double(steps - 2) : seconds / Double(max(1, steps))
  }
  var tokensPerSecond: Double { timed > 0 ? Double(tokens) / timed : 0 }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
