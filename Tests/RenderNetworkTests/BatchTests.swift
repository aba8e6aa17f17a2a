import RenderRandomness
import Testing

@testable import RenderNetwork

/// Which predictions an epoch is made of.
struct BatchTests {
  /// Every token of these pieces is another number: piece · 1000 + position.
  private func pieces(_ lengths: [Int]) -> [TokenSequence] {
    lengths.enumerated().map { piece, length in
      TokenSequence((0..<length).map { Int32(piece * 1000 + $0) })
    }
  }

  private static let lengths = [1, 2, 3, 17, 64, 65, 66, 0, 129, 5]

  @Test(
    "Every token but a piece's first is predicted exactly once an epoch, from the one before",
    arguments: [1, 2, 5, 64], [1, 3, 8, 64])
  func sequences(time: Int, rows: Int) {
    for shuffle in [nil, SeededGenerator(seed: 3)] {
      let plan = SequenceBatches(
        pieces: pieces(Self.lengths), time: time, rows: rows, shuffledBy: shuffle)
      var targets: [Int32] = []
      for index in 0..<plan.count {
        let batch = plan.batch(index)
        #expect(batch.tokens.count == time * rows && batch.targets.count == time * rows)
        for (token, target) in zip(batch.tokens, batch.targets) where target >= 0 {
          #expect(target == token + 1)
          targets.append(target)
        }
      }
      let expected = Self.lengths.enumerated().flatMap { piece, length in
        (0..<length).dropFirst().map { Int32(piece * 1000 + $0) }
      }
      #expect(targets.sorted() == expected)
    }
  }

