import Foundation
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// A piece with what an imagined network says at each position.
struct ImaginedPiece {
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

func motif(
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
func notes(movedBy interval: Int, seed: UInt64 = 3) -> [Piece.Note] {
  var generator = SeededGenerator(seed: seed)
  let motif = motif(of: 12, &generator)
  let between = (0..<5).map { _ in
    (shift: 7, key: 40 + Int(generator.next(below: 40)), duration: 5)
  }
  return notes(
    motif + motif.map { ($0.shift, $0.key + interval, $0.duration) } + between + motif)
}

func notes(_ motif: [(shift: Int, key: Int, duration: Int)]) -> [Piece.Note] {
  var onset = 0
  return motif.map { note in
    onset += note.shift
    return Piece.Note(onset: onset, duration: note.duration, key: UInt8(note.key))
  }
}

/// A few chords again and again, each time with some notes more, less, higher or lower.
func variedChords(seed: UInt64) -> [Piece.Note] {
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

/// Holds a gradient against finite differences.
///
/// - Parameter isChecked: whether an entry of a table is looked at.
func checkGradient(
  _ gradient: MemoryGradient, at start: MemoryParameters, _ passage: MemoryPassage,
  where isChecked: (_ slot: MemoryParameters.Slot, _ index: Int) -> Bool
) {
  for slot in start.slots {
    for index in slot.range where isChecked(slot, index) {
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

/// Parameters on which everything depends.
func memoryParameters(seed: UInt64 = 5) -> MemoryParameters {
  var generator = SeededGenerator(seed: seed)
  var parameters = MemoryParameters(zerosFor: ImaginedPiece.states, width: 4)
  for index in parameters.values.indices {
    parameters.values[index] = Float(generator.nextUnit() - 0.5)
  }
  parameters.values[parameters.likeness.range.lowerBound] = 0.05
  return parameters
}
