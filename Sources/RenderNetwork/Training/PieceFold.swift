/// Whole pieces through a finished network, many side by side, on the training's fast products (their
/// last bits depend on processor and threads: for measuring, never for generation).
public struct PieceFold: Sendable {
  private let parameters: Parameters
  private let threads: Int
  /// Pieces side by side, and positions of each at a time.
  private static let rows = 16
  private static let time = 64

  public init(_ parameters: Parameters, threads: Int) {
    precondition(parameters.architecture.predictsEveryPosition)
    self.parameters = parameters
    self.threads = max(1, threads)
  }

  /// What the network makes of a position; good as long as it is told.
  public struct Prediction {
    /// Of the token before the predicted one.
    public var position: Int
    /// [vocabulary], of the token after the position.
    public var logits: UnsafeBufferPointer<Float>
    /// What the last LSTM says, [units]; empty without one.
    public var hidden: UnsafeBufferPointer<Float>
  }

  /// Folds each piece's predictions.
  ///
  /// - Parameters:
  ///   - initial: of the piece with an index.
  ///   - update: is told what the network makes of each position, in order. Different pieces may be
  ///     told of at the same time.
  /// - Returns: what has become of each piece.
  public func fold<Result>(
    _ pieces: [TokenSequence], initial: (Int) -> Result,
    update: (inout Result, Prediction) -> Void
  ) -> [Result] {
    BLAS.useOneThread()
    var results = pieces.indices.map(initial)
    // Long pieces first, in turn to each worker: they end at about the same time.
    let order = pieces.indices.sorted {
      (pieces[$1].tokens.count, $0) < (pieces[$0].tokens.count, $1)
    }
    let workers = min(threads, max(1, pieces.count))
    results.withUnsafeMutableBufferPointer { results in
      // Each piece is one worker's.
      nonisolated(unsafe) let results = results
      _ = concurrentMap(workers) { worker in
        let share = stride(from: worker, to: order.count, by: workers).map { order[$0] }
        run(share, of: pieces) { piece, prediction in update(&results[piece], prediction) }
      }
    }
    return results
  }

  /// A piece on its way through a row.
  private struct Row {
    var piece: Int
    var position = 0
    var features: PositionFeatures
  }

  private func run(
    _ share: [Int], of pieces: [TokenSequence],
    _ tell: (_ piece: Int, Prediction) -> Void
  ) {
    let rowCount = min(Self.rows, share.count)
    guard rowCount > 0 else { return }
    let network = TrainingNetwork(parameters, time: Self.time, rows: rowCount)
    let width = parameters.architecture.vocabularySize
    var waiting = share[...]
    var rows = [Row?](repeating: nil, count: rowCount)
    while true {
      for row in rows.indices where rows[row] == nil {
        network.resetState(row: row)
        guard let piece = waiting.popFirst() else { continue }
        rows[row] = Row(piece: piece, features: pieces[piece].features())
      }
      guard rows.contains(where: { $0 != nil }) else { return }
      let logits = network.logits(of: batch(rows, of: pieces), parameters)
      let hidden = network.lastHidden
      for row in rows.indices {
        guard let current = rows[row] else { continue }
        let left = pieces[current.piece].tokens.count - current.position
        for t in 0..<min(Self.time, left) {
          let place = t * rowCount + row
          tell(
            current.piece,
            Prediction(
              position: current.position + t,
              logits: UnsafeBufferPointer(start: logits + place * width, count: width),
              hidden: UnsafeBufferPointer(
                start: hidden.map { $0.values + place * $0.units }, count: hidden?.units ?? 0)))
        }
        rows[row]?.position += Self.time
        if left <= Self.time { rows[row] = nil }
      }
    }
  }

  private func batch(_ rows: [Row?], of pieces: [TokenSequence]) -> TrainingBatch {
    var batch = TrainingBatch(
      time: Self.time, rows: rows.count,
      tokens: .init(repeating: 0, count: Self.time * rows.count), targets: [], resets: [])
    for t in 0..<Self.time {
      for (row, current) in rows.enumerated() {
        guard let current, current.position + t < pieces[current.piece].tokens.count else {
          batch.features.append([])
          continue
        }
        batch.tokens[t * rows.count + row] = pieces[current.piece].tokens[current.position + t]
        batch.features.append(current.features[current.position + t])
      }
    }
    return batch
  }
}
