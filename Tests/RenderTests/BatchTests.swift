import Files
import FoundationEssentials
import TestSupport
import Testing

struct BatchTests {
  private let folder = Material.folder()
  private let options = ["--model", "model.safetensors", "--length", "10"]

  @Test("A take that fails is reported and the others are finished")
  func failingTake() throws {
    folder.makeFolder("takes")
    folder.makeFolder("takes/seed-000002.mid")
    let result = Program.run(
      ["batch", "--seeds", "1-3", "--format", "flac", "--out", "takes/", "--json"] + options,
      in: folder)
    #expect(result.code == 1)
    #expect(result.errors.contains("seed 2 failed: cannot create takes/seed-000002.mid"))
    #expect(result.errors.contains("1 of 3 takes failed; run --seeds 2 again"))
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output))
    #expect(report.takes.map(\.seed) == [1, 3])
    #expect(report.failures.map(\.seed) == [2])
    let takes = fileNames(in: folder.path("takes"))
    #expect(
      takes == [
        "seed-000001.flac", "seed-000001.mid", "seed-000002.mid", "seed-000003.flac",
        "seed-000003.mid",
      ])
  }

  private struct Report: Decodable {
    struct Take: Decodable { var seed: UInt64 }
    var takes: [Take]
    var failures: [Take]
  }

  @Test("A batch of MIDI alone writes no audio, and seeds are taken once each")
  func midiAlone() {
    let result = Program.run(
      ["batch", "--seeds", "5,1-2,2", "--format", "mid", "--out", "takes"] + options, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      fileNames(in: folder.path("takes"))
        == ["seed-000001.mid", "seed-000002.mid", "seed-000005.mid"])
  }

  @Test("A file in the place of the folder ends with 73")
  func fileAsFolder() {
    let result = Program.run(["batch", "--seeds", "1", "--out", "song.mid"] + options, in: folder)
    #expect(result.code == 73)
    #expect(result.errors.contains("song.mid"))
  }
}
