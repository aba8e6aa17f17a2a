import CRenderKernels
import Foundation
import Testing

@testable import RenderNetwork

struct MatrixLibraryTests {
  @Test("An old OpenBLAS on a newer processor is told of better kernels")
  func better() {
    func better(_ chosen: String, _ instructions: ck_isa) -> String? {
      MatrixLibrary.betterCoreType(than: chosen, instructions: instructions)
    }
    #expect(better("Prescott", CK_AVX512) == "SkylakeX")
    #expect(better("Prescott", CK_AVX2) == "Haswell")
    #expect(better("Prescott", CK_SCALAR) == nil)
    #expect(better("Haswell", CK_AVX512) == "SkylakeX")
    #expect(better("Sandybridge", CK_AVX2) == "Haswell")
    for chosen in ["Haswell", "Zen", "SkylakeX", "Cooperlake"] {
      #expect(better(chosen, CK_AVX2) == nil)
    }
    for chosen in ["SkylakeX", "Cooperlake", "SapphireRapids"] {
      #expect(better(chosen, CK_AVX512) == nil)
    }
  }

  @Test("Every chain of safer kernels ends")
  func safer() {
    for start in [
      "Cooperlake", "SkylakeX", "Zen", "Haswell", "Sandybridge", "Prescott", "unheard of",
    ] {
      var (coreType, steps) = (Optional(start), 0)
      while let present = coreType, steps < 10 {
        coreType = MatrixLibrary.saferCoreType(than: present)
        steps += 1
      }
      #expect(steps < 10)
    }
    #expect(MatrixLibrary.saferCoreType(than: "SkylakeX") == "Haswell")
    #expect(MatrixLibrary.saferCoreType(than: "Haswell") == "Sandybridge")
    #expect(MatrixLibrary.saferCoreType(than: "Nehalem") == nil)
  }

  /// `Scripts/core-type-tests` sets it for each kind of kernels, and none may be tested in another's name.
  private static let expected = ProcessInfo.processInfo.environment["EXPECTED_CORE_TYPE"]

  @Test("The kernels are those that were asked for", .enabled(if: expected != nil))
  func asked() { #expect(MatrixLibrary.coreType == Self.expected) }

  @Test("The library computes a small network's products as our own kernels do")
  func sound() throws {
    #expect(!MatrixLibrary.coreType.isEmpty)
    for architecture in [everyPosition(units: 33), lastPosition(units: 40)] {
      for threads in [1, 3] {
        #expect(
          try MatrixLibrary.isSound(
            for: architecture,
            options: TrainingOptions(
              sequenceLength: 9, batchSize: 7, optimizer: .adam(), learningRate: 1e-3,
              schedule: .constant, threads: threads)))
      }
    }
  }

  @Test("Options that no training can have are refused")
  func badOptions() {
    #expect(throws: NetworkError.self) {
      try MatrixLibrary.isSound(
        for: everyPosition(),
        options: TrainingOptions(
          sequenceLength: 9, batchSize: 7, optimizer: .adam(), learningRate: 1e-3,
          schedule: .constant, threads: 0))
    }
  }
}
