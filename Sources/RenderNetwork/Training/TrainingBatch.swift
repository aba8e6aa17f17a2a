import RenderRandomness

/// The tokens of one step, in rows.
struct TrainingBatch {
  var time: Int
  var rows: Int
  /// The tokens, [time, rows].
  var tokens: [Int32]
  /// The features of the tokens, [time, rows], or none at all.
  var features = PositionFeatures()
  /// The tokens to predict, [time, rows] where every position predicts, else [rows]; below zero for none.
  var targets: [Int32]
  /// The factors of the targets' gradients, [time, rows]; empty for 1.
  var weights: [Float] = []
  /// Whether a row begins a new piece, so that its state is reset first, [rows].
  var resets: [Bool]
  /// The divisor of the sum over the targets; their number without it.
  var divisor: Double?

  var targetCount: Int { targets.count { $0 >= 0 } }

  /// The columns of some rows, for one worker.
  func slice(_ range: Range<Int>) -> TrainingBatch {
    func columns<Value>(_ values: [Value]) -> [Value] {
      stride(from: 0, to: values.count, by: rows).flatMap {
        values[$0 + range.lowerBound..<$0 + range.upperBound]
      }
    }
    var slice = TrainingBatch(
      time: time, rows: range.count, tokens: columns(tokens), targets: columns(targets),
      weights: columns(weights), resets: Array(resets[range]))
    if features.count > 0 {
      for t in 0..<time {
        for row in range { slice.features.append(features[t * rows + row]) }
      }
    }
    return slice
  }
}

/// The batches of one epoch.
protocol BatchPlan {
  var count: Int { get }
  func batch(_ index: Int) -> TrainingBatch
}

/// A plan for networks that predict at every position: each row goes through whole pieces, chunk after
/// chunk, and keeps its state within a piece.
///
/// Rows are of nearly one length, and where some have ended the others count no more than before: a
/// few rows that go on alone, at the full rate, undo what was learned from all.
struct SequenceBatches: BatchPlan {
  /// A chunk of a piece: the tokens from `start` on predict the tokens after each.
  private struct Chunk {
    var piece: Int32
    var start: Int32
  }

  /// The features of the piece that a row goes through.
  private final class RowFeatures {
    var piece: Int32 = -1
    var features = PositionFeatures()
  }

  private let pieces: [TokenSequence]
  private let time: Int
  private let rows: [[Chunk]]
  private let rowFeatures: [RowFeatures]
  let count: Int
  /// The mean number of targets of a batch.
  private let meanTargetCount: Double

  /// - Parameter generator: the random numbers that shuffle the pieces; `nil` keeps their order.
  init(
    pieces: [TokenSequence], time: Int, rows rowCount: Int, shuffledBy generator: SeededGenerator?
  ) {
    self.pieces = pieces
    self.time = time
    var generator = generator
    let order = generator?.permutation(of: pieces.count) ?? Array(pieces.indices)
    let chunks = pieces.map { stride(from: 0, to: $0.tokens.count - 1, by: time).map(Int32.init) }
    // The longest piece first, each to the shortest row (Graham 1969), the first among equals.
    var rowPieces = [[Int]](repeating: [], count: rowCount)
    var lengths = [Int](repeating: 0, count: rowCount)
    for piece in order.sorted(by: { chunks[$0].count > chunks[$1].count }) {
      let row = lengths.indices.min { (lengths[$0], $0) < (lengths[$1], $1) }!
      rowPieces[row].append(piece)
      lengths[row] += chunks[piece].count
    }
    rows = rowPieces.map { pieces in
      let order = generator?.permutation(of: pieces.count) ?? Array(pieces.indices)
      return order.flatMap { index in
        chunks[pieces[index]].map { Chunk(piece: Int32(pieces[index]), start: $0) }
      }
    }
    rowFeatures = rows.map { _ in RowFeatures() }
    count = lengths.max() ?? 0
    let targets = pieces.reduce(0) { $0 + max(0, $1.tokens.count - 1) }
    meanTargetCount = Double(targets) / Double(max(1, count))
  }

  func batch(_ index: Int) -> TrainingBatch {
    let rowCount = rows.count
    var batch = TrainingBatch(
      time: time, rows: rowCount, tokens: .init(repeating: 0, count: time * rowCount),
      targets: .init(repeating: -1, count: time * rowCount),
      resets: .init(repeating: true, count: rowCount), divisor: meanTargetCount)
    for (row, chunks) in rows.enumerated() where index < chunks.count {
      let chunk = chunks[index]
      let piece = pieces[Int(chunk.piece)].tokens
      let heard = pieces[Int(chunk.piece)].heard ?? piece
      let start = Int(chunk.start)
      batch.resets[row] = start == 0
      let weight = pieces[Int(chunk.piece)].weight
      if weight != nil, batch.weights.isEmpty {
        batch.weights = .init(repeating: 1, count: time * rowCount)
      }
      for t in 0..<min(time, piece.count - 1 - start) {
        batch.tokens[t * rowCount + row] = heard[start + t]
        batch.targets[t * rowCount + row] = piece[start + t + 1]
        if let weight { batch.weights[t * rowCount + row] = weight(start + t + 1) }
      }
    }
    addFeatures(to: &batch, index)
    return batch
  }

  private func addFeatures(to batch: inout TrainingBatch, _ index: Int) {
    for (row, chunks) in rows.enumerated() where index < chunks.count {
      let piece = chunks[index].piece
      guard rowFeatures[row].piece != piece else { continue }
      rowFeatures[row].piece = piece
      rowFeatures[row].features = pieces[Int(piece)].features()
    }
    guard rowFeatures.contains(where: { $0.features.count > 0 }) else { return }
    for t in 0..<time {
      for (row, chunks) in rows.enumerated() {
        let isFilled = index < chunks.count
        batch.features.append(
          isFilled ? rowFeatures[row].features[Int(chunks[index].start) + t] : [])
      }
    }
  }
}

/// A plan of windows of `time` tokens, without features, that predict the one token after them, over the
/// pieces laid end to end as in the tutorial.
struct WindowBatches: BatchPlan {
  private let tokens: [Int32]
  private let time: Int
  private let rows: Int
  private let order: [Int32]

  /// - Parameters:
  ///   - generator: the random numbers that shuffle the windows; `nil` takes them in order.
  ///   - limit: the largest number of windows, which are evenly spread (for evaluation).
  init(
    pieces: [TokenSequence], time: Int, rows: Int, shuffledBy generator: SeededGenerator?,
    limit: Int = .max
  ) {
    tokens = Array(pieces.map(\.tokens).joined())
    self.time = time
    self.rows = rows
    let windows = max(0, tokens.count - time)
    if var generator {
      order = generator.permutation(of: windows).map(Int32.init)
    } else {
      let count = min(windows, limit)
      order = (0..<count).map { Int32($0 * windows / count) }
    }
  }

  var count: Int { (order.count + rows - 1) / rows }

  func batch(_ index: Int) -> TrainingBatch {
    var batch = TrainingBatch(
      time: time, rows: rows, tokens: .init(repeating: 0, count: time * rows),
      targets: .init(repeating: -1, count: rows), resets: .init(repeating: true, count: rows))
    for row in 0..<min(rows, order.count - index * rows) {
      let start = Int(order[index * rows + row])
      for t in 0..<time { batch.tokens[t * rows + row] = tokens[start + t] }
      batch.targets[row] = tokens[start + time]
    }
    return batch
  }
}
