import RenderNetwork

/// A network and the way it is trained, by name.
public enum Preset: String, CaseIterable, Codable, Sendable {
  /// A network of timed tokens that counts bars and hears a plan of the piece: features, an embedding and two LSTMs;
  /// every position predicts.
  case `default`
  /// The network of `default` with tokens that say who plays: for several instruments.
  case ensemble
  /// A network of timed tokens with features, an embedding and two LSTMs; every position predicts.
  case timed
  /// A network of classic tokens, an embedding and two LSTMs; every position predicts, pieces are heard from
  /// their beginning.
  case classic
  /// The tutorial's network and training, to the letter: one number a token in, windows of 100, one
  /// prediction a window. About a hundred times the work of `classic` for each token.
  case tutorial

  /// The preset with which a model was trained; `nil` where its record names none that is known.
  init?(of model: Model) {
    self.init(rawValue: model.record.preset)
    // The default was a network of timed tokens once.
    if self == .default, model.tokenizer is TimedTokens { self = .timed }
  }

  /// The kind of tokens that the network hears.
  public var tokenizer: any Tokenizer.Type {
    switch self {
    case .default, .ensemble: MetricalTokens.self
    case .timed: TimedTokens.self
    case .classic, .tutorial: ClassicTokens.self
    }
  }

  /// The network for a tokenizer's vocabulary and features.
  public func architecture(for tokenizer: any Tokenizer) -> Architecture {
    let vocabularySize = tokenizer.vocabulary.count
    func lstm(_ units: Int, returnsSequence: Bool = true) -> Layer {
      .lstm(units: units, returnsSequence: returnsSequence, recurrentActivation: .logistic)
    }
    return switch self {
    case .default, .ensemble, .timed:
      Architecture(
        vocabularySize: vocabularySize,
        layers: [
          .featuredEmbedding(width: 192, features: tokenizer.featureCount),
          .dropout(rate: 0.1), lstm(512), .dropout(rate: 0.1), lstm(512), .dropout(rate: 0.1),
          .dense(units: vocabularySize),
        ])
    case .classic:
      Architecture(
        vocabularySize: vocabularySize,
        layers: [
          .embedding(width: 256), .dropout(rate: 0.1), lstm(512), .dropout(rate: 0.25), lstm(512),
          .dropout(rate: 0.25), .dense(units: vocabularySize),
        ])
    case .tutorial:
      Architecture(
        vocabularySize: vocabularySize,
        layers: [
          .scaledIndex, lstm(256), .dropout(rate: 0.3), lstm(512), .dropout(rate: 0.3),
          lstm(256, returnsSequence: false), .dense(units: 256), .dropout(rate: 0.3),
          .dense(units: vocabularySize),
        ])
    }
  }

  /// The options of a training, but for its seed and threads.
  public var options: TrainingOptions {
    switch self {
    case .default, .ensemble, .timed:
      TrainingOptions(
        sequenceLength: 128, batchSize: 32, optimizer: .adamW(), learningRate: 6e-3,
        schedule: .cosine(warmUpSteps: 100), gradientClip: 1, averageDecay: 0.999)
    case .classic:
      TrainingOptions(
        sequenceLength: 64, batchSize: 32, optimizer: .adam(), learningRate: 1.5e-3,
        schedule: .cosine(warmUpSteps: 100), gradientClip: 1, averageDecay: 0.999)
    case .tutorial:
      TrainingOptions(
        sequenceLength: 100, batchSize: 64, optimizer: .rmsprop(), learningRate: 1e-3,
        schedule: .constant)
    }
  }

  /// The reach of a prediction into the past: a window of 100 tokens for the tutorial's, else all so far.
  public var context: TokenDecoder.Context {
    switch self {
    case .default, .ensemble, .timed, .classic: .stateful
    case .tutorial: .window(100)
    }
  }

  /// The corrections with which pieces are drawn from a model that was trained so.
  public var decodingPolicy: DecodingPolicy {
    switch self {
    // A plan says what comes back, and the memory goes on as it was learned. The rest is what the shipped model drew
    // best with: its pieces differ by the plan as real ones do, and drift from it no further.
    case .default, .ensemble:
      DecodingPolicy(
        recall: .asLearned, closing: DecodingPolicy.tuned.closing, temperature: 0.97,
        register: 0.02, lines: 16, parts: 8)
    case .timed: .tuned
    case .classic, .tutorial: .neutral
    }
  }

  /// Whether pieces are heard in another key each epoch.
  public var transposes: Bool { self == .classic }
}
