import Glibc
import RenderFuzzTargets
import RenderRandomness
import RenderTestSupport
import Testing

/// What `make fuzz` does for hours with the address sanitizer, for moments and without it.
struct FuzzTargetTests {
  /// The processor time that the mutations of a target may take, in seconds.
  private static let patience = 1.0

  @Test("Seeds and what mutations make of them are read or refused", arguments: FuzzTarget.allCases)
  func mutations(of target: FuzzTarget) throws {
    let seeds = try target.seeds
    #expect(!seeds.isEmpty)
    var spent = 0.0
    var random = SeededGenerator(seed: 1)
    for seed in seeds { spent += processorSeconds { target.run(seed) } }
    // What a process of its own takes is not counted.
    let most = target == .weights ? 50 : 2000
    var count = 0
    while count < most, spent < Self.patience {
      let bytes = target.mutation(of: seeds, using: &random)
      spent += processorSeconds { target.run(bytes) }
      count += 1
    }
  }

  @Test("Sizes set right leave sound files as they are")
  func repair() throws {
    for target in [FuzzTarget.midi, .soundfont, .safetensors] {
      for seed in try target.seeds.prefix(20) { #expect(target.repaired(seed) == seed) }
    }
  }
}
