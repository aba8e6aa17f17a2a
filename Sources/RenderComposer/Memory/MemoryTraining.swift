import RenderMusic
import RenderNetwork
import RenderRandomness
import RenderSystem

/// The learning of a memory beside a finished network, which stays as it is: by the gradient of what the
/// memory gains on the beginnings of the training pieces.
public struct MemoryTraining: Sendable {
  /// The number of updates of the parameters, 1 to a million.
  public var steps = 100
  /// The number of pieces in a step, 1 to 4096.
  public var batchSize = 16
  /// The largest number of a piece's notes that are learned from, 2 to 2048.
  public var mostNotes = 1024
  /// The learning rate of the likeness, above 0, to 10; it falls in half a cosine to a hundredth.
  public var learningRate: Float = 2e-3
  /// The learning rate of the tables, which have few entries, above 0, to 10; it falls likewise.
  public var tableLearningRate: Float = 0.05

  public init() {}

  /// The state of the learning after a step.
  public struct Progress: Hashable, Codable, Sendable {
    /// The number of steps done.
    public var step: Int
    /// The number of steps in all.
    public var steps: Int
    /// The bits a note that the memory saves on the step's pieces.
    public var gain: Double
  }

  /// Checks all settings.
  ///
  /// - Throws: `NetworkError.outOfRange` for the first that is out of range.
  public func validate() throws(NetworkError) {
    try NetworkError.check("number of steps", steps, 1...1_000_000)
    try NetworkError.check("batch", batchSize, 1...4096)
    try NetworkError.check("number of notes", mostNotes, 2...LagTable.longest)
    for rate in [learningRate, tableLearningRate] {
      try NetworkError.check("learning rate", Double(rate), above: 0, to: 10)
    }
  }

  /// The number of batches whose pieces go through the network side by side.
  private static let batchesAtATime = 4

  /// Learns a memory. OpenBLAS has one thread while it computes, in the whole process, and then its former
  /// number.
  ///
  /// - Parameters:
  ///   - parameters: the network's parameters.
  ///   - known: a memory to go on from; a fresh one without it.
  ///   - pieces: the pieces as the network heard them in an epoch.
  ///   - settings: what is known of each piece beside its tokens; none where that is nothing.
  ///   - seed: the number that decides the order of the pieces.
  ///   - threads: the number of threads, one of `ThreadTeam.counts`; it decides the last bits of sums.
  ///   - report: takes the progress after each step; what it throws ends the learning.
  /// - Throws: `NetworkError` for a setting or number of threads out of range, and where no piece has
  ///   a note; and what `report` throws.
  public func learn(
    on parameters: Parameters, from known: MemoryParameters? = nil, _ vocabulary: TimedVocabulary,
    pieces: [TokenSequence], settings: [PieceSetting] = [], seed: UInt64, threads: Int,
    report: (Progress) throws -> Void
  ) throws -> MemoryParameters {
    try validate()
    let indices = pieces.indices.filter {
      MemoryPassage(pieces[$0].tokens, vocabulary, most: 1).tokens.count > 0
    }
    guard !indices.isEmpty else { throw NetworkError.nothingToLearn }
    let fold = try PieceFold(parameters, threads: threads)
    var generator = SeededGenerator(seed: seed, stream: .memory)
    var order: [Int] = []
    func nextPassages(_ batches: Int) -> [MemoryPassage] {
      let chosen = (0..<batches * batchSize).map { _ in
        if order.isEmpty { order = indices.indices.shuffled(using: &generator) }
        return indices[order.removeLast()]
      }
      return passages(
        chosen.map { pieces[$0] }, settings: settings.isEmpty ? [] : chosen.map { settings[$0] },
        fold,
        vocabulary)
    }
    var waiting = nextPassages(min(Self.batchesAtATime, steps))[...]
    var memory =
      known
      ?? MemoryParameters(
        mean: Self.mean(of: waiting.prefix(batchSize)),
        knowsBars: settings.contains { $0.bars != nil })
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
    _ pieces: [TokenSequence], settings: [PieceSetting], _ fold: PieceFold,
    _ vocabulary: TimedVocabulary
  ) -> [MemoryPassage] {
    let empty = pieces.enumerated().map { index, piece in
      MemoryPassage(
        piece.tokens, vocabulary, setting: settings.isEmpty ? PieceSetting() : settings[index],
        most: mostNotes)
    }
    let beginnings = zip(pieces, empty).map { TokenSequence($1.tokens, features: $0.features) }
    return fold.fold(beginnings, initial: { empty[$0] }) { $0.add($1) }
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

  /// The gain of a batch in nats a note, and its gradient.
  private static func gradient(
    of memory: MemoryParameters, _ passages: [MemoryPassage], _ vocabulary: TimedVocabulary,
    _ threads: Int
  ) -> (Double, [Float]) {
    let notes = passages.reduce(0) { $0 + $1.notes }
    var gain = 0.0
    var sum = [Float](repeating: 0, count: memory.values.count)
    // As many at a time as there are threads: the memory of each grows with the square of its notes.
    for start in stride(from: 0, to: passages.count, by: threads) {
      let share = passages[start..<min(start + threads, passages.count)]
      let parts = BLAS.withOneThread {
        concurrentMap(share.count) { index in
          MemoryGradient(memory, share[start + index], vocabulary)
        }
      }
      for part in parts {
        gain += part.gain
        for (index, value) in part.values.enumerated() { sum[index] += value }
      }
    }
    return (gain / Double(notes), sum.map { $0 / Float(notes) })
  }
}
