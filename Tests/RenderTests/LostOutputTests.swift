import RenderTestMaterial
import RenderTestSupport
import Testing

/// Where what the program writes does not arrive.
struct LostOutputTests {
  private let folder = Material.folder()

  @Test(
    "Output into a full device ends with 74",
    arguments: [
      ["info", "song.mid"], ["info", "song.mid", "--json"], ["tokens", "song.mid"],
      ["tokens", "song.mid", "--json"], ["--version"], ["batch", "--help"],
      ["--generate-completion-script", "bash"],
      ["--model", "model.safetensors", "--length", "10", "--out", "a.mid", "--json"],
      ["--model", "model.safetensors", "--length", "10", "--out", "-"],
    ])
  func fullDevice(arguments: [String]) {
    let result = Program.run(arguments, in: folder, output: "/dev/full")
    #expect(result.code == 74, "\(result)")
    #expect(result.errors.contains("cannot write standard output: No space left on device"))
  }

  @Test("A batch whose report is lost has its page all the same, and its failures their exit code")
  func lostReport() {
    let batch = [
      "batch", "--count", "2", "--format", "mid", "--model", "model.safetensors", "--length", "10",
      "--json", "--out", "takes",
    ]
    let result = Program.run(batch, in: folder, output: "/dev/full")
    #expect(result.code == 74 && !folder.bytes("takes/index.html").isEmpty, "\(result)")
    folder.makeFolder("other")
    folder.makeFolder("other/seed-000002.mid")
    let failed = Program.run(batch.dropLast() + ["other"], in: folder, output: "/dev/full")
    #expect(failed.code == 1 && failed.errors.contains("1 of 2 takes failed"), "\(failed)")
    #expect(failed.errors.contains("cannot write standard output"))
    #expect(!folder.bytes("other/index.html").isEmpty)
  }

  @Test("A reader that goes away is no fault", arguments: ["info song.mid", "--help"])
  func closedPipe(command: String) {
    let result = Program.run(
      [], in: folder, shell: "exec 3>&1; { \"$@\" \(command); echo $? >&3; } | true")
    #expect(result.text == "0\n" && result.errors.isEmpty, "\(result)")
  }

  @Test("Standard input and error may be closed, and so may output that has nothing to say")
  func closedDescriptors() {
    let compose = "--model model.safetensors --length 10 --seed 3 --out"
    for closed in ["<&-", "2>&-", ">&-", "<&- >&- 2>&-"] {
      let result = Program.run([], in: folder, shell: "\"$@\" \(compose) piece.wav \(closed)")
      #expect(result.code == 0, "\(closed): \(result)")
      #expect(folder.names == ["model.safetensors", "piece.mid", "piece.wav", "song.mid"])
    }
  }

  @Test("What is asked of a standard output that is closed is lost, and ends with 74")
  func closedOutput() {
    let result = Program.run([], in: folder, shell: "\"$@\" info song.mid >&-")
    #expect(result.code == 74 && result.errors.contains("cannot write standard output"))
  }
}
