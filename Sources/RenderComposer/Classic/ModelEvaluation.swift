import RenderMusic
import RenderNetwork
import RenderSystem

/// A measure of how well a classic model predicts pieces.
public struct ModelEvaluation: Hashable, Sendable {
  /// The number of predicted events.
  public var events: Int
  /// The number of events outside the vocabulary, which are left out.
  public var leftOut: Int
  /// The mean −ln of the probability of an event, in nats.
  public var loss: Double
  /// The share of events to which the model gave the highest probability, 0...1.
  public var accuracy: Double

  /// The exponential of the loss: the number of equally likely events that would be as hard to predict.
  public var perplexity: Double { exp(loss) }
}

extension ClassicTokens {
  /// Measures a model on some pieces' tokens; each piece is heard from its beginning.
  ///
  /// A model with a window is measured on a sample of evenly spread windows: each costs as much as a
  /// hundred tokens.
  public func evaluate(
    _ pieces: [[String]], by model: Model, threads: Int
  ) throws -> ModelEvaluation {
    try requireInRange("number of threads", threads, ThreadTeam.counts)
    let indices = pieces.map(vocabulary.indices)
    let loss = try NetworkEvaluation(
      model.parameters, pieces: indices.map { TokenSequence($0) },
      options: model.record.training.options, threads: threads)
    return ModelEvaluation(
      events: loss.count,
      leftOut: pieces.reduce(0) { $0 + $1.count } - indices.reduce(0) { $0 + $1.count },
      loss: loss.meanLoss, accuracy: loss.accuracy)
  }
}

extension ClassicTokens {
  public func measure(
    _ model: Model, on pieces: [[String]], threads: Int,
    report: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> PredictionMeasure {
    .events(try evaluate(pieces, by: model, threads: threads))
  }
}

extension Model {
  /// Measures a model of classic tokens, as `ClassicTokens.evaluate`.
  ///
  /// - Throws: `ComposerError.wrongTokenizer` for a model of others.
  public func evaluate(_ pieces: [[String]], threads: Int) throws -> ModelEvaluation {
    try tokenizer(as: ClassicTokens.self).evaluate(pieces, by: self, threads: threads)
  }
}
