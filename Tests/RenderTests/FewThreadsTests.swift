import Glibc
import RenderTestMaterial
import RenderTestSupport
import Testing

/// Where there is no memory for threads, or for anything, the program ends all the same.
struct FewThreadsTests {
  private let folder = Material.folder()

  @Test(
    "With any amount of memory the program ends, and at SIGTERM at once",
    arguments: [
      ["--model", "model.safetensors", "--length", "20", "--out", "a.wav"],
      [
        "batch", "--model", "model.safetensors", "--count", "4", "--length", "10", "--out", "takes",
      ],
      ["tokens", "song.mid"],
    ])
  func anyMemory(arguments: [String]) {
    for mebibytes in [20, 60, 100, 120, 140, 160, 180, 200, 220, 260, 300, 400, 600] {
      let shell = "ulimit -c 0; ulimit -v \(mebibytes << 10); exec \"$@\""
      let whole = Program.run(arguments, in: folder, shell: shell)
      #expect(!whole.wasGivenUp, "\(mebibytes) MiB: \(arguments)")
      var polls = 0
      let ended = Program.run(arguments, in: folder, shell: shell) { process in
        polls += 1
        if polls > 10 { kill(process, SIGTERM) }
      }
      #expect(!ended.wasGivenUp, "\(mebibytes) MiB, SIGTERM: \(arguments)")
    }
  }
}
