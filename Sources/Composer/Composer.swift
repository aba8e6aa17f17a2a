import Music
import NeuralNetwork
import Randomness

/// The shared generator: a model that writes, one event after the other, for as long as it is asked.
///
///     for token in Composer(model, seed: 7).prefix(500) { … }
public struct Composer: Sequence, IteratorProtocol {
  /// The piece's beginning: heard by the network, not part of what is written.
  public enum Opening: Hashable, Sendable {
    /// One of the model's own starts, chosen by the seed.
    case drawn
    /// One of the model's own starts, counted from 0.
    case start(Int)
    /// Tokens of the caller's, such as a primer piece's.
    case tokens([Int32])
  }

  private let vocabulary: Vocabulary
  private let sampling: Sampling
  private var decoder: TokenDecoder
  private var generator: SeededGenerator

  /// - Parameters:
  ///   - seed: decides the start and every draw; the same seed, model and options give the same tokens
  ///     on every machine.
  ///   - threads: cores that share the arithmetic; without influence on the result.
  /// - Throws: an option out of range.
  public init(
    _ model: Model, seed: UInt64, opening: Opening = .drawn, sampling: Sampling = Sampling(),
    threads: Int = 1
  ) throws(ComposerError) {
    try self.init(
      model, network: InferenceNetwork(model.parameters), seed: seed, opening: opening,
      sampling: sampling, threads: threads)
  }

  /// - Parameter network: the model's parameters packed once, for many pieces.
  public init(
    _ model: Model, network: InferenceNetwork, seed: UInt64, opening: Opening = .drawn,
    sampling: Sampling = Sampling(), threads: Int = 1
  ) throws(ComposerError) {
    try sampling.validate()
    vocabulary = model.vocabulary
    self.sampling = sampling
    generator = SeededGenerator(seed: seed)
    // Drawn in any case, so that naming the start that the seed would choose changes nothing.
    let drawn = Int(generator.next(below: UInt64(model.starts.count)))
    let heard: [Int32]
    switch opening {
    case .drawn:
      heard = model.starts[drawn]
    case .start(let index):
      guard model.starts.indices.contains(index) else {
        throw .badOption(
          "there is no start \(index): the model has starts 0 to \(model.starts.count - 1)")
      }
      heard = model.starts[index]
    case .tokens(let tokens):
      guard !tokens.isEmpty else {
        throw .badOption("nothing of the primer is in the model's vocabulary; use another file")
      }
      guard tokens.allSatisfy({ $0 >= 0 && Int($0) < model.vocabulary.count }) else {
        throw .badOption("the primer holds a token that the model's vocabulary lacks")
      }
      // A window that the primer does not fill is filled up in front by the start.
      let missing = Swift.max(0, model.context.length - tokens.count)
      heard = model.starts[drawn].suffix(missing) + tokens
    }
    decoder = TokenDecoder(network, context: model.context, threads: threads)
    for token in heard { decoder.push(token) }
  }

  /// The next token; never `nil`.
  public mutating func next() -> String? {
    let index = sampling.draw(from: decoder.logits, with: &generator)
    decoder.push(index)
    return vocabulary.tokens[Int(index)]
  }
}

extension TokenDecoder.Context {
  fileprivate var length: Int { if case .window(let length) = self { length } else { 0 } }
}
