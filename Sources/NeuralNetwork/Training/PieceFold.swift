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

  /// Folds each piece's predictions.
  ///
  /// - Parameters:
  ///   - initial: of the piece with an index.
  ///   - update: is told for each position, in order, the logits [vocabulary] of the token after it.
  ///     Different pieces may be told of at the same time.
  /// - Returns: what has become of each piece.
  public func fold<Result>(
    _ pieces: [TokenSequence], initial: (Int) -> Result,
    update: (inout Result, _ position: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
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
        run(share, of: pieces) { piece, position, logits in
          update(&results[piece], position, logits)
        }
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
    _ tell: (_ piece: Int, _ position: Int, _ logits: UnsafeBufferPointer<Float>) -> Void
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
      for row in rows.indices {
        guard let current = rows[row] else { continue }
        let left = pieces[current.piece].tokens.count - current.position
        for t in 0..<min(Self.time, left) {
          let start = logits + (t * rowCount + row) * width
          tell(
            current.piece, current.position + t, UnsafeBufferPointer(start: start, count: width))
        }
        rows[row]?.position += Self.time
        if left <= Self.time { rows[row] = nil }
      }
    }
  }

  private func batch(_ rows: [Row?], of pieces: [TokenSequence]) -> Batch {
    var batch = Batch(
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
