import Testing

@testable import RenderNetwork

/// Generation's promise: a row's numbers depend on its tokens and on nothing else.
struct InferenceTests {
  /// Wide enough that its products are shared between threads.
  private static let wide = Architecture(
    vocabularySize: 1030,
    layers: [
      .embedding(width: 72),
      .lstm(units: 200, returnsSequence: true, recurrentActivation: .logistic),
      .dropout(rate: 0.5),
      .lstm(units: 136, returnsSequence: true, recurrentActivation: .hardSigmoid),
      .dense(units: 1100), .batchNormalization(epsilon: 1e-3, momentum: 0.9), .activation(.tanh),
      .dense(units: 1030),
    ])

  @Test("A row's logits are the same bits alone, among 2, 7 and 64 rows, on 1, 2 and 3 threads")
  func rowsAndThreads() throws {
    let network = InferenceNetwork(try Parameters(randomFor: Self.wide, seed: 1))
    let steps = 4
    func token(_ row: Int, _ step: Int) -> Int32 { Int32((row * 131 + step * 577 + 7) % 1030) }
    func logits(rows: Range<Int>, threads: Int) throws -> [[UInt32]] {
      let state = InferenceState(network, rows: rows.count)
      let team = try ThreadTeam(threads)
      for step in 0..<steps {
        network.advance(state, tokens: rows.map { token($0, step) }, on: team)
      }
      let all = bits(network.logits(state, rows: 0..<rows.count, on: team))
      return rows.indices.map { row in
        let start = (row - rows.lowerBound) * 1030
        return Array(all[start..<start + 1030])
      }
    }
    let alone = try (0..<64).map { try logits(rows: $0..<$0 + 1, threads: 1)[0] }
    #expect(Set(alone).count == 64)
    for rows in [1, 2, 7, 64] {
      for threads in [1, 2, 3] {
        for first in Set([0, 64 - rows]) {
          let found = try logits(rows: first..<first + rows, threads: threads)
          #expect(found == Array(alone[first..<first + rows]), "\(rows) rows, \(threads) threads")
        }
      }
    }
  }

  @Test("Weights that are of half precision give the same bits packed so and in single precision")
  func halfPrecision() throws {
    let parameters = try Parameters(randomFor: Self.wide, seed: 1)
    let kernel = parameters.arrays[1][0]
    let (inputs, outputs) = (kernel.shape[0], kernel.shape[1])
    let halves = kernel.values.map { Float(Float16($0)) }
    var odd = halves
    odd[inputs * outputs - 1].addProduct(1, 0x1p-24)
    let x = FloatBuffer((0..<3 * inputs).map { Float($0 % 7) - 3 })
    for weights in [halves, odd] {
      var expected = [Float](repeating: 1, count: 3 * outputs)
      for (row, k) in (0..<3).flatMap({ row in (0..<inputs).map { (row, $0) } }) {
        for j in 0..<outputs {
          expected[row * outputs + j].addProduct(x.base[row * inputs + k], weights[k * outputs + j])
        }
      }
      let product = PackedProduct(weights, inputs: inputs, outputs: outputs)
      let found = FloatBuffer([Float](repeating: 1, count: 3 * outputs))
      withExtendedLifetime(x) { product.accumulate(x.base, rows: 3, into: found.base) }
      let areEqual = bits(found.array) == bits(expected)
      #expect(areEqual)
    }
  }

  @Test("The logits of some rows are those rows of all logits")
  func someRows() throws {
    let network = InferenceNetwork(try Parameters(randomFor: lastPosition(), seed: 2))
    let state = InferenceState(network, rows: 5)
    network.advance(state, tokens: [0, 3, 5, 7, 11])
    let all = network.logits(state, rows: 0..<5)
    #expect(bits(network.logits(state, rows: 2..<4)) == bits(Array(all[24..<48])))
  }

