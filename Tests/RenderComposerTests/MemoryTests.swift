import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("Memory of a piece")
struct MemoryTests {
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

  @Test("A memory that never takes hold leaves the network alone")
  func noRepetition() throws {
    var sure = memoryParameters()
    sure.values[sure.hold.range.lowerBound] = 100
    let alone = try ImaginedPiece(notes(movedBy: 0), seed: 1).costs(sure, repetition: 0)
    #expect(alone.allSatisfy { abs($0.network - $0.mixed) < 1e-4 })
    let costs = try ImaginedPiece(notes(movedBy: 0), seed: 1).costs(
      memoryParameters(), repetition: 0)
    #expect(costs.allSatisfy { abs($0.network - $0.mixed) < 1e-4 })
    let more = try ImaginedPiece(notes(movedBy: 0), seed: 1).costs(
      memoryParameters(), repetition: 5)
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
        piece.costs(memoryParameters(), recall: recall).dropFirst(count).reduce(0) { $0 + $1.mixed }
      }
      return repeated(.init(far: 1, near: -1)) - repeated(.asLearned)
    }
    #expect(try price(notes: 40, times: 2) < -1)
    #expect(try price(notes: 20, times: 2) > 1)
    // What has turned often is near at every distance.
    #expect(try price(notes: 10, times: 10) > 1)
  }
}
