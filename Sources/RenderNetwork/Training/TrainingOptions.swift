/// The options of a training. Checkpoints keep them, so that a resumed training has the same.
public struct TrainingOptions: Hashable, Codable, Sendable {
  /// The learning rate's course over the steps.
  public enum Schedule: Hashable, Codable, Sendable {
    case constant
    /// A rise from zero in a straight line over `warmUpSteps`, then a half cosine to a hundredth of the
    /// rate at the last step (Loshchilov, Hutter 2017).
    case cosine(warmUpSteps: Int)
  }

  /// The number of tokens of a row in a step, 1 to 4096: the reach of back-propagation through time, or
  /// the window's length.
  public var sequenceLength: Int
  /// The number of rows in a step, 1 to 4096, shared among the workers.
  public var batchSize: Int
  /// The rule by which parameters follow their gradients.
  public var optimizer: Optimizer
  /// The highest learning rate, above 0, to 10.
  public var learningRate: Float
  /// The course of the learning rate.
  public var schedule: Schedule
  /// The largest allowed norm of all gradients together, above 0 (Pascanu, Mikolov, Bengio 2013); `nil`
  /// for no limit.
  public var gradientClip: Float?
  /// The decay of the average of the parameters that is kept beside them, above 0 to below 1: the share
  /// of itself that the average keeps at a step, once there were many. `nil` keeps none.
  public var averageDecay: Float?
  /// The seed of initialization, order and dropout.
  public var seed: UInt64
  /// The precision of products of matrices. It changes the last bits, and in bf16 the last digits.
  public var precision: Precision
  /// The number of workers, each with a part of the rows: one of `ThreadTeam.counts`, and no more than
  /// rows. It changes the order of sums, so the last bits.
  public var threads: Int

  /// The options of a training, which are checked where one is begun.
  public init(
    sequenceLength: Int, batchSize: Int, optimizer: Optimizer, learningRate: Float,
    schedule: Schedule, gradientClip: Float? = nil, averageDecay: Float? = nil, seed: UInt64 = 1,
    precision: Precision = .single, threads: Int = 1
  ) {
    self.sequenceLength = sequenceLength
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.schedule = schedule
    self.gradientClip = gradientClip
    self.averageDecay = averageDecay
    self.seed = seed
    self.precision = precision
    self.threads = threads
  }

  /// Checks all options.
  ///
  /// - Throws: `NetworkError` for the first that is out of range.
  public func validate() throws(NetworkError) {
    try NetworkError.check("sequence length", sequenceLength, 1...4096)
    try NetworkError.check("batch", batchSize, 1...4096)
    try NetworkError.check("learning rate", Double(learningRate), above: 0, to: 10)
    try NetworkError.check("number of threads", threads, ThreadTeam.counts)
    guard threads <= batchSize else { throw .tooManyThreads(threads, rows: batchSize) }
    if let gradientClip { try NetworkError.check("gradient clip", Double(gradientClip), above: 0) }
    if let averageDecay {
      try NetworkError.check(
        "decay of the average", Double(averageDecay), above: 0, to: Double(Float(1).nextDown))
    }
    if case .cosine(let steps) = schedule {
      try NetworkError.check("number of warm-up steps", steps, 0...1_000_000_000)
    }
    guard optimizer.isInRange else { throw .badOptimizer(optimizer) }
  }

  /// The learning rate of a step.
  ///
  /// - Parameters:
  ///   - step: the step's number, from 0.
  ///   - total: the last step's number plus one, `nil` while it is not known yet.
  func rate(atStep step: Int, of total: Int?) -> Float {
    learningRate * schedule.share(atStep: step, of: total)
  }
}

extension TrainingOptions {
  /// Decodes options; those of a program that knew single precision alone are of that.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    sequenceLength = try values.decode(Int.self, forKey: .sequenceLength)
    batchSize = try values.decode(Int.self, forKey: .batchSize)
    optimizer = try values.decode(Optimizer.self, forKey: .optimizer)
    learningRate = try values.decode(Float.self, forKey: .learningRate)
    schedule = try values.decode(Schedule.self, forKey: .schedule)
    gradientClip = try values.decodeIfPresent(Float.self, forKey: .gradientClip)
    averageDecay = try values.decodeIfPresent(Float.self, forKey: .averageDecay)
    seed = try values.decode(UInt64.self, forKey: .seed)
    precision = try values.decodeIfPresent(Precision.self, forKey: .precision) ?? .single
    threads = try values.decode(Int.self, forKey: .threads)
  }
}

extension TrainingOptions.Schedule {
  /// The share of the highest learning rate that a step has.
  ///
  /// - Parameters:
  ///   - step: the step's number, from 0.
  ///   - total: the last step's number plus one, `nil` while it is not known yet.
  package func share(atStep step: Int, of total: Int?) -> Float {
    switch self {
    case .constant:
      return 1
    case .cosine(let warmUpSteps):
      guard let total, step >= warmUpSteps else {
        return min(1, Float(step + 1) / Float(max(warmUpSteps, 1)))
      }
      let progress = Double(step - warmUpSteps) / Double(max(1, total - warmUpSteps))
      let cosine = 0.5 * (1 + cosineOfHalfTurns(min(1, progress)))
      return Float(0.01 + 0.99 * cosine)
    }
  }
}

/// The cosine of π x for 0 ≤ x ≤ 1, by its Taylor series around the middle: its bits are not a library's.
private func cosineOfHalfTurns(_ x: Double) -> Double {
  let angle = (0.5 - x) * Double.pi
  var (term, sum) = (angle, angle)
  for n in stride(from: 2.0, through: 20, by: 2) {
    term *= -angle * angle / (n * (n + 1))
    sum += term
  }
  return sum
}
