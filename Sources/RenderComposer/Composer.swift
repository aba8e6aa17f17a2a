import RenderMusic
import RenderNetwork

/// A generator that composes with a model, one event after the other, for as long as it is asked.
///
///     for event in try Composer(model, seed: 7, extent: .events(500)) { … }
///
/// A model of the timed tokenizer brings the piece to an end at its extent.
public struct Composer: Sequence, IteratorProtocol {
  private var piece: PieceInProgress
  private var decoder: TokenDecoder
  /// The events written before they were asked for; the next one last.
  private var early: [ComposedEvent] = []

  /// - Parameters:
  ///   - seed: decides the start and every draw; the same seed, model and options give the same tokens
  ///     on every machine.
  ///   - threads: cores that share the arithmetic, one of `ThreadTeam.counts`; without influence on the result.
  /// - Throws: `ComposerError`, for options out of range and what the model does not have.
  public init(
    _ model: Model, seed: UInt64, beginning: PieceOptions.Beginning = .drawn, extent: Extent? = nil,
    quartersPerMinute: Double? = nil, sampling: Sampling = Sampling(),
    includesBeginning: Bool = false, transposition: Int = 0, threads: Int = 1
  ) throws(ComposerError) {
    let team: ThreadTeam
    do { team = try ThreadTeam(threads) } catch {
      throw .outOfRange(
        "number of threads", value: Double(threads), allowed: NumberRange(ThreadTeam.counts))
    }
    try self.init(
      model, network: InferenceNetwork(model.parameters), seed: seed,
      PieceOptions(
        beginning: beginning, extent: extent, quartersPerMinute: quartersPerMinute,
        sampling: sampling, includesBeginning: includesBeginning, transposition: transposition),
      on: team)
  }

  /// - Parameters:
  ///   - network: the model's parameters packed once, for many pieces.
  ///   - team: shares the arithmetic; without influence on the result.
  public init(
    _ model: Model, network: InferenceNetwork, seed: UInt64,
    _ options: PieceOptions = PieceOptions(), on team: ThreadTeam = .alone
  ) throws(ComposerError) {
    piece = try PieceInProgress(model, seed: seed, options)
    decoder = TokenDecoder(
      network, context: model.context, on: team)
    while !piece.knowsHeader, !piece.hasEnded {
      if let event = step() { early.append(event) }
    }
    early.reverse()
  }

  /// The properties of the piece that are known before its first note.
  public var header: Piece.Header { piece.header }

  /// The plan that the piece follows, where the model plans its pieces.
  public var plan: FormPlan? { piece.form }
  /// The dynamics, where they are planned.
  public var dynamics: Dynamics { piece.dynamics }
  /// The place in the plan, in units, at which the written notes begin.
  package var origin: Int { piece.origin }

  /// The next event; `nil` after the end.
  public mutating func next() -> ComposedEvent? {
    if let event = early.popLast() { return event }
    while !piece.hasEnded {
      if let event = step() { return event }
    }
    return nil
  }

  private mutating func step() -> ComposedEvent? {
    let (token, event) = piece.next(
      piece.needsPrediction ? (decoder.logits, decoder.hidden) : nil)
    decoder.push(token, features: piece.features)
    return event
  }
}

extension Piece {
  /// Takes all that a composer writes from now on; it must have an extent, or a model that ends.
  public init(_ composer: Composer) {
    self.init(
      header: composer.header, notes: composer.flatMap(\.notes), dynamics: composer.dynamics)
  }
}
