import RenderMusic
import RenderNetwork
import RenderThreads
import Synchronization

/// A piece that is complete.
public struct ComposedPiece: Sendable {
  /// The seed that decided the piece.
  public var seed: UInt64
  /// The tempo and key of the piece.
  public var header: Piece.Header
  /// The events, by onset.
  public var events: [ComposedEvent]

  /// The plan that the piece has followed, where the model plans its pieces.
  public var plan: FormPlan?
  /// The dynamics, where they are planned.
  public var dynamics = Dynamics()
  /// How the piece was chosen, where it is the most real of several.
  public var choice: Choice?
  /// The place in the plan, in units, at which the written notes begin: after a primer that is not written.
  package var origin = 0

  /// The header with the notes of all events and their dynamics.
  public var piece: Piece {
    Piece(header: header, notes: events.flatMap(\.notes), dynamics: dynamics)
  }

  /// The sections of the plan up to the last note, such as `A8 B8 A8`; `nil` without a plan.
  public var form: String? {
    let end = events.flatMap(\.notes).map(\.end).max() ?? 0
    return plan?.cut(atUnit: origin + end).sectionNames.joined(separator: " ")
  }
}

/// Composes many pieces at once, each in a row of the network: weights that are read once serve all
/// rows. A piece is the same as alone.
public struct ComposerGroup: Sendable {
  private struct Row {
    let seed: UInt64
    var piece: PieceInProgress
    var events: [ComposedEvent] = []

    var composed: ComposedPiece {
      ComposedPiece(
        seed: seed, header: piece.header, events: events, plan: piece.form,
        dynamics: piece.dynamics, origin: piece.origin)
    }
  }

  let model: Model
  private let network: InferenceNetwork
  private let options: PieceOptions
  private let rows: Int

  /// - Parameters:
  ///   - network: the model's parameters, packed.
  ///   - options: of all pieces; their extent ends them.
  ///   - rows: pieces that are composed at once.
  public init(_ model: Model, network: InferenceNetwork, _ options: PieceOptions, rows: Int) {
    self.model = model
    self.network = network
    self.options = options
    // The tutorial's windows are rows themselves.
    self.rows = model.context == .stateful ? max(1, rows) : 1
  }

  /// Composes until there is no seed left.
  ///
  /// - Parameters:
  ///   - nextSeed: asked whenever a row is free.
  ///   - isCancelled: asked between two tokens; true ends the work, and what is not finished is dropped.
  ///   - composed: takes each event of any of the pieces.
  ///   - finished: takes each piece, or why there is none.
  public func compose(
    nextSeed: () -> UInt64?, isCancelled: () -> Bool = { false },
    composed: (ComposedEvent) -> Void = { _ in },
    finished: (UInt64, Result<ComposedPiece, ComposerError>) throws -> Void
  ) rethrows {
    guard model.context == .stateful else {
      while let seed = nextSeed() {
        let piece = alone(seed, isCancelled)
        if isCancelled() { return }
        try finished(seed, piece)
      }
      return
    }
    let state = InferenceState(network, rows: rows)
    let count = model.vocabulary.count
    // Each in the row of its index.
    var pieces: [Row] = []
    while pieces.count < rows, let next = try begin(nextSeed, finished) { pieces.append(next) }
    var heard = false
    while !pieces.isEmpty, !isCancelled() {
      let logits = heard ? network.logits(state, rows: 0..<pieces.count) : []
      var tokens: [Int32] = []
      var features = PositionFeatures()
      for row in pieces.indices {
        let (token, event) = pieces[row].piece.next(
          pieces[row].piece.needsPrediction
            ? (Array(logits[row * count..<(row + 1) * count]), state.hidden(row: row)) : nil)
        tokens.append(token)
        features.append(pieces[row].piece.features)
        if let event {
          pieces[row].events.append(event)
          composed(event)
        }
      }
      network.advance(state, tokens: tokens, features: features)
      heard = true
      for row in pieces.indices.reversed() where pieces[row].piece.hasEnded {
        try finished(pieces[row].seed, .success(pieces[row].composed))
        if let next = try begin(nextSeed, finished) {
          pieces[row] = next
          state.reset(row: row)
        } else {
          // The rows that are left stay together, so that none is computed in vain.
          state.copyRow(pieces.count - 1, to: row)
          pieces.swapAt(row, pieces.count - 1)
          pieces.removeLast()
        }
      }
    }
  }

  /// Composes the pieces of some seeds on several threads; what is cancelled is missing.
  ///
  /// - Parameter value: made of each piece, or of why there is none, on the thread that has composed it.
  func compose<Value: Sendable>(
    _ seeds: some Sequence<UInt64>, threads: Int, isCancelled: @Sendable () -> Bool,
    _ value: @Sendable (Result<ComposedPiece, ComposerError>) -> Value
  ) -> [UInt64: Value] {
    let waiting = Mutex(Array(seeds)[...])
    let done = Mutex<[UInt64: Value]>([:])
    Threads.perform(threads) { _ in
      compose(
        nextSeed: { waiting.withLock { $0.popFirst() } }, isCancelled: isCancelled,
        finished: { seed, piece in
          let value = value(piece)
          done.withLock { $0[seed] = value }
        })
    }
    return done.withLock { $0 }
  }

  /// The next piece that can be begun.
  private func begin(
    _ nextSeed: () -> UInt64?,
    _ failed: (UInt64, Result<ComposedPiece, ComposerError>) throws -> Void
  ) rethrows -> Row? {
    while let seed = nextSeed() {
      do throws(ComposerError) {
        return Row(seed: seed, piece: try PieceInProgress(model, seed: seed, options))
      } catch {
        try failed(seed, .failure(error))
      }
    }
    return nil
  }

  private func alone(
    _ seed: UInt64, _ isCancelled: () -> Bool
  ) -> Result<ComposedPiece, ComposerError> {
    do throws(ComposerError) {
      let composer = try Composer(model, network: network, seed: seed, options)
      var events: [ComposedEvent] = []
      for event in composer {
        if isCancelled() { break }
        events.append(event)
      }
      return .success(
        ComposedPiece(
          seed: seed, header: composer.header, events: events, plan: composer.plan,
          dynamics: composer.dynamics, origin: composer.origin))
    } catch {
      return .failure(error)
    }
  }
}
