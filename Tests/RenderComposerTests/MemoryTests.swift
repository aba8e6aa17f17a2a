import Foundation
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// A piece with what an imagined network says at each position.
private struct ImaginedPiece {
  static let vocabulary = TimedVocabulary.full
  static let states = 5
  var tokens: [Int32]
  var logits: [[Float]]
  var hidden: [[Float]]

  /// - Parameter scale: of the logits.
  init(_ notes: [Piece.Note], seed: UInt64, scale: Double = 4) throws {
    var generator = SeededGenerator(seed: seed)
    tokens = TimedTokenizer(Self.vocabulary).encode(try TimedScore(notes: notes)).tokens
    logits = tokens.map { _ in
      (0..<Self.vocabulary.count).map { _ in Float(scale * generator.nextUnit()) }
    }
    hidden = tokens.map { _ in (0..<Self.states).map { _ in Float(generator.nextUnit() - 0.4) } }
  }

  func passage(most: Int = 1024) -> MemoryPassage {
    var passage = MemoryPassage(tokens, Self.vocabulary, most: most)
    for position in tokens.indices {
      logits[position].withUnsafeBufferPointer { logits in
        hidden[position].withUnsafeBufferPointer { hidden in
          passage.add(
            PieceFold.Prediction(position: position, logits: logits, hidden: hidden))
        }
      }
    }
    return passage
  }

  /// −ln p of each note's tokens, by the network and by the memory's mixture.
  func costs(
    _ memory: MemoryParameters, repetition: Float = 1, recall: DecodingPolicy.Recall = .asLearned
  ) -> [(network: Double, mixed: Double)] {
    var memory = PieceMemory(
      MemoryHead(memory), Self.vocabulary, repetition: repetition, recall: recall)
    var masked = MaskedNetwork(Self.vocabulary)
    var costs = [(network: 0.0, mixed: 0.0)]
    for position in tokens.indices.dropLast() {
      memory.hear(tokens[position])
      masked.read(tokens[position])
      let next = Int(tokens[position + 1])
      let kind = Self.vocabulary.tokens[next].kind
      // A composer lets the memory have its say before the tempo, too.
      if kind == .tempo {
        _ = memory.mix(
          network: logits[position].withUnsafeBufferPointer(masked.probabilities),
          allowed: masked.allowed, state: hidden[position])
        continue
      }
      let network = logits[position].withUnsafeBufferPointer(masked.probabilities)
      let mixed = memory.mix(network: network, allowed: masked.allowed, state: hidden[position])
      #expect(abs(mixed.reduce(0, +) - 1) < 1e-4)
      #expect(zip(mixed, masked.allowed).allSatisfy { $1 || $0 == 0 })
      guard kind != .structure else { continue }
      costs[costs.count - 1].network -= log(Double(network[next]))
      costs[costs.count - 1].mixed -= log(Double(mixed[next]))
      if kind == .duration, Self.vocabulary.tokens[next] != .longDuration { costs.append((0, 0)) }
    }
    return costs.dropLast()
  }
}

private func motif(
  of count: Int, _ generator: inout SeededGenerator
) -> [(shift: Int, key: Int, duration: Int)] {
  (0..<count).map { _ in
    (
      shift: [6, 12, 24, 120][Int(generator.next(below: 4))],
      key: 50 + Int(generator.next(below: 20)), duration: 1 + Int(generator.next(below: 150))
    )
  }
}

/// A motif, the motif again moved by `interval`, some other notes, and the motif once more.
private func notes(movedBy interval: Int, seed: UInt64 = 3) -> [Piece.Note] {
  var generator = SeededGenerator(seed: seed)
  let motif = motif(of: 12, &generator)
  let between = (0..<5).map { _ in
    (shift: 7, key: 40 + Int(generator.next(below: 40)), duration: 5)
  }
  return notes(
    motif + motif.map { ($0.shift, $0.key + interval, $0.duration) } + between + motif)
}

