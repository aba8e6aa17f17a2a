import RenderMusic
import RenderNetwork
import RenderRandomness

/// What a piece shall be.
public struct PieceOptions: Hashable, Sendable {
  public var opening: Composer.Opening
  /// How long it shall become; without it a classic model writes for ever, a timed one until it finds
  /// an end.
  public var extent: Extent?
  /// The tempo; without it 120, or what a timed model chooses.
  public var quartersPerMinute: Double?
  public var sampling: Sampling
  /// Whether the piece begins with the opening, which its extent does not count.
  public var includesOpening: Bool
  /// Semitones by which the piece is written higher than it was composed,
  /// −`Composer.highestTransposition`...`Composer.highestTransposition`.
  public var transposition: Int

  public init(
    opening: Composer.Opening = .drawn, extent: Extent? = nil, quartersPerMinute: Double? = nil,
    sampling: Sampling = Sampling(), includesOpening: Bool = false, transposition: Int = 0
  ) {
    self.opening = opening
    self.extent = extent
    self.quartersPerMinute = quartersPerMinute
    self.sampling = sampling
    self.includesOpening = includesOpening
    self.transposition = transposition
  }
}

/// One piece while it is composed: what the network says of it goes in, its tokens and events come
/// out. Who holds it lets the network hear the tokens.
struct PieceInProgress: Sendable {
  /// What the network says after the tokens so far: logits, [vocabulary], and the last hidden state.
  typealias Prediction = (logits: [Float], hidden: [Float])

  private let sampling: Sampling
  /// The signature of what is written, where the model composes in a key that is known.
  private let keySignature: Piece.KeySignature?
  private var writer: any EventWriter
  private var memory: PieceMemory?
  private var generator: SeededGenerator
  private var allowed: [Bool]
  /// Of the opening, not yet heard; the next one last.
  private var opening: [Int32]
  private var isFirst = true

  /// - Throws: an option out of range.
  init(_ model: Model, seed: UInt64, _ options: PieceOptions) throws(ComposerError) {
    sampling = options.sampling
    try sampling.validate()
    try model.decodingPolicy.validate()
    let transposition = options.transposition
    let highest = Composer.highestTransposition
    guard (-highest...highest).contains(transposition) else {
      throw .badOption(
        "a transposition by \(transposition) semitones is out of range (-\(highest) to \(highest))")
    }
    generator = SeededGenerator(seed: seed, stream: .composition)
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
    switch options.opening {
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
    let written = WrittenForm(
      includesOpening: options.includesOpening, transposition: transposition + key)
    // Home is C major or A minor.
    keySignature =
      model.tokenizer.name == .timed ? Piece.KeySignature(majorOn: transposition + key) : nil
    writer =
      switch model.tokenizer {
      case .classic(let vocabulary):
        ClassicWriter(
          vocabulary, filling: filling, opening: heard.count - filling, extent: options.extent,
          quartersPerMinute: options.quartersPerMinute, written: written)
      case .timed(let vocabulary):
        TimedWriter(
          vocabulary, heard: heard, extent: options.extent,
          quartersPerMinute: options.quartersPerMinute,
          // Of a piano, in the key that is written; a transposition is added to what was composed.
          compass: Note.pianoKeys.lowerBound - key...Note.pianoKeys.upperBound - key,
          closing: model.decodingPolicy.closing, written: written)
      }
    if case .timed(let vocabulary) = model.tokenizer, let parameters = model.memory {
      memory = PieceMemory(
        MemoryHead(parameters), vocabulary, repetition: sampling.repetition,
        recall: model.decodingPolicy.recall)
    }
    allowed = .init(repeating: true, count: model.vocabulary.count)
    self.opening = heard.reversed()
  }

  /// Of the last token.
  var features: [Int32] { writer.features }
  /// Known before the first note that is new; an opening may change its tempo.
  var quartersPerMinute: Double? { opening.isEmpty ? writer.quartersPerMinute : nil }
  /// The piece's header, final once its tempo is known.
  var header: Piece.Header {
    Piece.Header(
      tempos: [Piece.Tempo(quartersPerMinute: quartersPerMinute ?? 120)],
      keySignature: keySignature)
  }
  var hasEnded: Bool { opening.isEmpty && writer.hasEnded }

  /// Whether the next token depends on what the network says: the opening's are known.
  var needsPrediction: Bool { opening.isEmpty || (memory != nil && !isFirst) }

  /// The next token: the opening's, then drawn.
  ///
  /// - Parameter prediction: what the network says by now, where it is needed.
  /// - Returns: also an event that the token completes.
  mutating func next(_ prediction: Prediction?) -> (token: Int32, event: ComposedEvent?) {
    let token: Int32
    if let heard = opening.popLast() {
      // What the memory knows of an opening, it knows by how likely it was: nothing is left out.
      if let prediction {
        writer.writeAllowed(to: &allowed)
        _ = probabilities(prediction, Sampling(topP: 1))
      }
      token = heard
    } else {
      token = draw(prediction!)
    }
    isFirst = false
    memory?.hear(token)
    return (token, writer.read(token))
  }

  /// The next token. A pitch that the instrument lacks is drawn again, rather than left out of every
  /// draw: a piece in which none comes is then as if nothing was said of instruments.
  private mutating func draw(_ prediction: Prediction) -> Int32 {
    writer.writeAllowed(to: &allowed)
    let token = sampling.draw(probabilities(prediction, sampling), with: &generator)
    guard writer.isBeyondCompass(token) else { return token }
    let others = allowed.indices.map { allowed[$0] && !writer.isBeyondCompass(Int32($0)) }
    guard others.contains(true) else { return token }
    allowed = others
    return sampling.draw(probabilities(prediction, sampling), with: &generator)
  }

  /// Of the token to come, where `allowed` says which may come, [vocabulary].
  private mutating func probabilities(_ prediction: Prediction, _ sampling: Sampling) -> [Float] {
    let isClosing = writer.isClosing
    var sampling = sampling
    sampling.temperature *= writer.temperatureShare
    var logits = prediction.logits
    writer.favor(&logits)
    let network = sampling.probabilities(
      logits, allowed: allowed, ofPitches: writer.expectsPitch)
    guard memory != nil else { return network }
    let sum = network.reduce(0, +)
    // The memory hears every note: more may remain again, where a length in time was asked for.
    let mixed = memory?.mix(
      network: network.map { $0 / sum }, allowed: allowed, state: prediction.hidden)
    // What it would copy is no ending.
    return isClosing ? network : mixed ?? network
  }
}

extension TokenDecoder.Context {
  fileprivate var length: Int { if case .window(let length) = self { length } else { 0 } }
}
