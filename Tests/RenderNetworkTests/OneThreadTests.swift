import Dispatch
import Synchronization
import Testing

@testable import RenderNetwork

/// A number of threads that belongs to one test alone.
private final class FakeLibrary: Sendable {
  private let threads: Mutex<Int>
  /// How often the number was set.
  let settings = Atomic(0)

  init(threads: Int) { self.threads = Mutex(threads) }

  var number: Int { threads.withLock { $0 } }
  func set(_ number: Int) {
    settings.add(1, ordering: .relaxed)
    threads.withLock { $0 = number }
  }

  var oneThread: OneThread { OneThread(number: { self.number }, setNumber: { self.set($0) }) }
}

@Suite("OpenBLAS has one thread while a network is computed")
struct OneThreadTests {
  @Test("The former number is given back by the last of those who end, in whatever order")
  func overlapping() {
    let library = FakeLibrary(threads: 4)
    let oneThread = library.oneThread
    oneThread.begin()
    oneThread.begin()
    #expect(library.number == 1)
    oneThread.end()
    #expect(library.number == 1)
    oneThread.begin()
    oneThread.end()
    oneThread.end()
    #expect(library.number == 4)
  }

  @Test("Whoever begins and ends at once with others leaves the former number")
  func concurrent() {
    let library = FakeLibrary(threads: 3)
    let oneThread = library.oneThread
    let wrong = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<500 {
        oneThread.begin()
        if library.number != 1 { wrong.add(1, ordering: .relaxed) }
        oneThread.end()
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
    #expect(library.number == 3)
  }

  @Test("A number that somebody else sets meanwhile is not replaced by an older one")
  func setByOthers() {
    let library = FakeLibrary(threads: 4)
    let oneThread = library.oneThread
    oneThread.begin()
    library.set(2)
    oneThread.end()
    #expect(library.number == 2)
    oneThread.begin()
    library.set(5)
    oneThread.begin()
    #expect(library.number == 1)
    oneThread.end()
    oneThread.end()
    #expect(library.number == 5)
  }

  @Test("A number of 1 is never set, so that threads which were ended stay so")
  func alreadyOne() {
    let library = FakeLibrary(threads: 1)
    let oneThread = library.oneThread
    oneThread.begin()
    oneThread.begin()
    oneThread.end()
    oneThread.end()
    #expect(library.number == 1)
    #expect(library.settings.load(ordering: .relaxed) == 0)
  }

  // In processes of their own, since the number is one for all of a process.

  @Test("Training, evaluating and folding give the number back, also where they throw")
  func givenBack() async {
    await #expect(processExitsWith: .success) {
      struct Enough: Error {}
      let (pieces, parameters) = try material()
      BLAS.threads = 3
      let former = BLAS.threads
      try #require(former > 1)
      let run = try makeRun(parameters, pieces, steps: 3)
      #expect(BLAS.threads == former)
      _ = try run.run { _ in #expect(BLAS.threads == former) }
      #expect(BLAS.threads == former)
      let stopped = try makeRun(parameters, pieces, steps: 3)
      #expect(throws: Enough.self) { try stopped.run { _ in throw Enough() } }
      #expect(BLAS.threads == former)
      parameters.buffer.base.update(repeating: .nan, count: parameters.count)
      let diverging = try makeRun(parameters, pieces, steps: 3)
      #expect(throws: NetworkError.self) { try diverging.run { _ in } }
      #expect(BLAS.threads == former)
      _ = try NetworkEvaluation(parameters, pieces: pieces, options: options, threads: 2)
      _ = try PieceFold(parameters, threads: 2).fold(pieces, initial: { _ in 0 }) { count, _ in
        count += BLAS.threads
      }
      #expect(BLAS.threads == former)
    }
  }

  @Test("Two trainings at once give the number back once both have ended")
  func twoAtOnce() async {
    await #expect(processExitsWith: .success) {
      BLAS.threads = 3
      let former = BLAS.threads
      try #require(former > 1)
      DispatchQueue.concurrentPerform(iterations: 2) { index in
        do {
          let (pieces, parameters) = try material()
          _ = try makeRun(parameters, pieces, steps: 20 + 20 * index).run { _ in }
        } catch {
          Issue.record(error)
        }
      }
      #expect(BLAS.threads == former)
    }
  }
}

private let options = TrainingOptions(
  sequenceLength: 16, batchSize: 8, optimizer: .adam(), learningRate: 1e-2, schedule: .constant,
  threads: 2)

private func material() throws -> ([TokenSequence], Parameters) {
  (
    melodies(count: 8, length: 20, vocabulary: 12, period: 5),
    try Parameters(randomFor: everyPosition(), seed: 1)
  )
}

private func makeRun(
  _ parameters: Parameters, _ pieces: [TokenSequence], steps: Int
) throws -> TrainingRun {
  try TrainingRun(
    parameters: parameters, options: options,
    data: TrainingData(pieces: { _ in pieces }, validation: pieces), limit: .steps(steps))
}
