import Synchronization

/// A fold over what a finished network predicts in whole pieces, many side by side, by the training's
/// fast products: their last bits depend on processor and threads, so it is for measuring, never for
/// generation.
public struct PieceFold: Sendable {
  private let parameters: Parameters
  private let threads: Int
  /// The number of pieces side by side, and of positions of each at a time.
  private static let rows = 16
  private static let time = 64

  /// A fold over the predictions of a finished network.
  ///
  /// - Parameter threads: the number of threads, one of `ThreadTeam.counts`.
  /// - Throws: `NetworkError` for a number of threads out of range, and for a network that does not
  ///   predict at every position.
  public init(_ parameters: Parameters, threads: Int) throws(NetworkError) {
    guard parameters.architecture.predictsEveryPosition else { throw .predictsLastPositionOnly }
    try NetworkError.check("number of threads", threads, ThreadTeam.counts)
    self.parameters = parameters
    self.threads = threads
  }

  /// The network's output at a position. Its pointers are valid only while `update` runs.
  public struct Prediction {
    /// The position of the token before the predicted one.
    public var position: Int
    /// The logits of the token after the position, [vocabulary].
    public var logits: UnsafeBufferPointer<Float>
    /// The last LSTM's output, [units]; empty without one.
    public var hidden: UnsafeBufferPointer<Float>
  }

  /// Folds each piece's predictions. OpenBLAS has one thread meanwhile, in the whole process, and then
  /// its former number.
  ///
  /// - Parameters:
  ///   - report: takes the share of the positions that are predicted, 0...1, on any thread.
  ///   - initial: the first result of the piece with an index.
  ///   - update: adds the prediction at each position to a piece's result, in order; different pieces at
  ///     the same time.
  /// - Returns: the result of each piece.
  public func fold<Result>(
    _ pieces: [TokenSequence], report: @escaping @Sendable (Double) -> Void = { _ in },
    initial: (Int) -> Result,
    update: (inout Result, Prediction) -> Void
  ) -> [Result] {
    var results = pieces.indices.map(initial)
    // Long pieces first, in turn to each worker: they end at about the same time.
    let order = pieces.indices.sorted {
      (pieces[$1].tokens.count, $0) < (pieces[$0].tokens.count, $1)
    }
    let workers = min(threads, max(1, pieces.count))
    let all = pieces.reduce(0) { $0 + $1.tokens.count }
    let predicted = Atomic(0)
    func tell(_ count: Int) {
      report(Double(predicted.add(count, ordering: .relaxed).newValue) / Double(max(1, all)))
    }
    results.withUnsafeMutableBufferPointer { results in
      // Each piece is one worker's.
      nonisolated(unsafe) let results = results
      BLAS.withOneThread {
        _ = concurrentMap(workers) { worker in
          let share = stride(from: worker, to: order.count, by: workers).map { order[$0] }
          run(share, of: pieces, tell) { piece, prediction in
            update(&results[piece], prediction)
          }
        }
      }
    }
    return results
  }

  /// A row's piece, and how far it has come.
  private struct Row {
    var piece: Int
    var position = 0
    var features: PositionFeatures
  }

  private func run(
    _ share: [Int], of pieces: [TokenSequence], _ report: (_ positions: Int) -> Void,
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
      var positions = 0
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
        positions += min(Self.time, left)
        if left <= Self.time { rows[row] = nil }
      }
      report(positions)
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
