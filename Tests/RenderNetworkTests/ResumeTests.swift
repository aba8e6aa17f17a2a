import Foundation
import Testing

@testable import RenderNetwork

/// An interrupted training ends in the bits of an uninterrupted one.
struct ResumeTests {
  struct Setting: CustomTestStringConvertible {
    var architecture = everyPosition(units: 6)
    var optimizer = Optimizer.adam()
    var threads = 1
    var schedule = TrainingOptions.Schedule.cosine(warmUpSteps: 3)
    var averageDecay: Float?
    var precision = TrainingOptions.Precision.single
    var testDescription: String {
      "\(optimizer), \(threads) threads, every position: \(architecture.predictsEveryPosition)"
        + (averageDecay.map { ", average \($0)" } ?? "") + ", \(precision)"
    }

    var options: TrainingOptions {
      TrainingOptions(
        sequenceLength: 4, batchSize: 4, optimizer: optimizer, learningRate: 1e-2,
        schedule: schedule, gradientClip: 1, averageDecay: averageDecay, seed: 5,
        precision: precision, threads: threads)
    }

    /// Pieces that another epoch hears differently.
    var data: TrainingData {
      let pieces = melodies(count: 5, length: 9, vocabulary: 12, period: 4)
      return TrainingData(
        pieces: { epoch in
          pieces.map { piece in
            TokenSequence(piece.tokens.map { Int32((UInt64($0) + UInt64(epoch)) % 12) })
          }
        }, validation: [pieces[0], pieces[3]])
    }

    func start(_ limit: TrainingRun.Limit) throws -> TrainingRun {
      try TrainingRun(
        parameters: Parameters(randomFor: architecture, seed: 5), options: options, data: data,
        limit: limit)
    }
  }

  static let settings = [
    Setting(), Setting(threads: 2), Setting(optimizer: .rmsprop()),
    Setting(optimizer: .rmsprop(), threads: 2), Setting(architecture: lastPosition(units: 6)),
    Setting(architecture: lastPosition(units: 6), optimizer: .rmsprop(), threads: 2),
    Setting(averageDecay: 0.9),
    Setting(
      architecture: everyPosition(width: 16, units: 16), threads: 2, averageDecay: 0.9,
      precision: .bfloat16),
    Setting(architecture: lastPosition(units: 6), threads: 2, averageDecay: 0.9),
  ]

  /// What a caller stores on the way, as bytes.
  private struct Stored {
    var last: [UInt8] = []
    var best: [UInt8]?
    /// Both as they were at each checkpoint.
    var history: [(last: [UInt8], best: [UInt8]?)] = []

    mutating func record(_ event: TrainingRun.Event) {
      switch event {
      case .checkpoint(let file):
        last = file.encoded
        history.append((last, best))
      case .best(let parameters, _):
        var file = Safetensors()
        parameters.add(to: &file, precision: .single)
        best = file.encoded
      case .step, .evaluation: break
      }
    }
  }

  private func resume(_ setting: Setting, last: [UInt8], best: [UInt8]?) throws -> TrainingRun {
    try TrainingRun(
      resuming: Safetensors(decoding: last),
      best: best.map {
        try Parameters(architecture: setting.architecture, from: Safetensors(decoding: $0))
      }, data: setting.data)
  }

  /// Runs until `stop` steps were done in this run, or to the end.
  private func go(
    _ run: TrainingRun, into stored: inout Stored, stoppingAfter stop: Int = .max
  ) throws -> TrainingRun.Outcome {
    var checks = 0
    var copy = stored
    defer { stored = copy }
    return try run.run(
      shouldStop: {
        checks += 1
        return checks > stop
      }, report: { copy.record($0) })
  }