  @Test("A row goes on where its last batch ended, and is reset where a piece begins")
  func continuity() {
    let (time, rows) = (5, 3)
    let plan = SequenceBatches(
      pieces: pieces(Self.lengths), time: time, rows: rows, shuffledBy: SeededGenerator(seed: 4))
    var last = [Int32?](repeating: nil, count: rows)
    for index in 0..<plan.count {
      let batch = plan.batch(index)
      for row in 0..<rows {
        let column = (0..<time).map { batch.targets[$0 * rows + row] }.prefix { $0 >= 0 }
        guard let first = column.first else {
          #expect(batch.resets[row])
          continue
        }
        let start = batch.tokens[row]
        #expect(batch.resets[row] == (start % 1000 == 0))
        if !batch.resets[row] { #expect(last[row] == start) }
        #expect(first == start + 1)
        last[row] = column.last
      }
    }
  }

  @Test("Each token keeps its features, whatever batch and worker it comes to")
  func features() {
    let pieces = pieces(Self.lengths).map { piece in
      TokenSequence(piece.tokens) {
        var features = PositionFeatures()
        // None for every third token, else two.
        for token in piece.tokens { features.append(token % 3 == 0 ? [] : [token, token + 7]) }
        return features
      }
    }
    let plan = SequenceBatches(
      pieces: pieces, time: 5, rows: 4, shuffledBy: SeededGenerator(seed: 6))
    var checked = 0
    for index in 0..<plan.count {
      for slice in [0..<2, 2..<4].map(plan.batch(index).slice) {
        for position in 0..<slice.tokens.count where slice.targets[position] >= 0 {
          let token = slice.tokens[position]
          #expect(Array(slice.features[position]) == (token % 3 == 0 ? [] : [token, token + 7]))
          checked += 1
        }
      }
    }
    #expect(checked == Self.lengths.reduce(0) { $0 + max(0, $1 - 1) })
  }

  @Test("The order of pieces is the generator's")
  func shuffled() {
    func first(_ generator: SeededGenerator?) -> [Int32] {
      SequenceBatches(
        pieces: pieces([9, 9, 9, 9, 9, 9, 9, 9]), time: 8, rows: 8, shuffledBy: generator
      )
      .batch(0).tokens
    }
    #expect(first(SeededGenerator(seed: 1)) == first(SeededGenerator(seed: 1)))
    #expect(first(SeededGenerator(seed: 1)) != first(SeededGenerator(seed: 2)))
    #expect(first(nil)[..<8] == [0, 1000, 2000, 3000, 4000, 5000, 6000, 7000])
  }

  @Test("Rows end together, and a batch that few rows fill weighs less")
  func balance() {
    var generator = SeededGenerator(seed: 7)
    let lengths = (0..<200).map { _ in 2 + Int(generator.next(below: 900)) }
    let plan = SequenceBatches(
      pieces: pieces(lengths), time: 16, rows: 8, shuffledBy: SeededGenerator(seed: 8))
    let chunks = lengths.reduce(0) { $0 + ($1 + 14) / 16 }
    #expect(plan.count == (chunks + 7) / 8)

    let uneven = SequenceBatches(pieces: pieces([160, 16]), time: 16, rows: 2, shuffledBy: nil)
    #expect(uneven.count == 10)
    let batches = (0..<10).map(uneven.batch)
    #expect(batches[0].targetCount == 31 && batches[5].targetCount == 16)
    #expect(batches.allSatisfy { $0.divisor == 17.4 })
  }

  @Test("Windows cover every passage of the pieces laid end to end, once", arguments: [1, 4, 33])
  func windows(rows: Int) {
    let tokens = (0..<47).map { Int32($0) }
    let pieces = [Array(tokens[..<20]), [], Array(tokens[20...])].map { TokenSequence($0) }
    for shuffle in [nil, SeededGenerator(seed: 5)] {
      let plan = WindowBatches(pieces: pieces, time: 10, rows: rows, shuffledBy: shuffle)
      var targets: [Int32] = []
      for index in 0..<plan.count {
        let batch = plan.batch(index)
        #expect(batch.resets == .init(repeating: true, count: rows))
        for row in 0..<rows where batch.targets[row] >= 0 {
          let column = (0..<10).map { batch.tokens[$0 * rows + row] }
          #expect(column == (0..<10).map { batch.targets[row] - 10 + Int32($0) })
          targets.append(batch.targets[row])
        }
      }
      #expect(targets.sorted() == Array(10..<47))
      #expect(shuffle == nil ? targets == targets.sorted() : targets != targets.sorted())
    }
  }

  @Test("A sample of windows is spread evenly, and too few tokens give no window")
  func windowSample() {
    let tokens = (0..<1010).map { Int32($0) }
    let plan = WindowBatches(
      pieces: [TokenSequence(tokens)], time: 10, rows: 4, shuffledBy: nil, limit: 8)
    #expect(plan.count == 2)
    let targets = plan.batch(0).targets + plan.batch(1).targets
    #expect(targets == stride(from: 10, to: 1010, by: 125).map { Int32($0) })
    #expect(
      WindowBatches(pieces: [TokenSequence([1, 2, 3])], time: 3, rows: 4, shuffledBy: nil).count
        == 0)
    #expect(
      SequenceBatches(
        pieces: [TokenSequence([1]), TokenSequence([])], time: 3, rows: 4, shuffledBy: nil
      ).count == 0)
  }

  @Test("What a target counts stands beside it, and is 1 in pieces that do not say")
  func weights() {
    let pieces = [
      TokenSequence([0, 1, 2, 3, 4], weight: { Float($0) * 10 }), TokenSequence([5, 6, 7, 8]),
    ]
    let plan = SequenceBatches(pieces: pieces, time: 3, rows: 2, shuffledBy: nil)
    var seen = 0
    for index in 0..<plan.count {
      let batch = plan.batch(index)
      for (target, weight) in zip(batch.targets, batch.weights) where target >= 0 {
        #expect(weight == (target < 5 ? Float(target) * 10 : 1))
        seen += 1
      }
      #expect(batch.weights.isEmpty || batch.weights.count == batch.targets.count)
    }
    #expect(seen == 7)
    let plain = SequenceBatches(pieces: [pieces[1]], time: 3, rows: 2, shuffledBy: nil)
    #expect(plain.batch(0).weights.isEmpty)
  }

  @Test("Workers get the columns of their rows")
  func slice() {
    let batch = TrainingBatch(
      time: 2, rows: 3, tokens: [0, 1, 2, 3, 4, 5], targets: [6, 7, 8, 9, 10, -1],
      weights: [1, 2, 3, 4, 5, 6], resets: [true, false, true])
    let slice = batch.slice(1..<3)
    #expect(slice.tokens == [1, 2, 4, 5] && slice.targets == [7, 8, 10, -1])
    #expect(slice.weights == [2, 3, 5, 6])
    #expect(slice.resets == [false, true] && slice.rows == 2 && slice.time == 2)
    #expect(batch.targetCount == 5)
  }
}
