import Foundation
import RenderRandomness
import Testing

@testable import RenderNetwork

struct TrainingTests {
  private static func options(
    _ optimizer: Optimizer = .adam(), rate: Float = 1e-2, sequenceLength: Int = 16,
    batchSize: Int = 8, clip: Float? = nil, threads: Int = 1
  ) -> TrainingOptions {
    TrainingOptions(
      sequenceLength: sequenceLength, batchSize: batchSize, optimizer: optimizer,
      learningRate: rate, schedule: .constant, gradientClip: clip, threads: threads)
  }

  static let learners: [String: (Architecture, Optimizer)] = [
    "every position, Adam": (everyPosition(units: 24, dropout: 0), .adam()),
    "every position, RMSprop": (everyPosition(units: 24, dropout: 0), .rmsprop()),
    "last position, Adam": (lastPosition(units: 24, dropout: 0), .adam()),
    "last position, RMSprop": (lastPosition(units: 24, dropout: 0), .rmsprop()),
  ]

  @Test("A melody that repeats is learned by heart", arguments: learners.keys.sorted())
  func learnsByHeart(name: String) throws {
    let (architecture, optimizer) = Self.learners[name]!
    let melody = melodies(count: 1, length: 96, vocabulary: 12, period: 7)[0]
    // At a rate that does not fall, batch normalization lets the loss jump to the end: the last bits of
    // OpenBLAS decide whether it ends at 0.01 or 0.09.
    var options = Self.options(optimizer, clip: 1)
    options.schedule = .cosine(warmUpSteps: 0)
    let run = try TrainingRun(
      parameters: Parameters(randomFor: architecture, seed: 1), options: options,
      data: TrainingData(
        pieces: { _ in .init(repeating: melody, count: 8) }, validation: [melody]),
      limit: .steps(300))
    var losses: [Double] = []
    let outcome = try run.run { event in
      if case .step(let progress) = event { losses.append(progress.loss) }
    }
    #expect(outcome.isFinished && losses.count == 300)
    #expect(abs(losses[0] - log(12)) < 1)
    // The statistics of a batch of eight are rough: batch normalization keeps a rest of loss.
    let rest = losses.suffix(20).reduce(0, +) / 20
    #expect(rest < (architecture.predictsEveryPosition ? 0.1 : 0.4), "\(rest)")
    let last = try #require(outcome.record.evaluations.last)
    #expect(try #require(last.validationLoss) < 0.1)
    #expect(last.validationAccuracy == 1)
    // The finished network says the same.
    let evaluation = try NetworkEvaluation(
      outcome.best, pieces: [melody], options: run.options, threads: 2)
    #expect(evaluation.accuracy == 1 && evaluation.meanLoss < 0.1)
    #expect(evaluation.count == 96 - (architecture.predictsEveryPosition ? 1 : 16))
  }

  @Test("A training run twice gives the same bits, with another seed others")
  func twice() throws {
    func parameters(seed: UInt64, threads: Int) throws -> [UInt32] {
      var options = Self.options(threads: threads)
      options.seed = seed
      let pieces = melodies(count: 9, length: 40, vocabulary: 12, period: 5)
      let run = try TrainingRun(
        parameters: Parameters(randomFor: everyPosition(), seed: seed), options: options,
        data: TrainingData(pieces: { _ in pieces }, validation: []), limit: .epochs(2))
      return bits(try run.run { _ in }.best.buffer.array)
    }
    for threads in [1, 2, 3] {
      let first = try parameters(seed: 1, threads: threads)
      #expect(try first == parameters(seed: 1, threads: threads))
      #expect(try first != parameters(seed: 2, threads: threads))
    }
  }