private func notes(_ motif: [(shift: Int, key: Int, duration: Int)]) -> [Piece.Note] {
  var onset = 0
  return motif.map { note in
    onset += note.shift
    return Piece.Note(onset: onset, duration: note.duration, key: UInt8(note.key))
  }
}

/// A few chords again and again, each time with some notes more, less, higher or lower.
private func variedChords(seed: UInt64) -> [Piece.Note] {
  var generator = SeededGenerator(seed: seed)
  let chords: [[Int]] = [[48, 52, 55, 60], [50, 53, 57], [43, 59, 62, 65, 67], [48, 64]]
  return (0..<12).flatMap { index in
    var keys = Set(chords[index % 4])
    for _ in 0..<generator.next(below: 3) {
      keys.insert(45 + Int(generator.next(below: 25)))
      if keys.count > 2 { keys.remove(keys.sorted()[Int(generator.next(below: 2))]) }
    }
    return keys.map { Piece.Note(onset: 12 * index, duration: 12, key: UInt8($0)) }
  }
}

/// Parameters on which everything depends.
private func parameters(seed: UInt64 = 5) -> MemoryParameters {
  var generator = SeededGenerator(seed: seed)
  var parameters = MemoryParameters(zerosFor: ImaginedPiece.states, width: 4)
  for index in parameters.values.indices {
    parameters.values[index] = Float(generator.nextUnit() - 0.5)
  }
  parameters.values[parameters.likeness.range.lowerBound] = 0.05
  return parameters
}

