extension TrainingRun {
  /// The length of a training.
  public enum Limit: Hashable, Codable, Sendable {
    /// Passes over the pieces, 1 to a million.
    case epochs(Int)
    /// Updates of the parameters, 1 to 10¹².
    case steps(Int)
    /// Minutes, above 0 to a million, which become steps after a few timed ones.
    case minutes(Double)
  }

  /// A report on the way, for the caller to show, log and store.
  public enum Event {
    /// An update of the parameters.
    case step(Progress)
    /// A measurement at the end of an epoch, and at the end of all.
    case evaluation(Evaluation)
    /// The present state, to continue from.
    case checkpoint(Safetensors)
    /// The best state so far by validation loss, and how it came about.
    case best(Parameters, TrainingRecord)
  }

  /// The state of the training after a step.
  public struct Progress: Hashable, Codable, Sendable {
    /// The number of steps done.
    public var step: Int
    /// The number of steps in all; `nil` until a limit in minutes has become steps.
    public var totalSteps: Int?
    /// The number of the epoch, from 0.
    public var epoch: Int
    /// The mean −ln p of the step's targets, in nats a token.
    public var loss: Double
    /// The learning rate of the step.
    public var learningRate: Float
    /// The number of predictions learned from a second, evaluations not counted.
    public var tokensPerSecond: Double
    /// The time to the last step, in seconds, evaluations not counted; of a limit in minutes, what is
    /// left of them while that step is not known.
    public var secondsLeft: Double?
  }

  /// The weights of a training.
  public enum Weights: String, Hashable, Codable, Sendable {
    /// The parameters that the steps change.
    case trained
    /// The average of those (`TrainingOptions.averageDecay`).
    case averaged
  }

  /// A measurement of the network. Losses are the mean −ln p of a token, in nats.
  public struct Evaluation: Hashable, Codable, Sendable {
    /// The number of steps done.
    public var step: Int
    /// The epoch that has ended, from 0, or in which the training ended.
    public var epoch: Int
    /// The loss over the steps since the last evaluation, with dropout.
    public var trainingLoss: Double
    /// The weights that were measured.
    public var weights = Weights.trained
    /// The loss over the validation pieces; `nil` without any.
    public var validationLoss: Double?
    /// The share of validation tokens that were the likeliest, 0...1; `nil` without pieces.
    public var validationAccuracy: Double?
    /// Whether no earlier evaluation was better.
    public var isBest: Bool
  }

  /// The result of a training.
  public struct Outcome {
    /// Whether the limit was reached.
    public var isFinished: Bool
    /// The parameters of the best evaluation.
    public var best: Parameters
    /// The record of the training up to now.
    public var record: TrainingRecord
  }
}

extension TrainingRun.Evaluation {
  /// Decodes a measurement; one of a program that kept no averages is of the trained weights.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    step = try values.decode(Int.self, forKey: .step)
    epoch = try values.decode(Int.self, forKey: .epoch)
    trainingLoss = try values.decode(Double.self, forKey: .trainingLoss)
    weights = try values.decodeIfPresent(TrainingRun.Weights.self, forKey: .weights) ?? .trained
    validationLoss = try values.decodeIfPresent(Double.self, forKey: .validationLoss)
    validationAccuracy = try values.decodeIfPresent(Double.self, forKey: .validationAccuracy)
    isBest = try values.decode(Bool.self, forKey: .isBest)
  }
}

extension TrainingRun.Limit {
  /// - Throws: `NetworkError.outOfRange`.
  func validate() throws(NetworkError) {
    switch self {
    case .epochs(let count): try NetworkError.check("number of epochs", count, 1...1_000_000)
    case .steps(let count): try NetworkError.check("number of steps", count, 1...1_000_000_000_000)
    case .minutes(let minutes):
      try NetworkError.check("number of minutes", minutes, above: 0, to: 1_000_000)
    }
  }
}
