import Glibc
import RenderAudio
import RenderTestMaterial
import Testing

/// The exit codes of the design, each with one sentence that names the file.
struct ExitCodeTests {
  private let folder = Material.folder()
  private let compose = ["--model", "model.safetensors", "--length", "20", "--seed", "1", "--out"]

  private func run(_ arguments: [String], output: String? = nil, shell: String? = nil)
    -> Program.Result
  {
    Program.run(arguments, in: folder, output: output, shell: shell)
  }

  /// One line on standard error, and nothing but it.
  private func expectFailure(
    _ result: Program.Result, _ code: Int32, naming name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(result.code == code, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("render: "), sourceLocation: sourceLocation)
    #expect(result.errors.contains(name), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(
      result.errors.split(separator: "\n").count == 1, "\(result.errors)",
      sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
  }

  @Test("A piece that is finished ends with 0")
  func done() {
    #expect(run(compose + ["piece.wav"]).code == 0)
  }

  @Test(
    "Options that make no sense end with 64",
    arguments: [
      ["--out"], ["--best-of", "2", "--out", "-"], ["--length", "0", "--out", "a.mid"],
      ["--length", "x", "--out", "a.mid"],
      ["--length", "5", "--duration", "5s", "--out", "a.mid"],
      ["--tempo", "nan", "--out", "a.mid"],
      ["--temperature=-1", "--out", "a.mid"], ["--threads", "0", "--out", "a.mid"],
      ["--bit-depth", "20", "--out", "a.wav"], ["--out", "a.xyz"], ["--out", "a"],
      ["--out", "a.ogg", "--bit-depth", "16"], ["--out", "a.flac", "--bit-depth", "float"],
      ["--out", "a.wav", "--quality", "3"], ["--out", "a.opus", "--sample-rate", "44100"],
      ["--out", "a.wav", "--loudness", "-18", "--gain", "1"], ["--out", "-", "--loudness", "-20"],
      ["--out", "a.wav", "--reverb", "off", "--reverb-level", "1"],
      ["--model", "model.safetensors", "--start", "99", "--out", "a.mid"],
      ["batch", "--seeds", "5-1", "--out", "takes"], ["batch", "--seeds", "", "--out", "takes"],
      ["batch", "--seeds", "1", "--format", "xyz", "--out", "takes"],
      ["train", "--out", "m.safetensors"], ["train", "song.mid", "--epochs", "0", "--out", "m"],
      ["train", "song.mid", "--epochs", "1", "--batch-size", "0", "--out", "m"],
      ["train", "song.mid", "--epochs", "1", "--sequence-length", "5000", "--out", "m"],
      ["train", "song.mid", "--preset", "tutorial", "--sequence-length", "50", "--out", "m"],
      ["train", "song.mid", "--epochs", "1", "--learning-rate", "0", "--out", "m"],
      ["audio"], ["unheard-of", "--loud"],
      ["audio", "song.mid", "song.mid", "--out", "-"],
      ["audio", "song.mid", "--format", "flac", "--out", "-"],
      ["audio", "song.mid", "--format", "mp3", "--out", "song.mp3"],
      ["audio", "song.mid", "song.mid", "--out", "both.mp3"],
      ["score", "song.mid"], ["score", "song.mid", "--out", "a.mid"],
      ["--out", "a.mid", "--score", "a.abc"],
      ["--out", "a.mid", "--plot", "a.svg", "--score", "./a.svg"],
      ["batch", "--seeds", "1", "--score", "xml", "--out", "takes"],
    ])
  func usage(arguments: [String]) {
    let result = run(arguments)
    #expect(result.code == 64, "\(result.errors)")
    #expect(!result.errors.isEmpty)
    #expect(
      folder.names.allSatisfy {
        $0 == "model.safetensors" || $0 == "song.mid" || $0.hasSuffix(".training")
      })
  }

  @Test("A command that there is not is named")
  func unknownCommand() {
    let result = run(["compos", "--out", "a.wav"])
    #expect(result.code == 64)
    #expect(result.errors.contains("there is no command 'compos'"))
  }

  @Test(
    "Input that is missing ends with 66",
    arguments: [
      ["--model", "gone.safetensors", "--out", "a.mid"], ["--model", "./gone", "--out", "a.mid"],
      ["--model", "model.safetensors", "--primer", "gone.mid", "--out", "a.mid"],
      ["--model", "model.safetensors", "--soundfont", "gone.sf2", "--out", "a.wav"],
      ["audio", "gone.mid", "--out", "a.wav"], ["tokens", "gone.mid"], ["info", "gone.mid"],
      ["score", "gone.mid", "--out", "a.musicxml"],
      ["train", "gone", "--epochs", "1", "--out", "m.safetensors"],
      ["evaluate", "model.safetensors", "gone"], ["evaluate", "gone.safetensors", "song.mid"],
    ])
  func missing(arguments: [String]) {
    expectFailure(run(arguments), 66, naming: "gone")
  }

  @Test("An extension that is none is told of all that there are")
  func extensions() {
    expectFailure(run(compose + ["piece"]), 64, naming: ".aiff, or .mid for MIDI alone")
  }

  @Test("A folder where a file belongs ends with 66")
  func folderAsInput() {
    folder.makeFolder("takes")
    expectFailure(run(["tokens", "takes"]), 66, naming: "takes")
  }

  @Test(
    "Damaged input ends with 65",
    arguments: [
      ["--model", "junk", "--out", "a.mid"],
      ["--model", "model.safetensors", "--primer", "junk", "--out", "a.mid"],
      ["--model", "model.safetensors", "--soundfont", "junk", "--out", "a.wav"],
      ["audio", "junk", "--out", "a.wav"], ["tokens", "junk"], ["info", "junk"],
      ["score", "junk", "--out", "a.musicxml"],
      ["evaluate", "junk", "song.mid"],
      ["evaluate", "model.safetensors", "song.mid", "--split", "junk"],
    ])
  func damaged(arguments: [String]) {
    folder.write((0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }, to: "junk")
    expectFailure(run(arguments), 65, naming: "junk")
    #expect(folder.names == ["junk", "model.safetensors", "song.mid"])
  }

  @Test(
    "An output that cannot be created ends with 73",
    arguments: ["missing/piece.wav", "missing/piece.mid", "/proc/piece.flac", "song.mid/piece.wav"])
  func cannotCreate(out: String) {
    expectFailure(run(compose + [out]), 73, naming: String(out[..<out.lastIndex(of: ".")!]))
  }

  @Test("A score that cannot be created ends with 73, before it is composed")
  func cannotCreateScore() {
    expectFailure(run(compose + ["a.mid", "--score", "missing/a.xml"]), 73, naming: "missing/a")
    expectFailure(run(["score", "song.mid", "--out", "missing/a.xml"]), 73, naming: "missing/a")
    #expect(folder.names == ["model.safetensors", "song.mid"])
  }

  @Test("A folder in the place of an output ends with 73")
  func folderAsOutput() {
    folder.makeFolder("piece.mid")
    expectFailure(run(compose + ["piece.wav"]), 73, naming: "piece.mid")
    #expect(folder.names == ["model.safetensors", "piece.mid", "song.mid"])
  }

  @Test("A folder that must not be written to ends with 73", .enabled(if: geteuid() != 0))
  func readOnly() {
    folder.makeFolder("closed")
    chmod(folder.path("closed"), 0o555)
    expectFailure(run(compose + ["closed/piece.wav"]), 73, naming: "closed/piece")
  }

  @Test("Training says before it begins that its model cannot be written")
  func trainingOutput() {
    expectFailure(
      run(["train", "song.mid", "--out", "missing/m.safetensors"]), 73, naming: "missing/m")
  }

  @Test("A full device at standard output ends with 74")
  func fullDevice() {
    expectFailure(run(compose + ["-"], output: "/dev/full"), 74, naming: "standard output")
    let score = ["score", "song.mid", "--out", "-", "--quiet"]
    expectFailure(run(score, output: "/dev/full"), 74, naming: "standard output")
  }

  @Test(
    "A full disk ends with 74 and leaves what was there",
    arguments: AudioFileFormat.allCases.map { "piece.\($0.rawValue)" })
  func fullDisk(out: String) {
    folder.write([1, 2, 3], to: out)
    folder.write([4, 5, 6], to: "piece.mid")
    // In units of 512 bytes.
    let result = run(compose + [out], shell: "ulimit -f 64; exec \"$@\"")
    #expect(result.code == 74, "\(result.errors)")
    #expect(folder.bytes(out) == [1, 2, 3])
    #expect(folder.bytes("piece.mid") == [4, 5, 6])
    #expect(folder.names.count == 4, "\(folder.names)")
  }

  @Test("A reader that goes away ends the program with 0, and silently")
  func closedPipe() {
    let script = "{ \"$@\"; echo \"code $?\" >&2; } | head -c 100"
    let result = run(compose + ["-", "--quiet"], shell: script)
    #expect(result.output.count == 100)
    #expect(result.errors == "code 0\n")
    let tokens = run(["tokens", "song.mid"], shell: "{ \"$@\"; echo \"code $?\" >&2; } | true")
    #expect(tokens.errors == "code 0\n")
  }

  @Test("An interrupt ends with 130, removes what is incomplete and leaves what was there")
  func interrupt() {
    folder.write([1, 2, 3], to: "piece.wav")
    folder.write([4, 5, 6], to: "piece.mid")
    let result = Program.run(
      ["--model", "model.safetensors", "--length", "20000", "--out", "piece.wav"], in: folder
    ) { process in
      if folder.names.contains(where: { $0.hasPrefix(".render-") }) { kill(process, SIGINT) }
    }
    #expect(result.code == 130)
    #expect(folder.bytes("piece.wav") == [1, 2, 3])
    #expect(folder.bytes("piece.mid") == [4, 5, 6])
    #expect(folder.names == ["model.safetensors", "piece.mid", "piece.wav", "song.mid"])
  }

  @Test("An interrupted stream ends with 130")
  func interruptedStream() {
    var polls = 0
    let result = Program.run(
      ["--model", "model.safetensors", "--length", "20000", "--out", "-"], in: folder
    ) { process in
      polls += 1
      if polls == 100 { kill(process, SIGINT) }
    }
    #expect(result.code == 130)
    #expect(result.output.starts(with: "RIFF".utf8))
    #expect(folder.names == ["model.safetensors", "song.mid"])
  }

  @Test(
    "An output that is one of the inputs is refused",
    arguments: [
      ["--model", "model.safetensors", "--primer", "song.mid", "--out", "song.wav"],
      ["--model", "model.safetensors", "--primer", "song.mid", "--out", "./song.mid"],
      ["--model", "link.mid", "--length", "5", "--out", "link.mid"],
      ["train", "song.mid", "--from", "model.safetensors", "--out", "model.safetensors"],
      ["train", "song.mid", "--out", "song.mid"],
      ["train", "song.mid", "--annotations", "said.jsonl", "--out", "said.jsonl"],
      [
        "evaluate", "model.safetensors", "song.mid", "--annotations", "said.svg", "--compose", "9",
        "--plot", "said.svg",
      ],
      ["plan", "--model", "model.safetensors", "--out", "model.safetensors"],
      ["score", "said.xml", "--out", "./said.xml"],
      ["--model", "link.mid", "--length", "5", "--out", "a.mid", "--score", "said.ly"],
    ])
  func overwriting(arguments: [String]) {
    symlink("model.safetensors", folder.path("link.mid"))
    folder.write([], to: "said.jsonl")
    folder.write([], to: "said.svg")
    folder.write(Material.piece(2), to: "said.xml")
    symlink("model.safetensors", folder.path("said.ly"))
    let result = run(arguments)
    #expect(result.code == 64, "\(result.errors)")
    #expect(result.errors.contains("would overwrite the input"))
    #expect(folder.bytes("song.mid") == Material.piece(1))
    #expect(folder.bytes("model.safetensors") == Material.model)
  }
}
