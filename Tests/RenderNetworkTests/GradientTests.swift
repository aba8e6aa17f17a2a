import RenderRandomness
import Testing

@testable import RenderNetwork

/// Gradients against central finite differences of the loss, parameter by parameter.
struct GradientTests {
  private static let vocabulary = 7

  static let networks: [String: [Layer]] = [
    "embedding and dense": [.embedding(width: 5), .dense(units: 7)],
    "embedding with features": [.featuredEmbedding(width: 5, features: 4), .dense(units: 7)],
    "LSTM": [
      .embedding(width: 5),
      .lstm(units: 6, returnsSequence: true, recurrentActivation: .logistic), .dense(units: 7),
    ],
    "LSTM with hard sigmoid gates": [
      .embedding(width: 5),
      .lstm(units: 6, returnsSequence: true, recurrentActivation: .hardSigmoid), .dense(units: 7),
    ],
    "two LSTMs with dropout": [
      .embedding(width: 5),
      .lstm(units: 6, returnsSequence: true, recurrentActivation: .logistic),
      .dropout(rate: 0.3),
      .lstm(units: 4, returnsSequence: true, recurrentActivation: .logistic), .dense(units: 7),
    ],
    "scaled index and an LSTM that returns its last state": [
      .scaledIndex, .lstm(units: 6, returnsSequence: true, recurrentActivation: .logistic),
      .lstm(units: 4, returnsSequence: false, recurrentActivation: .logistic), .dense(units: 7),
    ],
    "batch normalization": [
      .embedding(width: 5), .dense(units: 6), .batchNormalization(epsilon: 1e-3, momentum: 0.9),
      .dense(units: 7),
    ],
    "relu": [.embedding(width: 5), .dense(units: 6), .activation(.relu), .dense(units: 7)],
    "tanh": [.embedding(width: 5), .dense(units: 6), .activation(.tanh), .dense(units: 7)],
    "logistic": [.embedding(width: 5), .dense(units: 6), .activation(.logistic), .dense(units: 7)],
  ]

  @Test(
    "Every gradient equals the finite difference of the loss", arguments: networks.keys.sorted())
  func gradientsEqualFiniteDifferences(name: String) throws {
    let architecture = Architecture(
      vocabularySize: Self.vocabulary, layers: Self.networks[name]!)
    let parameters = try Parameters(randomFor: architecture, seed: 3)
    // Larger than a fresh network's, so that every path carries a gradient that single precision
    // resolves.
    var generator = SeededGenerator(seed: 4)
    for index in 0..<parameters.count {
      parameters.buffer.base[index] = Float(generator.nextUnit() * 1.6 - 0.8)
    }
    let (time, rows) = (5, 3)
    let network = TrainingNetwork(parameters, time: time, rows: rows)
    let tokens = (0..<time * rows).map { _ in Int32(generator.next(below: 7)) }
    var targets = (0..<(architecture.predictsEveryPosition ? time : 1) * rows).map { _ in
      Int32(generator.next(below: 7))
    }
    targets[1] = -1
    var features = PositionFeatures()
    for position in 0..<time * rows where architecture.featureCount > 0 {
      features.append((0..<Int32(position % 3)).map { ($0 + Int32(position)) % 4 })
    }

    func loss() -> Double {
      network.state = .init(repeating: 0.25, count: network.stateCount)
      network.gradients.zero()
      return network.train(
        parameters, tokens: tokens, features: features, targets: targets, scale: 1
      ).loss
    }

    _ = loss()
    let gradients = network.gradients.array
    var compared = 0
    for slot in parameters.slots where !slot.name.contains("moving") {
      for index in slot.offset..<slot.offset + slot.count {
        let value = parameters.buffer.base[index]
        let step: Float = 0.002
        parameters.buffer.base[index] = value + step
        let above = loss()
        parameters.buffer.base[index] = value - step
        let below = loss()
        parameters.buffer.base[index] = value
        let difference = Float((above - below) / Double(2 * step))
        #expect(
          abs(difference - gradients[index]) < 2e-3 + 1e-2 * abs(difference),
          "\(slot.name)[\(index - slot.offset)]: \(difference) against \(gradients[index])")
        compared += 1
      }
    }
    #expect(compared > 50)
    #expect(gradients.contains { abs($0) > 0.05 })
  }

  @Test("A target that weighs as much counts as often in the gradient, and once in the loss")
  func weights() throws {
    let architecture = Architecture(
      vocabularySize: Self.vocabulary, layers: Self.networks["LSTM"]!)
    let parameters = try Parameters(randomFor: architecture, seed: 3)
    let network = TrainingNetwork(parameters, time: 3, rows: 1)
    func pass(_ targets: [Int32], weights: [Float]? = nil) -> (loss: Double, gradients: [Float]) {
      network.state = .init(repeating: 0.25, count: network.stateCount)
      network.gradients.zero()
      let loss = network.train(
        parameters, tokens: [1, 2, 3], targets: targets, weights: weights, scale: 0.5)
      return (loss.loss, network.gradients.array)
    }
    let plain = pass([4, 5, 6])
    let weighted = pass([4, 5, 6], weights: [1, 0, 3])
    #expect(weighted.loss == plain.loss)
    let (first, last) = (pass([4, -1, -1]).gradients, pass([-1, -1, 6]).gradients)
    for (index, gradient) in weighted.gradients.enumerated() {
      #expect(abs(gradient - first[index] - 3 * last[index]) < 1e-5)
    }
    #expect(pass([4, 5, 6], weights: [1, 1, 1]).gradients == plain.gradients)
  }
}
