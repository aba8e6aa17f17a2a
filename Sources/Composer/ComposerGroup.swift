import Music
import NeuralNetwork

/// A piece that is complete.
public struct ComposedPiece: Sendable {
  public var seed: UInt64
  public var quartersPerMinute: Double
  public var events: [ComposedEvent]
}

/// Composes many pieces at once, each in a row of the network: weights that are read once serve all
/// rows. A piece is the same as alone.
public struct ComposerGroup: Sendable {
  private struct Row {
    let seed: UInt64
    var piece: PieceInProgress
    var events: [ComposedEvent] = []
  }

  private let model: Model
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
  ///   - finished: takes each piece, or why there is none.
  public func compose(
    nextSeed: () -> UInt64?, finished: (UInt64, Result<ComposedPiece, ComposerError>) throws -> Void
  ) rethrows {
    guard model.context == .stateful else {
      while let seed = nextSeed() { try finished(seed, alone(seed)) }
      return
    }
    let state = InferenceState(network, rows: rows)
    let count = model.vocabulary.count
    var pieces = [Row?](repeating: nil, count: rows)
    var hasSeeds = true
    var heard = false
    while true {
      for row in pieces.indices {
        if let done = pieces[row], done.piece.hasEnded {
          pieces[row] = nil
          try finished(
            done.seed,
            .success(
              ComposedPiece(
                seed: done.seed, quartersPerMinute: done.piece.quartersPerMinute ?? 120,
                events: done.events)))
        }
        while hasSeeds, pieces[row] == nil {
          guard let seed = nextSeed() else {
            hasSeeds = false
            break
          }
          do throws(ComposerError) {
            pieces[row] = Row(seed: seed, piece: try PieceInProgress(model, seed: seed, options))
            state.reset(row: row)
          } catch {
            try finished(seed, .failure(error))
          }
        }
      }
      guard pieces.contains(where: { $0 != nil }) else { return }
      let logits = heard ? network.logits(state, rows: 0..<rows) : []
      var tokens = [Int32](repeating: 0, count: rows)
      var features = PositionFeatures()
      for row in pieces.indices {
        guard var current = pieces[row].take() else {
          features.append([])
          continue
        }
        let (token, event) = current.piece.next(
          current.piece.needsPrediction
            ? (Array(logits[row * count..<(row + 1) * count]), state.hidden(row: row)) : nil)
        tokens[row] = token
        features.append(current.piece.features)
        if let event { current.events.append(event) }
        pieces[row] = current
      }
      network.advance(state, tokens: tokens, features: features)
      heard = true
    }
  }

  private func alone(_ seed: UInt64) -> Result<ComposedPiece, ComposerError> {
    do throws(ComposerError) {
      let composer = try Composer(model, network: network, seed: seed, options)
      return .success(
        ComposedPiece(
          seed: seed, quartersPerMinute: composer.quartersPerMinute, events: Array(composer)))
    } catch {
      return .failure(error)
    }
  }
}
