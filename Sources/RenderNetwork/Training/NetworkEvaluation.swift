/// The loss of a finished network over pieces, by the training's fast products: their last bits depend
/// on processor and threads, which does not matter for a loss.
public struct NetworkEvaluation: Hashable, Sendable {
  /// The number of predictions measured.
  public let count: Int
  /// The mean −ln of the probability of the right token, in nats.
  public let meanLoss: Double
  /// The share of predictions whose likeliest token was right, 0...1.
  public let accuracy: Double

  /// Measures a network. OpenBLAS has one thread meanwhile, in the whole process, and then its former
  /// number.
  ///
  /// - Parameters:
  ///   - pieces: the pieces to predict; the state is fresh at the beginning of each.
  ///   - options: the options with which the network was trained, for sequence length and batch.
  ///   - threads: the number of threads, one of `ThreadTeam.counts`.
  /// - Throws: `NetworkError` for options or a number of threads out of range.
  public init(
    _ parameters: Parameters, pieces: [TokenSequence], options: TrainingOptions, threads: Int
  ) throws(NetworkError) {
    try NetworkError.check("number of threads", threads, ThreadTeam.counts)
    var options = options
    try options.validate()
    // The options came with the model, a stranger's file perhaps: fewer rows are the same losses in
    // less memory.
    let floatsPerRow =
      options.sequenceLength * TrainingNetwork.floatsPerPosition(of: parameters.architecture)
    options.batchSize = max(1, min(options.batchSize, (1 << 27) / floatsPerRow))
    options.threads = min(threads, options.batchSize)
    // A finished network is in single precision, however it was trained.
    options.precision = .single
    let loss = try Trainer(parameters: parameters, options: options).evaluate(pieces: pieces)
    count = loss.count
    meanLoss = loss.loss / Double(max(1, loss.count))
    accuracy = Double(loss.hits) / Double(max(1, loss.count))
  }
}
