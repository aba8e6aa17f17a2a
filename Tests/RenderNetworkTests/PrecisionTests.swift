import Foundation
import Testing

@testable import RenderNetwork

/// Trainings whose products are of numbers rounded to bf16.
struct PrecisionTests {
  private let pieces = melodies(count: 9, length: 60, vocabulary: 12, period: 7)

  private func run(
    _ precision: TrainingOptions.Precision, threads: Int = 2, seed: UInt64 = 3, steps: Int = 200
  ) throws -> TrainingRun.Outcome {
    let pieces = pieces
    let run = try TrainingRun(
      parameters: Parameters(
        randomFor: everyPosition(width: 16, units: 32, dropout: 0), seed: seed),
      options: TrainingOptions(
        sequenceLength: 16, batchSize: 8, optimizer: .adam(), learningRate: 1e-2,
        schedule: .cosine(warmUpSteps: 10), gradientClip: 1, seed: seed, precision: precision,
        threads: threads),
      data: TrainingData(pieces: { _ in pieces }, validation: pieces), limit: .steps(steps))
    return try run.run { _ in }
  }

  private func loss(_ outcome: TrainingRun.Outcome) throws -> Double {
    try #require(outcome.record.evaluations.last?.validationLoss)
  }

  @Test("A training in bf16 ends at the loss of one in fp32, but for rounding", arguments: [1, 4])
  func loss(seed: UInt64) throws {
    let (single, rounded) = try (run(.single, seed: seed), run(.bfloat16, seed: seed))
    let (expected, found) = try (loss(single), loss(rounded))
    #expect(expected < 2 && abs(found - expected) < 0.05, "\(expected), \(found)")
    #expect(single.best.buffer.array != rounded.best.buffer.array)
    // As it is used, in single precision, the network is as good.
    let measured = try NetworkEvaluation(
      rounded.best, pieces: pieces, options: rounded.record.options, threads: 2)
    #expect(abs(measured.meanLoss - found) < 0.01)
  }

  @Test("A training in bf16 run twice gives the same bits, on any number of threads")
  func twice() throws {
    for threads in [1, 2, 3] {
      let outcomes = try (0..<2).map { _ in try run(.bfloat16, threads: threads, steps: 12) }
      #expect(bits(outcomes[0].best.buffer.array) == bits(outcomes[1].best.buffer.array))
      #expect(outcomes[0].record.options.precision == .bfloat16)
    }
  }

  @Test("One step in bf16 has the gradients of fp32, but for rounding")
  func gradients() throws {
    for architecture in [everyPosition(width: 16, units: 32), lastPosition(units: 32)] {
      func gradients(_ precision: TrainingOptions.Precision) throws -> [Float] {
        let trainer = try Trainer(
          parameters: Parameters(randomFor: architecture, seed: 3),
          options: TrainingOptions(
            sequenceLength: 16, batchSize: 7, optimizer: .adam(), learningRate: 1e-2,
            schedule: .constant, precision: precision, threads: 2))
        _ = trainer.learn(from: trainer.batches(of: pieces, shuffledBy: nil).batch(0), rate: 1e-3)
        return trainer.gradients
      }
      let (single, rounded) = try (gradients(.single), gradients(.bfloat16))
      func length(_ x: [Float]) -> Float { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      let difference = length(zip(single, rounded).map { $0 - $1 })
      #expect(difference > 0 && difference < 0.03 * length(single))
    }
  }

  @Test("The tutorial's one input, a token's index, is not rounded")
  func index() throws {
    // Indices that are one number in bf16.
    let parameters = try Parameters(
      randomFor: Architecture(
        vocabularySize: 400, layers: [.scaledIndex, .dense(units: 8), .dense(units: 400)]), seed: 1)
    let network = TrainingNetwork(parameters, time: 1, rows: 2, precision: .bfloat16)
    let batch = TrainingBatch(
      time: 1, rows: 2, tokens: [300, 301], targets: [-1, -1], resets: [true, true])
    _ = network.logits(of: batch, parameters)
    let logits = network.lastLogits
    #expect(logits.prefix(400) != logits.suffix(400))
  }

  @Test("Options of a program that knew single precision alone are of that")
  func oldOptions() throws {
    let json = """
      {"batchSize":2,"learningRate":0.5,"optimizer":{"rmsprop":{"epsilon":1e-7,"rho":0.9}},
      "schedule":{"constant":{}},"seed":1,"sequenceLength":3,"threads":1}
      """
    let options = try JSONDecoder().decode(TrainingOptions.self, from: Data(json.utf8))
    #expect(options.precision == .single && options.averageDecay == nil)
    let coded = try JSONDecoder().decode(
      TrainingOptions.self, from: JSONEncoder().encode(options))
    #expect(coded == options)
  }

  @Test("The fastest precision is bf16 only where the processor has instructions for it")
  func fastest() {
    #expect(TrainingOptions.Precision.fastest.hasInstructions)
    #expect(TrainingOptions.Precision.single.hasInstructions)
    #expect(BFloat16Matrix.isSound)
  }
}
