import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("Gradient of a memory")
struct MemoryGradientTests {
  @Test("The gradient is that of finite differences", arguments: [false, true])
  func gradient(ofChords: Bool) throws {
    let passage = try ImaginedPiece(ofChords ? variedChords(seed: 1) : notes(movedBy: 3), seed: 1)
      .passage()
    let start = memoryParameters()
    let gradient = MemoryGradient(start, passage, ImaginedPiece.vocabulary)
    #expect(passage.notes == (ofChords ? 42 : 41))
    checkGradient(gradient, at: start, passage) { slot, index in
      slot.range.count < 20 || index % 3 == 0
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
    let start = memoryParameters()
    let gradient = MemoryGradient(start, passage, ImaginedPiece.vocabulary)
    let slot = try #require(start.slots.first { $0.name == "memory.\(name)" })
    #expect(gradient.values[slot.range].contains { abs($0) > 1e-3 })
  }

  @Test("What is learned from and what is drawn from is the same likelihood")
  func oneLikelihood() throws {
    for seed in 1..<11 as Range<UInt64> {
      let piece = try ImaginedPiece(
        seed > 5 ? variedChords(seed: seed) : notes(movedBy: Int(seed) - 3, seed: seed), seed: seed)
      let gain = MemoryGradient(memoryParameters(), piece.passage(), ImaginedPiece.vocabulary).gain
      let saved = piece.costs(memoryParameters()).reduce(0) { $0 + $1.network - $1.mixed }
      #expect(abs(gain - saved) < 1e-3 * max(1, abs(saved)), "\(gain), \(saved)")
    }
  }

  @Test("Where the network is sure and wrong, the gradient is of numbers all the same")
  func sureAndWrong() throws {
    let piece = try ImaginedPiece(notes(movedBy: 0), seed: 1, scale: 1000)
    #expect(piece.passage().probabilities.contains(0))
    let gradient = MemoryGradient(memoryParameters(), piece.passage(), ImaginedPiece.vocabulary)
    #expect(gradient.gain.isFinite && gradient.values.allSatisfy(\.isFinite))
  }
}