  @Test("Two threads learn the same as one, but for rounding")
  func threads() throws {
    func losses(threads: Int) throws -> [Double] {
      let trainer = try Trainer(
        parameters: Parameters(randomFor: everyPosition(dropout: 0), seed: 1),
        options: Self.options(.rmsprop(), rate: 1e-3, batchSize: 7, threads: threads))
      let plan = trainer.batches(
        of: melodies(count: 12, length: 60, vocabulary: 12, period: 5),
        shuffledBy: SeededGenerator(seed: 1))
      return (0..<plan.count).map {
        let loss = trainer.learn(from: plan.batch($0), rate: 1e-3)
        return loss.loss / Double(loss.count)
      }
    }
    let (one, two) = try (losses(threads: 1), losses(threads: 2))
    #expect(one.count > 5)
    for (a, b) in zip(one, two) { #expect(abs(a - b) < 1e-4) }
  }

  @Test("Evaluating leaves the training as it was, and its loss does not depend on the batch")
  func evaluation() throws {
    for architecture in [everyPosition(), lastPosition()] {
      let pieces = melodies(count: 7, length: 50, vocabulary: 12, period: 9)
      var losses: [Double] = []
      for (rows, threads) in [(1, 1), (3, 2), (8, 3)] {
        let trainer = try Trainer(
          parameters: Parameters(randomFor: architecture, seed: 2),
          options: Self.options(batchSize: rows, threads: min(rows, threads)))
        let plan = trainer.batches(of: pieces, shuffledBy: SeededGenerator(seed: 1))
        _ = trainer.learn(from: plan.batch(0), rate: 0)
        // Of batch normalization, the running statistics have changed: take fresh ones.
        let fresh = try Trainer(
          parameters: Parameters(randomFor: architecture, seed: 2), options: trainer.options)
        fresh.state = trainer.state
        let state = fresh.state
        let parameters = fresh.parameters.buffer.array
        let loss = fresh.evaluate(pieces: pieces)
        #expect(fresh.state == state && fresh.parameters.buffer.array == parameters)
        losses.append(loss.loss / Double(loss.count))
      }
      #expect(losses.allSatisfy { abs($0 - losses[0]) < 1e-5 })
    }
  }

  @Test("Gradients longer than the clip are shortened to it, shorter ones are left alone")
  func clipping() throws {
    func gradients(clip: Float?) throws -> [Float] {
      let trainer = try Trainer(
        parameters: Parameters(randomFor: everyPosition(dropout: 0), seed: 1),
        options: Self.options(clip: clip, threads: 2))
      let plan = trainer.batches(
        of: melodies(count: 8, length: 20, vocabulary: 12, period: 5), shuffledBy: nil)
      _ = trainer.learn(from: plan.batch(0), rate: 1e-3)
      return trainer.gradients
    }
    func norm(_ x: [Float]) -> Double { x.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
    let whole = try gradients(clip: nil)
    let length = norm(whole)
    #expect(length > 0.01)
    let clipped = try gradients(clip: Float(length / 4))
    #expect(abs(norm(clipped) / (length / 4) - 1) < 1e-5)
    for (a, b) in zip(whole, clipped) { #expect(abs(a / 4 - b) < 1e-6) }
    #expect(try bits(gradients(clip: Float(length * 1.01))) == bits(whole))
  }

  @Test("The cosine schedule rises linearly, falls as a half cosine and ends at a hundredth")
  func schedule() {
    var options = Self.options(rate: 2)
    options.schedule = .cosine(warmUpSteps: 10)
    for step in 0..<10 {
      #expect(abs(options.rate(atStep: step, of: 110) - 2 * Float(step + 1) / 10) < 1e-6)
      #expect(options.rate(atStep: step, of: nil) == options.rate(atStep: step, of: 110))
    }
    for step in 10...110 {
      let cosine = 0.5 * (1 + cos(Double.pi * Double(step - 10) / 100))
      let expected = 2 * (0.01 + 0.99 * cosine)
      #expect(abs(Double(options.rate(atStep: step, of: 110)) - expected) < 1e-6)
    }
    #expect(abs(options.rate(atStep: 110, of: 110) - 0.02) < 1e-6)
    #expect(options.rate(atStep: 1000, of: nil) == 2)
    options.schedule = .cosine(warmUpSteps: 0)
    #expect(options.rate(atStep: 0, of: 10) == 2)
    options.schedule = .constant
    #expect(options.rate(atStep: 0, of: 10) == 2 && options.rate(atStep: 9, of: 10) == 2)
  }

  @Test("What counts more does so in the last fifth of the steps")
  func weights() throws {
    let plain = melodies(count: 8, length: 20, vocabulary: 12, period: 5)
    let weighted = plain.map { piece in
      TokenSequence(piece.tokens, weight: { $0 % 2 == 0 ? 9 : 0 })
    }
    func losses(_ pieces: [TokenSequence]) throws -> [Double] {
      let run = try TrainingRun(
        parameters: Parameters(randomFor: everyPosition(), seed: 1), options: Self.options(),
        data: TrainingData(pieces: { _ in pieces }, validation: []), limit: .steps(10))
      var losses: [Double] = []
      _ = try run.run { if case .step(let progress) = $0 { losses.append(progress.loss) } }
      return losses
    }
    let (before, after) = (try losses(plain), try losses(weighted))
    // The ninth step is the first that learns differently, which the tenth shows.
    #expect(before.count == 10 && before.prefix(9) == after.prefix(9))
    #expect(before[9] != after[9])
  }

  /// The products of the largest are infinite in any order of adding, with or without fused
  /// multiply-adds: no kernels of OpenBLAS can make a number of them.
  @Test(
    "A loss that is no number ends the training with an error, by an overflow too",
    arguments: [Float.nan, 1e30])
  func diverged(weight: Float) throws {
    let parameters = try Parameters(
      randomFor: Architecture(
        vocabularySize: 12, layers: [.embedding(width: 8), .dense(units: 12)]), seed: 1)
    for index in 0..<parameters.count { parameters.buffer.base[index] = weight }
    let pieces = melodies(count: 8, length: 20, vocabulary: 12, period: 5)
    let run = try TrainingRun(
      parameters: parameters, options: Self.options(),
      data: TrainingData(pieces: { _ in pieces }, validation: pieces), limit: .steps(5))
    #expect(throws: NetworkError.diverged(step: 1)) { try run.run { _ in } }
  }

  @Test("Weights that are no numbers after the last step are an error, too")
  func divergedAtTheEnd() throws {
    let parameters = try Parameters(randomFor: everyPosition(), seed: 1)
    // Of a token that the pieces do not use: no loss shows it.
    parameters.buffer.base[11 * 8] = .nan
    let pieces = melodies(count: 8, length: 20, vocabulary: 11, period: 5)
    let run = try TrainingRun(
      parameters: parameters, options: Self.options(),
      data: TrainingData(pieces: { _ in pieces }, validation: []), limit: .steps(2))
    #expect(throws: NetworkError.diverged(step: 2)) { try run.run { _ in } }
  }

  @Test("Validation pieces too short for a prediction count as none")
  func shortValidation() throws {
    let pieces = melodies(count: 8, length: 40, vocabulary: 12, period: 5)
    let run = try TrainingRun(
      parameters: Parameters(randomFor: lastPosition(), seed: 1), options: Self.options(),
      data: TrainingData(pieces: { _ in pieces }, validation: [TokenSequence([1, 2, 3])]),
      limit: .steps(3))
    let evaluation = try #require(try run.run { _ in }.record.evaluations.last)
    #expect(evaluation.validationLoss == nil && evaluation.isBest)
  }
}
