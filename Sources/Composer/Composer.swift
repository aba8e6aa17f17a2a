import Music
import NeuralNetwork
import Randomness

/// The shared generator: a model that writes, one event after the other, for as long as it is asked.
///
///     for event in try Composer(model, seed: 7, extent: .events(500)) { … }
///
/// A model of the timed tokenizer brings the piece to an end at its extent.
public struct Composer: Sequence, IteratorProtocol {
  /// The piece's beginning: heard by the network, not part of what is written.
  public enum Opening: Hashable, Sendable {
    /// The beginning of a piece, for a model that knows beginnings (timed); one of the model's own
    /// starts, chosen by the seed, for one that does not.
    case drawn
    /// One of the model's own starts, counted from 0.
    case start(Int)
    /// Tokens of the caller's, such as a primer piece's, and by how many semitones they were moved
    /// to be in the model's home key: what is written goes back.
    case tokens([Int32], movedBy: Int = 0)
  }

  /// Semitones by which a piece can be moved: four octaves.
  public static let highestTransposition = 48

  /// The resolution of what is written.
  public static let ticksPerQuarter = 480

  private let sampling: Sampling
  /// How the memory comes back to themes rather than turn on the spot: odds twice as high, and a
  /// quarter. A copy that is written makes the next one likelier: as learned, two of a hundred pieces
  /// end in a bar that repeats itself for ever, and the others come back to their themes half as
  /// often as real music does.
  private static let recall = PieceMemory.Recall(far: 0.8, near: -1.4)
  private var writer: any EventWriter
  private var decoder: TokenDecoder
  private var memory: PieceMemory?
  private var generator: SeededGenerator
  private var allowed: [Bool]
  /// Of the opening, not yet handed out; the next one last.
  private var openingEvents: [ComposedEvent] = []

  /// - Parameters:
  ///   - seed: decides the start and every draw; the same seed, model and options give the same tokens
  ///     on every machine.
  ///   - extent: how long the piece shall become; without it a classic model writes for ever, a timed
  ///     one until it finds an end.
  ///   - quartersPerMinute: the tempo; without it 120, or what a timed model chooses.
  ///   - includesOpening: whether the piece begins with the opening, which its extent does not count.
  ///   - transposition: semitones by which the piece is written higher than it was composed,
  ///     −`highestTransposition`...`highestTransposition`.
  ///   - threads: cores that share the arithmetic; without influence on the result.
  /// - Throws: an option out of range.
  public init(
    _ model: Model, seed: UInt64, opening: Opening = .drawn, extent: Extent? = nil,
    quartersPerMinute: Double? = nil, sampling: Sampling = Sampling(),
    includesOpening: Bool = false, transposition: Int = 0, threads: Int = 1
  ) throws(ComposerError) {
    try self.init(
      model, network: InferenceNetwork(model.parameters), seed: seed, opening: opening,
      extent: extent, quartersPerMinute: quartersPerMinute, sampling: sampling,
      includesOpening: includesOpening, transposition: transposition, threads: threads)
  }

