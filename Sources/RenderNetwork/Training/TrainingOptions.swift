/// How a network is trained; recorded in checkpoints, so that a resume uses the same.
public struct TrainingOptions: Hashable, Codable, Sendable {
  public enum Schedule: Hashable, Codable, Sendable {
    case constant
    /// Linear from zero over `warmUpSteps`, then a half cosine to a hundredth of the rate at the
    /// last step (Loshchilov, Hutter 2017).
    case cosine(warmUpSteps: Int)
  }

  /// Tokens a row and step: the reach of back-propagation through time, or the window's length.
  public var sequenceLength: Int
  /// Rows a step, shared among the workers.
  public var batchSize: Int
  public var optimizer: Optimizer
  /// The highest learning rate.
  public var learningRate: Float
  public var schedule: Schedule
  /// The largest allowed norm of all gradients together (Pascanu, Mikolov, Bengio 2013).
  public var gradientClip: Float?
  /// Seeds initialization, order and dropout.
  public var seed: UInt64
  /// Workers, each with a part of the rows. Their number changes the order of sums, so the last bits.
  public var threads: Int

  public init(
    sequenceLength: Int, batchSize: Int, optimizer: Optimizer, learningRate: Float,
    schedule: Schedule, gradientClip: Float? = nil, seed: UInt64 = 1, threads: Int = 1
  ) {
    self.sequenceLength = sequenceLength
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.schedule = schedule
    self.gradientClip = gradientClip
    self.seed = seed
    self.threads = threads
  }

  /// The numbers of tokens and of rows that a step may have.
  public static let lengths = 1...4096
  public static let batchSizes = 1...4096
  /// The highest learning rate that may be asked for.
  public static let mostLearningRate = 10.0

  /// - Throws: the option that is out of range.
  public func validate() throws(NetworkError) {
    func check(_ name: String, _ value: Double, _ allowed: NumberRange) throws(NetworkError) {
      guard allowed.contains(value) else {
        throw .outOfRange(name, value: value, allowed: allowed)
      }
    }
    try check("sequence length", Double(sequenceLength), NumberRange(Self.lengths))
    try check("batch", Double(batchSize), NumberRange(Self.batchSizes))
    try check(
      "learning rate", learningRate.asWritten,
      NumberRange(0...Self.mostLearningRate, excludesLowest: true))
    guard (1...batchSize).contains(threads) else {
      throw .tooManyThreads(threads, rows: batchSize)
    }
    if let gradientClip {
      try check(
        "gradient clip", gradientClip.asWritten,
        NumberRange(0...Double(Float.greatestFiniteMagnitude), excludesLowest: true))
    }
    if case .cosine(let steps) = schedule {
      try check("warm-up in steps", Double(steps), NumberRange(0...1_000_000_000))
    }
    guard optimizer.isInRange else { throw .badOptimizer }
  }

  /// The learning rate of a step.
  ///
  /// - Parameters:
  ///   - step: counts from 0.
  ///   - total: the last step's number plus one, `nil` while it is not known yet.
  func rate(atStep step: Int, of total: Int?) -> Float {
    learningRate * schedule.share(atStep: step, of: total)
  }
}

extension TrainingOptions.Schedule {
  /// What of the highest learning rate a step has; `step` and `total` as above.
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

/// cos(π x) for 0 ≤ x ≤ 1 by its Taylor series around the middle: fixed operations, no library's bits.
private func cosineOfHalfTurns(_ x: Double) -> Double {
  let angle = (0.5 - x) * Double.pi
  var (term, sum) = (angle, angle)
  for n in stride(from: 2.0, through: 20, by: 2) {
    term *= -angle * angle / (n * (n + 1))
    sum += term
  }
  return sum
}