  @Test("A row that was reset is as one that has heard nothing, the others go on")
  func reset() throws {
    let network = InferenceNetwork(try Parameters(randomFor: everyPosition(), seed: 3))
    let (state, fresh, undisturbed) = (
      InferenceState(network, rows: 2), InferenceState(network, rows: 1),
      InferenceState(network, rows: 1)
    )
    network.advance(state, tokens: [1, 2])
    network.advance(undisturbed, tokens: [1])
    state.reset(row: 1)
    network.advance(state, tokens: [4, 4])
    network.advance(undisturbed, tokens: [4])
    network.advance(fresh, tokens: [4])
    let logits = network.logits(state, rows: 0..<2)
    #expect(bits(Array(logits[12...])) == bits(network.logits(fresh, rows: 0..<1)))
    #expect(bits(Array(logits[..<12])) == bits(network.logits(undisturbed, rows: 0..<1)))
  }

  @Test(
    "A sliding window equals each window from a fresh state, bit for bit", arguments: [1, 2, 5, 16])
  func slidingWindow(length: Int) throws {
    for architecture in [everyPosition(), lastPosition()] {
      let network = InferenceNetwork(try Parameters(randomFor: architecture, seed: 4))
      let tokens = melodies(count: 1, length: 40, vocabulary: 12, period: 17)[0].tokens
      var sliding = TokenDecoder(network, context: .window(length))
      for (index, token) in tokens.enumerated() {
        sliding.push(token)
        // Not yet full, it is what has been heard from the beginning.
        var fresh = TokenDecoder(network, context: .stateful)
        for token in tokens[max(0, index + 1 - length)...index] { fresh.push(token) }
        #expect(bits(sliding.logits) == bits(fresh.logits), "after \(index + 1) tokens")
      }
    }
  }

  @Test("A copied decoder goes its own way")
  func copies() throws {
    let network = InferenceNetwork(try Parameters(randomFor: everyPosition(), seed: 5))
    for context in [TokenDecoder.Context.stateful, .window(3)] {
      var first = TokenDecoder(network, context: context)
      for token in [1, 2, 3, 4] as [Int32] { first.push(token) }
      let before = bits(first.logits)
      var second = first
      for token in [7, 7, 7, 7] as [Int32] { second.push(token) }
      #expect(bits(first.logits) == before)
      first.push(5)
      var whole = TokenDecoder(network, context: context)
      for token in [1, 2, 3, 4, 5] as [Int32] { whole.push(token) }
      #expect(bits(first.logits) == bits(whole.logits))
      #expect(bits(first.logits) != bits(second.logits))
    }
  }

  @Test("Features are heard beside the token, alone or in a window, as in training")
  func features() throws {
    let architecture = Architecture(
      vocabularySize: 12,
      layers: [
        .featuredEmbedding(width: 8, features: 5),
        .lstm(units: 16, returnsSequence: true, recurrentActivation: .logistic), .dense(units: 12),
      ])
    let parameters = try Parameters(randomFor: architecture, seed: 7)
    let network = InferenceNetwork(parameters)
    let heard: [(token: Int32, features: [Int32])] = [(3, [4]), (1, []), (3, [0, 2, 4])]
    var decoder = TokenDecoder(network, context: .stateful)
    var window = TokenDecoder(network, context: .window(3))
    var deaf = TokenDecoder(network, context: .stateful)
    var features = PositionFeatures()
    for position in heard {
      decoder.push(position.token, features: position.features)
      window.push(position.token, features: position.features)
      deaf.push(position.token)
      features.append(position.features)
    }
    #expect(bits(decoder.logits) == bits(window.logits))
    #expect(decoder.logits != deaf.logits)
    let training = TrainingNetwork(parameters, time: 3, rows: 1)
    _ = training.train(
      parameters, tokens: heard.map(\.token), features: features, targets: [0, 0, 0], scale: 1)
    for (one, other) in zip(decoder.logits, training.lastLogits.suffix(12)) {
      #expect(abs(one - other) < 1e-5)
    }
  }

  @Test("A network without an LSTM, of one layer even, predicts")
  func withoutState() throws {
    let table = try Parameters(
      randomFor: Architecture(vocabularySize: 3, layers: [.embedding(width: 3)]), seed: 6)
    let network = InferenceNetwork(table)
    var decoder = TokenDecoder(network, context: .stateful)
    decoder.push(2)
    #expect(decoder.logits == Array(table.buffer.array[6..<9]))
  }
}
