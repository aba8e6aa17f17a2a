import Glibc
import RenderMusic
import RenderNetwork
import RenderRandomness

/// Learns a memory on top of a finished network, which stays as it is: by the gradient of what the
/// memory gains on the beginnings of the training pieces.
public struct MemoryTraining: Sendable {
  /// Updates of the parameters, and pieces in each.
  public var steps = 100
  public var batchSize = 16
  /// Notes of a piece that are learned from at most.
  public var mostNotes = 1024
  /// Of the likeness; falls in half a cosine to a hundredth.
  public var learningRate: Float = 2e-3
  /// Of the tables, which have few entries.
  public var tableLearningRate: Float = 0.05

  public init() {}

  public struct Progress: Hashable, Codable, Sendable {
    public var step: Int
    public var steps: Int
    /// Bits a note that the memory saves on the step's pieces.
    public var gain: Double
  }

  /// Batches whose pieces go through the network side by side.
  private static let batchesAtATime = 4

  /// - Parameters:
  ///   - parameters: the network's.
  ///   - known: a memory to go on from, where the network was trained on; a fresh one without it.
  ///   - pieces: as the network heard them in an epoch.
  ///   - seed: decides the order of the pieces.
  ///   - report: is told of each step; what it throws ends the learning.
  public func learn(
    on parameters: Parameters, from known: MemoryParameters? = nil, _ vocabulary: TimedVocabulary,
    pieces: [TokenSequence], seed: UInt64, threads: Int, report: (Progress) throws -> Void
  ) rethrows -> MemoryParameters {
    var generator = SeededGenerator(seed: seed, stream: .memory)
    var order: [Int] = []
    func nextPassages(_ batches: Int) -> [MemoryPassage] {
      let chosen = (0..<batches * batchSize).map { _ in
        if order.isEmpty { order = pieces.indices.shuffled(using: &generator) }
        return pieces[order.removeLast()]
      }
      return passages(chosen, parameters, vocabulary, threads: threads)
    }
    var waiting = nextPassages(min(Self.batchesAtATime, steps))[...]
    var memory = known ?? MemoryParameters(mean: Self.mean(of: waiting.prefix(batchSize)))
    let optimizer = OptimizerState(.adam(), count: memory.values.count)
    let tables = memory.tables
    for step in 0..<steps {
      if waiting.isEmpty { waiting = nextPassages(min(Self.batchesAtATime, steps - step))[...] }
      let batch = Array(waiting.prefix(batchSize))
      waiting = waiting.dropFirst(batchSize)
      let (gain, gradient) = Self.gradient(of: memory, batch, vocabulary, threads)
      let share = TrainingOptions.Schedule.cosine(warmUpSteps: 0).share(atStep: step, of: steps)
      let weights = FloatBuffer(memory.values)
      // Downhill of the loss, which the gain lowers.
      let slope = FloatBuffer(gradient.map { -$0 })
      for (range, rate) in [(0..<tables.lowerBound, learningRate), (tables, tableLearningRate)] {
        optimizer.update(
          weights, gradients: slope, rate: rate * share, step: step + 1, range: range)
      }
      memory.values = weights.array
      try report(Progress(step: step + 1, steps: steps, gain: gain / log(2)))
    }
    return memory
  }

  private func passages(
    _ pieces: [TokenSequence], _ parameters: Parameters, _ vocabulary: TimedVocabulary, threads: Int
  ) -> [MemoryPassage] {
    let empty = pieces.map { MemoryPassage($0.tokens, vocabulary, most: mostNotes) }
    let beginnings = zip(pieces, empty).map { TokenSequence($1.tokens, features: $0.features) }
    return PieceFold(parameters, threads: threads).fold(beginnings, initial: { empty[$0] }) {
      $0.add($1)
    }
  }

  private static func mean(of passages: some Collection<MemoryPassage>) -> [Float] {
    let count = passages.reduce(0) { $0 + $1.notes }
    let width = passages.first.map { $0.states.count / $0.notes } ?? 0
    var sum = [Double](repeating: 0, count: width)
    for passage in passages {
      for (index, value) in passage.states.enumerated() { sum[index % width] += Double(value) }
    }
    return sum.map { Float($0 / Double(count)) }
  }

  /// The gain in nats a note, and its gradient.
  private static func gradient(
    of memory: MemoryParameters, _ passages: [MemoryPassage], _ vocabulary: TimedVocabulary,
    _ threads: Int
  ) -> (Double, [Float]) {
    let notes = passages.reduce(0) { $0 + $1.notes }
    var gain = 0.0
    var sum = [Float](repeating: 0, count: memory.values.count)
    // As many at a time as there are threads: each takes memory for the squares of its notes.
    for start in stride(from: 0, to: passages.count, by: threads) {
      let share = passages[start..<min(start + threads, passages.count)]
      let parts = concurrentMap(share.count) { index in
        MemoryGradient(memory, share[start + index], vocabulary)
      }
      for part in parts {
        gain += part.gain
        for (index, value) in part.values.enumerated() { sum[index] += value }
      }
    }
    return (gain / Double(notes), sum.map { $0 / Float(notes) })
  }
}
