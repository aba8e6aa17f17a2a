import Glibc
import RenderFiles
import RenderTestMaterial
import RenderTestSupport
import Testing

/// What the program says while it works, and when it is interrupted.
struct ProgressTests {
  private let folder = Material.folder()
  private static let hasTerminal = access("/usr/bin/script", X_OK) == 0

  /// What the program writes to a terminal.
  private func onTerminal(_ arguments: [String], _ environment: [String: String] = [:]) -> String {
    Program.run(
      arguments, in: folder, environment: environment.merging(["TERM": "xterm"]) { own, _ in own },
      shell: "exec script -qec \"$*\" /dev/null"
    ).text
  }

  private let piece = ["--model", "model.safetensors", "--seed", "1", "--length", "4000", "--out"]

  @Test(
    "On a terminal progress is one line with a bar, a percentage and what is done, coloured unless NO_COLOR says no",
    .enabled(if: hasTerminal))
  func terminal() {
    let text = onTerminal(piece + ["a.mid"])
    #expect(text.contains("\r\u{1B}[Kcomposing\u{1B}[36m ["))
    #expect(text.contains("%, ") && text.contains(" events"))
    // Nothing of it is left in the end.
    #expect(text.contains("\r\u{1B}[Ka.mid: seed 1, 4000 events"))
    let plain = onTerminal(piece + ["a.mid"], ["NO_COLOR": "1"])
    #expect(plain.contains("composing [") && !plain.contains("\u{1B}[36m"))
    #expect(!onTerminal(piece + ["a.mid", "--quiet"]).contains("composing"))
    #expect(onTerminal(["audio", "song.mid", "--out", "b.wav"]).contains("rendering"))
  }

  @Test("Short work leaves nothing of its progress in a log")
  func log() {
    let result = Program.run(piece + ["a.mid"], in: folder)
    #expect(result.code == 0 && !result.errors.contains("composing"), "\(result.errors)")
  }

  @Test("--verbose says which model and soundfont were used, and how long it took")
  func verbose() {
    let words = ["--model", "model.safetensors", "--length", "20", "--out", "a.wav"]
    let result = Program.run(words + ["--verbose"], in: folder)
    for text in ["composed by model.safetensors", "FluidR3-GrandPiano.sf2", "it took "] {
      #expect(result.errors.contains(text), "\(result.errors)")
    }
    #expect(!Program.run(words, in: folder).errors.contains("it took"))
    #expect(Program.run(words + ["--verbose", "--quiet"], in: folder).code == 64)
  }

  @Test("An interruption says how to make the piece again, or how many takes are kept")
  func interruption() {
    let piece = Program.run(
      ["--model", "model.safetensors", "--seed", "7", "--length", "50000", "--out", "p.wav"],
      in: folder
    ) { process in
      if folder.names.contains(where: { $0.hasPrefix(".render-") }) { kill(process, SIGINT) }
    }
    #expect(piece.code == 130)
    #expect(piece.errors.contains("interrupted; --seed 7 makes the same piece"), "\(piece.errors)")
    let batch = Program.run(
      [
        "batch", "--model", "model.safetensors", "--count", "500", "--length", "300", "--out",
        "takes",
      ], in: folder
    ) { process in
      if fileNames(in: folder.path("takes")).contains("seed-000001.wav") { kill(process, SIGINT) }
    }
    #expect(batch.code == 130)
    #expect(batch.errors.contains("the same command makes"), "\(batch.errors)")
  }
}