@Suite("Memory of a piece")
struct MemoryTests {
  @Test("The gradient is that of finite differences", arguments: [false, true])
  func gradient(ofChords: Bool) throws {
    let passage = try ImaginedPiece(ofChords ? variedChords(seed: 1) : notes(movedBy: 3), seed: 1)
      .passage()
    let start = parameters()
    let gradient = MemoryGradient(start, passage, ImaginedPiece.vocabulary)
    #expect(passage.notes == (ofChords ? 42 : 41))
    for slot in start.slots {
      for index in slot.range where slot.range.count < 20 || index % 3 == 0 {
        let step: Float = 0.01
        var (up, down) = (start, start)
        up.values[index] += step
        down.values[index] -= step
        let difference =
          (MemoryGradient(up, passage, ImaginedPiece.vocabulary).gain
            - MemoryGradient(down, passage, ImaginedPiece.vocabulary).gain) / Double(2 * step)
        let found = Double(gradient.values[index])
        #expect(
          abs(found - difference) < 2e-3 + 0.02 * abs(difference),
          "\(slot.name) \(index - slot.range.lowerBound): \(found), \(difference)")
      }
    }
  }

  @Test(
    "Every table has a say",
    arguments: [
      "hold", "go_on", "go_on_turns", "choice", "choice_turns", "choice_distance",
      "choice_interval", "miss",
      "likeness",
    ])
  func everyTable(name: String) throws {
    let passage = try ImaginedPiece(notes(movedBy: 3), seed: 1).passage()
    let start = parameters()
    let gradient = MemoryGradient(start, passage, ImaginedPiece.vocabulary)
    let slot = try #require(start.slots.first { $0.name == "memory.\(name)" })
    #expect(gradient.values[slot.range].contains { abs($0) > 1e-3 })
  }

  @Test("What is learned from and what is drawn from is the same likelihood")
  func oneLikelihood() throws {
    for seed in 1..<11 as Range<UInt64> {
      let piece = try ImaginedPiece(
        seed > 5 ? variedChords(seed: seed) : notes(movedBy: Int(seed) - 3, seed: seed), seed: seed)
      let gain = MemoryGradient(parameters(), piece.passage(), ImaginedPiece.vocabulary).gain
      let saved = piece.costs(parameters()).reduce(0) { $0 + $1.network - $1.mixed }
      #expect(abs(gain - saved) < 1e-3 * max(1, abs(saved)), "\(gain), \(saved)")
    }
  }

  @Test("A motif costs little when it comes again, at another pitch too", arguments: [0, 5])
  func repetition(interval: Int) throws {
    let piece = try ImaginedPiece(notes(movedBy: interval), seed: 1)
    var memory = MemoryParameters(mean: [Float](repeating: 0.1, count: ImaginedPiece.states))
    // The imagined states say nothing about likeness.
    memory.values[memory.likeness.range.lowerBound] = 0.1
    let costs = piece.costs(memory)
    // The first notes tell that it is the motif.
    let (new, again, last) = (costs[0..<12], costs[12 + 5..<24], costs[29 + 5..<41])
    let mean = { (costs: ArraySlice<(network: Double, mixed: Double)>) in
      costs.reduce(0) { $0 + $1.mixed } / Double(costs.count)
    }
    #expect(mean(new) > 10)
    #expect(mean(again) < (interval == 0 ? 3 : 6))
    #expect(mean(last) < 3)
    #expect(costs[34..<41].reduce(0) { $0 + $1.network } > 70)
  }

  @Test("Where the network is sure and wrong, the gradient is of numbers all the same")
  func sureAndWrong() throws {
    let piece = try ImaginedPiece(notes(movedBy: 0), seed: 1, scale: 1000)
    #expect(piece.passage().probabilities.contains(0))
    let gradient = MemoryGradient(parameters(), piece.passage(), ImaginedPiece.vocabulary)
    #expect(gradient.gain.isFinite && gradient.values.allSatisfy(\.isFinite))
  }

  @Test("A memory that never takes hold leaves the network alone")
  func noRepetition() throws {
    var sure = parameters()
    sure.values[sure.hold.range.lowerBound] = 100
    let alone = try ImaginedPiece(notes(movedBy: 0), seed: 1).costs(sure, repetition: 0)
    #expect(alone.allSatisfy { abs($0.network - $0.mixed) < 1e-4 })
    let costs = try ImaginedPiece(notes(movedBy: 0), seed: 1).costs(parameters(), repetition: 0)
    #expect(costs.allSatisfy { abs($0.network - $0.mixed) < 1e-4 })
    let more = try ImaginedPiece(notes(movedBy: 0), seed: 1).costs(parameters(), repetition: 5)
    #expect(more.contains { abs($0.network - $0.mixed) > 0.1 })
  }

  @Test("Recall goes on with a theme that comes back, and lets go of what turns on the spot")
  func recall() throws {
    /// What the repetitions of a motif cost more with recall than as learned.
    func price(notes count: Int, times: Int) throws -> Double {
      var generator = SeededGenerator(seed: 8)
      let motif = motif(of: count, &generator)
      let piece = try ImaginedPiece(
        notes((0..<times).flatMap { _ in motif }), seed: 1)
      let repeated = { (recall: DecodingPolicy.Recall) in
        piece.costs(parameters(), recall: recall).dropFirst(count).reduce(0) { $0 + $1.mixed }
      }
      return repeated(.init(far: 1, near: -1)) - repeated(.asLearned)
    }
    #expect(try price(notes: 40, times: 2) < -1)
    #expect(try price(notes: 20, times: 2) > 1)
    // What has turned often is near at every distance.
    #expect(try price(notes: 10, times: 10) > 1)
  }

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
    ) -> (MemoryParameters, [MemoryTraining.Progress]) {
      var progress: [MemoryTraining.Progress] = []
      let memory = training.learn(
        on: model.parameters, from: known, .full, pieces: pieces, seed: 1, threads: 2
      ) { progress.append($0) }
      return (memory, progress)
    }
    let (memory, progress) = learn()
    #expect(progress.map(\.step) == Array(1...30))
    func mean(_ progress: some Collection<MemoryTraining.Progress>) -> Double {
      progress.reduce(0) { $0 + $1.gain } / Double(progress.count)
    }
    #expect(mean(progress.suffix(5)) > mean(progress.prefix(5)) + 0.1)
    #expect(learn().0 == memory)
    // The same first pieces, by what is known of them already.
    #expect(learn(from: memory).1[0].gain > progress[0].gain + 0.1)
  }

  @Test("Lags tell how the last notes agree with earlier ones")
  func lags() {
    var lags = LagTable()
    for key in [60, 62, 64, 70, 62, 64, 66] as [Int32] {
      lags.append(HeardNote(shift: 12, key: key, duration: 12))
    }
    // The last three notes are those four notes earlier, two semitones higher.
    #expect(lags.count == 7)
    #expect(lags[3].interval == 2)
    #expect(lags[3].run == 3)
    #expect(lags.canBegin(.moved, atLagIndex: 3) && lags.canBegin(.exact, atLagIndex: 3))
    #expect(lags[3].agreement(.exact) == 0)
    #expect(lags[3].agreement(.moved) == 3)
    #expect(!lags.canBegin(.moved, atLagIndex: 1))
    #expect(lags.note(atLagIndex: 3).key == 70)
    // Another rhythm, and nothing agrees.
    lags.append(HeardNote(shift: 13, key: 72, duration: 12))
    #expect((0..<lags.count).allSatisfy { lags[$0].run == 0 })
  }

  /// Four chords, and then one note of the first chord's repetition: the copy of what comes next.
  private func next(after came: (shift: Int32, key: Int32), pointer lag: Int) -> (Int32, Int32)? {
    var lags = LagTable()
    let chords: [[Int32]] = [[48, 52, 55, 60], [50, 53, 57], [43, 59], [48, 52]]
    for chord in chords {
      for (index, key) in chord.enumerated() {
        lags.append(HeardNote(shift: index == 0 ? 12 : 0, key: key, duration: 12))
      }
    }
    lags.append(HeardNote(shift: came.shift, key: came.key, duration: 12))
    return lags.next(.exact, atLagIndex: lag - 1).map {
      let note = lags.note(atLagIndex: $0)
      return (note.shift, note.key)
    }
  }

  @Test("An exact copy goes on through a chord that has more notes or fewer, or others")
  func throughChords() {
    // A copy nine notes back would go on with the 55 of the first chord.
    #expect(next(after: (0, 55), pointer: 9)! == (0, 60))
    // One more within the chord, or above it, or none above.
    #expect(next(after: (0, 54), pointer: 9)! == (0, 55))
    #expect(next(after: (0, 59), pointer: 9)! == (0, 60))
    #expect(next(after: (0, 62), pointer: 9)! == (12, 50))
    // The next chord has come before its time: its first note is taken for that of the copied one.
    #expect(next(after: (12, 50), pointer: 9)! == (0, 53))
    #expect(next(after: (12, 40), pointer: 9)! == (0, 53))
    #expect(next(after: (12, 55), pointer: 9)! == (0, 57))
    #expect(next(after: (12, 70), pointer: 9)! == (12, 43))
    // The chord has one note more than the one that was copied to its end.
    #expect(next(after: (0, 64), pointer: 7)! == (12, 50))
    // Nothing is left to copy.
    #expect(next(after: (0, 60), pointer: 1) == nil)
    #expect(next(after: (12, 60), pointer: 1) == nil)
  }

  @Test("It reaches back so many notes and no further")
  func bounded() {
    var lags = LagTable()
    for index in 0..<3 * LagTable.longest + 5 {
      lags.append(HeardNote(shift: 12, key: Int32(30 + index % 61), duration: 12))
    }
    #expect(lags.count == LagTable.longest)
    #expect(lags[60].run > LagTable.longest)
    #expect(lags.note(atLagIndex: 60).key == Int32(30 + (3 * LagTable.longest + 5 - 61) % 61))
  }
}
