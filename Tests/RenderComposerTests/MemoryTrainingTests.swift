import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("Learning of a memory")
struct MemoryTrainingTests {
  @Test("Learning saves more and more, the same when it is done again")
  func learning() throws {
    let model = try randomTimedModel()
    let pieces = try (0..<8 as Range<UInt64>).map { seed in
      let tokens = TimedTokenizer(.full).encode(
        try TimedScore(notes: notes(movedBy: 5, seed: seed))
      ).tokens
      return TokenSequence(timed: tokens, .full, tellsRemaining: false)
    }
    var training = MemoryTraining()
    (training.steps, training.batchSize) = (30, 4)
    func learn(
      from known: MemoryParameters? = nil
    ) throws -> (MemoryParameters, [MemoryTraining.Progress]) {
      var progress: [MemoryTraining.Progress] = []
      let memory = try training.learn(
        on: model.parameters, from: known, .full, pieces: pieces, seed: 1, threads: 2
      ) { progress.append($0) }
      return (memory, progress)
    }
    let (memory, progress) = try learn()
    #expect(progress.map(\.step) == Array(1...30))
    func mean(_ progress: some Collection<MemoryTraining.Progress>) -> Double {
      progress.reduce(0) { $0 + $1.gain } / Double(progress.count)
    }
    #expect(mean(progress.suffix(5)) > mean(progress.prefix(5)) + 0.1)
    #expect(try learn().0 == memory)
    // The same first pieces, by what is known of them already.
    #expect(try learn(from: memory).1[0].gain > progress[0].gain + 0.1)
  }

  @Test("Settings that are out of range, no threads, and pieces without notes are refused")
  func guards() throws {
    let model = try randomTimedModel()
    let tokens = TimedTokenizer(.full).encode(try TimedScore(notes: notes(movedBy: 5))).tokens
    let piece = TokenSequence(timed: tokens, .full, tellsRemaining: false)
    func learn(
      _ pieces: [TokenSequence], threads: Int = 1,
      _ change: (inout MemoryTraining) -> Void = { _ in }
    ) throws {
      var training = MemoryTraining()
      (training.steps, training.batchSize) = (1, 1)
      change(&training)
      _ = try training.learn(
        on: model.parameters, .full, pieces: pieces, seed: 1, threads: threads
      ) { _ in }
    }
    #expect(throws: Never.self) { try learn([piece]) }
    let changes: [(inout MemoryTraining) -> Void] = [
      { $0.steps = 0 }, { $0.steps = .max }, { $0.batchSize = 0 }, { $0.batchSize = .max },
      { $0.mostNotes = 1 }, { $0.mostNotes = LagTable.longest + 1 }, { $0.learningRate = .nan },
      { $0.learningRate = 0 }, { $0.tableLearningRate = -1 }, { $0.tableLearningRate = .infinity },
    ]
    for change in changes {
      #expect(throws: NetworkError.self) { try learn([piece], change) }
    }
    for threads in [0, -1, 257] {
      #expect(throws: NetworkError.self) { try learn([piece], threads: threads) }
    }
    for pieces in [[], [TokenSequence([])]] {
      #expect(throws: NetworkError.nothingToLearn) { try learn(pieces) }
    }
  }
}
