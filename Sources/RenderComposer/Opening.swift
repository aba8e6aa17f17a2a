import RenderMusic
import RenderNetwork

/// The opening of a composed piece that is to become longer: what stands before the bar in which the piece comes to
/// its end.
public struct Opening: Hashable, Sendable {
  /// The tokens: those that were heard, then those that were drawn.
  let tokens: [Int32]
  /// The number of tokens that were heard.
  let heard: Int
  /// The number of tokens, from the first on, that are not written.
  let unwritten: Int
  /// The semitones from the key that the model composes in to the key that is written, before any transposition.
  let key: Int
  /// The tempo in quarters a minute.
  let quartersPerMinute: Double
  /// The plan of its bars; `nil` for a model that plans nothing.
  let plan: FormPlan?
  /// The number of events that are written.
  public let events: Int
  /// The length of what is written, in seconds at the tempo.
  public let seconds: Double
}

extension Model {
  /// Composes a piece again and takes the opening, which `PieceOptions.Beginning.opening` goes on from.
  ///
  /// The opening ends at the bar line before the closing (`DecodingPolicy.Closing`), or before the last event where nothing
  /// would be left. A classic piece has no ending and is taken whole.
  ///
  /// - Parameters:
  ///   - seed: the one that decided the piece.
  ///   - options: as they were then, an extent among them or a plan that says the length.
  ///   - network: the model's parameters, packed.
  ///   - team: shares the arithmetic; without influence on the result.
  ///   - mostEvents: the most events that the piece may have.
  ///   - isCancelled: asked between two tokens.
  /// - Returns: the opening and the piece with its ending; `nil` where it was cancelled, or has too many events.
  /// - Throws: `ComposerError`, for options out of range and what the model does not have.
  public func opening(
    ofPieceWith seed: UInt64, _ options: PieceOptions, network: InferenceNetwork,
    on team: ThreadTeam = .alone, mostEvents: Int = .max, isCancelled: () -> Bool = { false }
  ) throws(ComposerError) -> (opening: Opening, piece: ComposedPiece)? {
    var piece = try PieceInProgress(self, seed: seed, options)
    var decoder = TokenDecoder(network, context: context, on: team)
    var tokens: [Int32] = []
    var events: [ComposedEvent] = []
    // Each note's place, and the number of tokens up to its end.
    var notes: [(onset: Int, tokens: Int)] = []
    while !piece.hasEnded {
      if isCancelled() || events.count > mostEvents { return nil }
      let (token, event) = piece.next(
        piece.needsPrediction ? (decoder.logits, decoder.hidden) : nil)
      decoder.push(token, features: piece.features)
      tokens.append(token)
      if let onset = piece.completedOnset { notes.append((onset, tokens.count)) }
      if let event { events.append(event) }
    }
    let (origin, header) = (piece.origin, piece.header)
    let onsets = events.compactMap { event in event.notes.first.map { origin + $0.onset } }
    let end = endOfOpening(onsets, piece.form?.metre)
    if type(of: tokenizer).keepsTimes {
      let last = notes.last { $0.onset < end }?.tokens ?? 0
      tokens.removeSubrange(max(last, piece.plan.heard.count)...)
    }
    let opening = Opening(
      tokens: tokens, heard: piece.plan.heard.count, unwritten: piece.plan.unwritten,
      key: piece.plan.key, quartersPerMinute: header.quartersPerMinute,
      plan: piece.form?.cut(atUnit: end), events: onsets.count { $0 < end },
      seconds: Double(end - origin) / Double(Piece.unitsPerQuarter) * 60
        / header.quartersPerMinute)
    let whole = ComposedPiece(
      seed: seed, header: header, events: events, plan: piece.form, dynamics: piece.dynamics,
      origin: origin)
    return (opening, whole)
  }

  /// The unit at which the opening of a piece ends.
  ///
  /// - Parameter onsets: of the events, ascending.
  private func endOfOpening(_ onsets: [Int], _ metre: Piece.Metre?) -> Int {
    guard let first = onsets.first, let last = onsets.last else { return 0 }
    // Classic events are half a quarter apart.
    guard type(of: tokenizer).keepsTimes else { return last + Piece.unitsPerQuarter / 2 }
    let closing = onsets[max(0, onsets.count - max(1, decodingPolicy.closing.events))]
    let barLine = metre.flatMap { BarGrid($0, end: closing + 1).starts.last } ?? closing
    return barLine > first ? barLine : last
  }
}

extension Extent {
  /// The length that is left after the opening of a piece.
  func after(_ opening: Opening) -> Extent {
    switch self {
    case .events(let count): .events(max(1, count - opening.events))
    case .seconds(let seconds): .seconds(max(seconds - opening.seconds, 0.001))
    }
  }
}