  @Test(
    "Interrupted at any step, also at an epoch's end, it ends in the same bits", arguments: settings
  )
  func anyStep(setting: Setting) throws {
    var whole = Stored()
    let expected = try go(try setting.start(.epochs(2)), into: &whole)
    let steps = expected.record.steps
    #expect(expected.isFinished && steps >= 8)
    #expect(expected.record.evaluations.count == (setting.averageDecay == nil ? 2 : 3))

    for stop in 0..<steps {
      var stored = Stored()
      let half = try go(try setting.start(.epochs(2)), into: &stored, stoppingAfter: stop)
      #expect(!half.isFinished && half.record.steps == stop)
      let outcome = try go(
        try resume(setting, last: stored.last, best: stored.best), into: &stored)
      #expect(outcome.isFinished)
      #expect(stored.last == whole.last, "stopped after \(stop) steps")
      #expect(stored.best == whole.best)
      #expect(outcome.record == expected.record)
      #expect(bits(outcome.best.buffer.array) == bits(expected.best.buffer.array))
    }
  }

  @Test("Interrupted after every single step, it ends in the same bits", arguments: settings)
  func everyStep(setting: Setting) throws {
    var whole = Stored()
    let expected = try go(try setting.start(.epochs(2)), into: &whole)
    var stored = Stored()
    var outcome = try go(try setting.start(.epochs(2)), into: &stored, stoppingAfter: 1)
    var runs = 1
    while !outcome.isFinished, runs < 100 {
      outcome = try go(
        try resume(setting, last: stored.last, best: stored.best), into: &stored, stoppingAfter: 1)
      runs += 1
    }
    #expect(runs >= expected.record.steps)
    #expect(stored.last == whole.last && stored.best == whole.best)
    #expect(outcome.record == expected.record)
  }

  @Test(
    "Continued from any checkpoint on the way, as after a power cut, it ends in the same bits",
    arguments: settings)
  func anyCheckpoint(setting: Setting) throws {
    var whole = Stored()
    let expected = try go(try setting.start(.epochs(3)), into: &whole)
    #expect(whole.history.count >= 3)
    for checkpoint in whole.history {
      var stored = Stored(best: checkpoint.best)
      let outcome = try go(
        try resume(setting, last: checkpoint.last, best: checkpoint.best), into: &stored)
      #expect(stored.last == whole.last && stored.best == whole.best)
      #expect(outcome.record == expected.record)
    }
  }

  @Test("A training that is done and continued does nothing more")
  func continuedAfterTheEnd() throws {
    let setting = Setting()
    var stored = Stored()
    let expected = try go(try setting.start(.steps(7)), into: &stored)
    let outcome = try go(try resume(setting, last: stored.last, best: stored.best), into: &stored)
    #expect(outcome.isFinished && outcome.record == expected.record)
    #expect(bits(outcome.best.buffer.array) == bits(expected.best.buffer.array))
  }

  @Test(
    "A limit in minutes is turned into steps once, whenever it is interrupted", arguments: [1, 2])
  func minutes(threads: Int) throws {
    // Interrupted while the steps are still timed, and again once their number is known.
    var setting = Setting(threads: threads)
    // Five steps and another twelve, before the number is known and the rate depends on it.
    setting.schedule = .cosine(warmUpSteps: 20)
    var stored = Stored()
    _ = try go(try setting.start(.minutes(0.0003)), into: &stored, stoppingAfter: 5)
    #expect(try saved(stored.last).position.totalSteps == nil)
    _ = try go(
      try resume(setting, last: stored.last, best: stored.best), into: &stored, stoppingAfter: 13)
    let total = try #require(try saved(stored.last).position.totalSteps)
    let outcome = try go(try resume(setting, last: stored.last, best: stored.best), into: &stored)
    #expect(outcome.isFinished && outcome.record.steps == total)

    // The same as a training of that many steps.
    var whole = Stored()
    let expected = try go(try setting.start(.steps(total)), into: &whole)
    #expect(outcome.record == expected.record)
    #expect(stored.best == whole.best)
    let (found, wanted) = try (saved(stored.last), saved(whole.last))
    #expect(found.step == wanted.step && found.position.evaluations == wanted.position.evaluations)
  }

  private func saved(_ bytes: [UInt8]) throws -> SavedRun {
    try SavedRun(Safetensors(decoding: bytes))
  }
}
