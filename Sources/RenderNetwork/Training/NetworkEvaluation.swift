/// The loss of a finished network over pieces, on the training's fast products (their last bits depend
/// on processor and threads; a loss does not care).
public struct NetworkEvaluation: Hashable, Sendable {
  /// Predictions measured.
  public let count: Int
  /// Mean −ln of the probability of the right token, in nats.
  public let meanLoss: Double
  /// The share of predictions whose likeliest token was right, 0...1.
  public let accuracy: Double

  /// - Parameters:
  ///   - pieces: the state is fresh at the beginning of each.
  ///   - options: as the network was trained: sequence length and batch.
  public init(
    _ parameters: Parameters, pieces: [TokenSequence], options: TrainingOptions, threads: Int
  ) throws(NetworkError) {
    var options = options
    try options.validate()
    // The options came with the model, a stranger's file perhaps: fewer rows are the same losses in
    // less memory.
    let floatsPerRow =
      options.sequenceLength * TrainingNetwork.floatsPerPosition(of: parameters.architecture)
    options.batchSize = max(1, min(options.batchSize, (1 << 27) / floatsPerRow))
    options.threads = min(max(1, threads), options.batchSize)
    let loss = try Trainer(parameters: parameters, options: options).evaluate(pieces: pieces)
    count = loss.count
    meanLoss = loss.loss / Double(max(1, loss.count))
    accuracy = Double(loss.hits) / Double(max(1, loss.count))
  }
}
