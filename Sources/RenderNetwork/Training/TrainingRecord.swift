/// The record of a training, which its model file keeps.
public struct TrainingRecord: Hashable, Codable, Sendable {
  /// The options of the training.
  public var options: TrainingOptions
  /// The number of steps done.
  public var steps: Int
  /// The number of passes over the pieces, a part of one included.
  public var epochs: Double
  /// The number of the network's parameters.
  public var parameters: Int
  /// All evaluations in their order.
  public var evaluations: [TrainingRun.Evaluation]

  /// The record of a training.
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
