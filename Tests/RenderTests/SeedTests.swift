import RenderTestMaterial
import Testing

struct SeedTests {
  private let folder = Material.folder()
  private let options = ["--model", "model.safetensors", "--length", "50"]

  @Test("The same seed gives the same bytes: again, on one thread, on other kernels, in a batch")
  func sameSeed() {
    let compose = options + ["--seed", "7", "--out"]
    func run(_ arguments: [String], _ environment: [String: String] = [:]) {
      let result = Program.run(arguments, in: folder, environment: environment)
      #expect(result.code == 0, "\(result.errors)")
    }
    run(compose + ["a.wav"])
    run(compose + ["b.wav"])
    run(compose + ["c.wav", "--threads", "1"])
    run(compose + ["d.wav"], ["OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "1"])
    run(["batch", "--seeds", "3,7-8", "--out", "takes"] + options)
    let (midi, audio) = (folder.bytes("a.mid"), folder.bytes("a.wav"))
    #expect(midi.count > 300)
    #expect(audio.count > 2_000_000)
    for name in ["b", "c", "d", "takes/seed-000007"] {
      #expect(folder.bytes("\(name).mid") == midi, "\(name)")
      #expect(folder.bytes("\(name).wav") == audio, "\(name)")
    }
    #expect(folder.bytes("takes/seed-000008.mid") != midi)
  }

  @Test("Another seed, start, primer or temperature gives another piece")
  func otherPieces() {
    let variations = [
      [], ["--seed", "8"], ["--start", "5"], ["--primer", "song.mid"], ["--temperature", "0.5"],
      ["--top-k", "3"], ["--greedy"],
    ]
    var pieces: Set<[UInt8]> = []
    for variation in variations {
      let seed = variation.contains("--seed") ? [] : ["--seed", "7"]
      let result = Program.run(options + seed + variation + ["--out", "a.mid"], in: folder)
      #expect(result.code == 0, "\(result.errors)")
      pieces.insert(folder.bytes("a.mid"))
    }
    #expect(pieces.count == variations.count)
  }
}