  /// - Parameter network: the model's parameters packed once, for many pieces.
  public init(
    _ model: Model, network: InferenceNetwork, seed: UInt64, opening: Opening = .drawn,
    extent: Extent? = nil, quartersPerMinute: Double? = nil, sampling: Sampling = Sampling(),
    includesOpening: Bool = false, transposition: Int = 0, threads: Int = 1
  ) throws(ComposerError) {
    try sampling.validate()
    let highest = Self.highestTransposition
    guard (-highest...highest).contains(transposition) else {
      throw .badOption(
        "a transposition by \(transposition) semitones is out of range (-\(highest) to \(highest))")
    }
    self.sampling = sampling
    generator = SeededGenerator(seed: seed)
    // Drawn in any case, so that naming the start that the seed would choose changes nothing.
    let drawn = Int(generator.next(below: UInt64(model.starts.count)))
    let heard: [Int32]
    /// Semitones from the home key to the key that is written.
    var key = 0
    if case .timed(let vocabulary) = model.tokenizer {
      // Every piece is composed in C major or A minor, and written in a key that the seed draws.
      let range = vocabulary.keyRange
      let keys = Transposition.semitones.filter {
        range.lowerBound + $0 >= 0 && range.upperBound + $0 < 128
      }
      key = keys[Int(generator.next(below: UInt64(keys.count)))]
    }
    /// Tokens before the opening that fill up a window.
    var filling = 0
    switch opening {
    case .drawn:
      if case .timed(let vocabulary) = model.tokenizer {
        heard = [vocabulary.start]
      } else {
        heard = model.starts[drawn]
      }
    case .start(let index):
      guard model.starts.indices.contains(index) else {
        throw .badOption(
          "there is no start \(index): the model has starts 0 to \(model.starts.count - 1)")
      }
      heard = model.starts[index]
    case .tokens(let tokens, let semitones):
      key = -semitones
      guard !tokens.isEmpty else {
        throw .badOption("nothing of the primer is in the model's vocabulary; use another file")
      }
      guard tokens.allSatisfy({ $0 >= 0 && Int($0) < model.vocabulary.count }) else {
        throw .badOption("the primer holds a token that the model's vocabulary lacks")
      }
      // A window that the primer does not fill is filled up in front by the start.
      let missing = Swift.max(0, model.context.length - tokens.count)
      let before = model.starts[drawn].suffix(missing)
      filling = before.count
      heard = before + tokens
    }
    let written = WrittenForm(includesOpening: includesOpening, transposition: transposition + key)
    writer =
      switch model.tokenizer {
      case .classic(let vocabulary):
        ClassicWriter(
          vocabulary, filling: filling, opening: heard.count - filling, extent: extent,
          quartersPerMinute: quartersPerMinute, written: written)
      case .timed(let vocabulary):
        TimedWriter(
          vocabulary, heard: heard, extent: extent, quartersPerMinute: quartersPerMinute,
          written: written)
      }
    if case .timed(let vocabulary) = model.tokenizer, let parameters = model.memory {
      memory = PieceMemory(
        MemoryHead(parameters), vocabulary, repetition: sampling.repetition,
        recall: Self.recall)
    }
    decoder = TokenDecoder(network, context: model.context, threads: threads)
    allowed = .init(repeating: true, count: model.vocabulary.count)
    for token in heard {
      // What the memory knows of an opening, it knows by how likely it was: nothing is left out.
      if memory != nil, decoder.count > 0 { _ = probabilities(Sampling(topP: 1)) }
      if let event = hear(token) { openingEvents.append(event) }
    }
    openingEvents.reverse()
    // The tempo comes before the first note.
    while writer.quartersPerMinute == nil { _ = hear(draw()) }
  }

  /// Of the whole piece.
  public var quartersPerMinute: Double { writer.quartersPerMinute ?? 120 }

  /// The next event; `nil` after the end.
  public mutating func next() -> ComposedEvent? {
    if let event = openingEvents.popLast() { return event }
    while !writer.hasEnded {
      if let event = hear(draw()) { return event }
    }
    return nil
  }

  private mutating func draw() -> Int32 {
    sampling.draw(probabilities(sampling), with: &generator)
  }

  /// Of the token to come, [vocabulary].
  private mutating func probabilities(_ sampling: Sampling) -> [Float] {
    writer.writeAllowed(to: &allowed)
    let isClosing = writer.isClosing
    var sampling = sampling
    sampling.temperature *= writer.temperatureShare
    let network = sampling.probabilities(
      decoder.logits, allowed: allowed, ofPitches: writer.expectsPitch)
    guard memory != nil else { return network }
    let sum = network.reduce(0, +)
    // The memory hears every note: more may remain again, where a length in time was asked for.
    let mixed = memory?.mix(
      network: network.map { $0 / sum }, allowed: allowed, state: decoder.hidden)
    // What it would copy is no ending.
    return isClosing ? network : mixed ?? network
  }

  private mutating func hear(_ token: Int32) -> ComposedEvent? {
    memory?.hear(token)
    let event = writer.read(token)
    decoder.push(token, features: writer.features)
    return event
  }
}

extension TokenDecoder.Context {
  fileprivate var length: Int { if case .window(let length) = self { length } else { 0 } }
}
