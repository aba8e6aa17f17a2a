import Foundation
import Testing

@testable import RenderNetwork

/// The average of the parameters that is kept beside the trained ones.
struct AverageTests {
  private let pieces = melodies(count: 9, length: 40, vocabulary: 12, period: 5)

  private func options(averageDecay: Float?, rate: Float = 1e-2) -> TrainingOptions {
    TrainingOptions(
      sequenceLength: 8, batchSize: 4, optimizer: .adam(), learningRate: rate,
      schedule: .constant, averageDecay: averageDecay, threads: 2)
  }

  private func run(
    averageDecay: Float?, rate: Float = 1e-2, validation: [TokenSequence]? = nil,
    limit: TrainingRun.Limit = .epochs(2)
  ) throws -> TrainingRun {
    let pieces = pieces
    return try TrainingRun(
      parameters: Parameters(randomFor: everyPosition(), seed: 3),
      options: options(averageDecay: averageDecay, rate: rate),
      data: TrainingData(pieces: { _ in pieces }, validation: validation ?? pieces), limit: limit)
  }

  @Test("An average is of the first weights and those after each step, the later the more")
  func formula() throws {
    let trainer = try Trainer(
      parameters: Parameters(randomFor: everyPosition(), seed: 3),
      options: options(averageDecay: 0.5))
    var expected = trainer.parameters.buffer.array.map(Double.init)
    let plan = trainer.batches(of: pieces, shuffledBy: nil)
    for step in 1...12 {
      _ = trainer.learn(from: plan.batch(step % plan.count), rate: 1e-2)
      let decay = min(0.5, Double(1 + step) / Double(10 + step))
      for (index, value) in trainer.parameters.buffer.array.enumerated() {
        expected[index] = decay * expected[index] + (1 - decay) * Double(value)
      }
    }
    let average = try #require(trainer.average).parameters.buffer.array
    for (found, wanted) in zip(average, expected) { #expect(abs(Double(found) - wanted) < 1e-5) }
    #expect(average != trainer.parameters.buffer.array)
  }

  @Test("An average changes nothing of what it is an average of")
  func beside() throws {
    func losses(_ averageDecay: Float?) throws -> [Double] {
      var losses: [Double] = []
      _ = try run(averageDecay: averageDecay).run {
        if case .step(let progress) = $0 { losses.append(progress.loss) }
      }
      return losses
    }
    #expect(try losses(0.99) == losses(nil))
  }

  @Test("The averaged weights are measured after each epoch, both after the last step")
  func measured() throws {
    let record = try run(averageDecay: 0.9, limit: .epochs(3)).run { _ in }.record
    #expect(record.evaluations.map(\.weights) == [.averaged, .averaged, .averaged, .trained])
    #expect(record.evaluations.map(\.epoch) == [0, 1, 2, 2])
    let plain = try run(averageDecay: nil, limit: .epochs(3)).run { _ in }.record
    #expect(plain.evaluations.map(\.weights) == [.trained, .trained, .trained])
    #expect(plain.evaluations.last?.validationLoss == record.evaluations.last?.validationLoss)
  }

  @Test(
    "The better weights are kept: averaged ones at a rate that is too high, trained ones at a low one",
    arguments: [(Float(0.3), TrainingRun.Weights.averaged), (Float(1e-3), .trained)])
  func better(rate: Float, weights: TrainingRun.Weights) throws {
    let outcome = try run(averageDecay: 0.99, rate: rate).run { _ in }
    let last = outcome.record.evaluations.suffix(2)
    let best = try #require(outcome.record.evaluations.last { $0.isBest })
    #expect(best.weights == weights)
    #expect(best.validationLoss == last.compactMap(\.validationLoss).min())
    let measured = try NetworkEvaluation(
      outcome.best, pieces: pieces, options: outcome.record.options, threads: 2)
    #expect(abs(measured.meanLoss - best.validationLoss!) < 1e-5)
  }

  @Test("Where nothing is held out, the trained weights are kept")
  func nothingMeasured() throws {
    let averaged = try run(averageDecay: 0.9, validation: []).run { _ in }
    let plain = try run(averageDecay: nil, validation: []).run { _ in }
    #expect(averaged.record.evaluations.map(\.weights) == [.trained, .trained])
    #expect(bits(averaged.best.buffer.array) == bits(plain.best.buffer.array))
  }

  @Test("A checkpoint that lacks the average that its options ask for is an error")
  func missing() throws {
    var last = Safetensors()
    _ = try run(averageDecay: 0.9, limit: .steps(2)).run {
      if case .checkpoint(let file) = $0 { last = file }
    }
    let name = "average.embedding_1.weight"
    let damaged = Safetensors(
      metadata: last.metadata, tensors: last.tensors.filter { $0.key != name }, data: last.data)
    let pieces = pieces
    #expect(throws: NetworkError.missingTensor(name)) {
      try TrainingRun(
        resuming: damaged, best: nil, data: TrainingData(pieces: { _ in pieces }, validation: []))
    }
  }

  @Test("A decay of 0 or 1 is out of range", arguments: [Float(0), 1, .nan])
  func range(decay: Float) {
    #expect(throws: NetworkError.self) { try options(averageDecay: decay).validate() }
  }

  @Test("A measurement of a program that kept no averages is of the trained weights")
  func oldRecord() throws {
    let json = #"{"step":3,"epoch":0,"trainingLoss":1.5,"validationLoss":2.5,"isBest":true}"#
    let evaluation = try JSONDecoder().decode(
      TrainingRun.Evaluation.self, from: Data(json.utf8))
    #expect(evaluation.weights == .trained && evaluation.validationLoss == 2.5)
  }
}
