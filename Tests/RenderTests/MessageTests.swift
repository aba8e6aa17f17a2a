import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import render

/// What users read who have mistyped something, or ask for help.
struct MessageTests {
  private let folder = Material.folder()

  private func run(_ words: String...) -> Program.Result { Program.run(words, in: folder) }

  /// One sentence on standard error.
  private func expect(
    _ result: Program.Result, _ code: Int32, says words: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(result.code == code, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("render: "), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.contains(words), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(
      result.errors.split(separator: "\n").count == 1, "\(result.errors)",
      sourceLocation: sourceLocation)
  }

  private func compose(_ words: String...) -> Program.Result {
    Program.run(
      ["--model", "model.safetensors", "--length", "20", "--seed", "1"] + words + [
        "--out", "a.mid",
      ], in: folder)
  }

  @Test("A negative number is the value of the option before it")
  func negativeNumbers() {
    let lower = compose("--transpose", "-3")
    #expect(lower.code == 0, "\(lower.errors)")
    let bytes = folder.bytes("a.mid")
    #expect(compose("--transpose=-3").code == 0)
    #expect(folder.bytes("a.mid") == bytes)
    expect(run("--seed", "-1", "--out", "a.mid"), 64, says: "'-1' is invalid for '--seed <number>'")
    expect(run("--length", "-5", "--out", "a.mid"), 64, says: "--length -5 is out of range")
    expect(run("batch", "--count", "-3", "--out", "b"), 64, says: "--count -3 is out of range")
  }

  @Test(
    "A playing time is typed as it is said",
    arguments: [
      ("90", 90.0), ("90s", 90), ("2min", 120), ("2 min", 120), ("1:30", 90), ("1:02:03", 3723),
      ("1h", 3600),
      ("1h 30min", 5400), ("1.5min", 90),
    ])
  func playingTimes(text: String, seconds: Double) {
    #expect(PlayingTime(argument: text)?.seconds == seconds)
  }

  @Test(
    "What is no playing time is refused",
    arguments: ["", "min", "1:75", "1:2:3:4", "1h30", "2minutse", "1:-3", "inf", ":30"])
  func noPlayingTimes(text: String) { #expect(PlayingTime(argument: text) == nil) }

  @Test("A playing time that is refused is answered with the ways to type one")
  func refusedPlayingTime() {
    expect(run("--duration", "2minutse", "--out", "a.mid"), 64, says: "90s, 2min, 1h or 1:30")
    expect(run("--duration", "-5", "--out", "a.mid"), 64, says: "--duration -5 is out of range")
  }

  @Test("A range of seeds that goes down is turned around")
  func seeds() {
    expect(run("batch", "--seeds", "10-1", "--out", "b"), 64, says: "did you mean 1-10?")
    expect(run("batch", "--seeds", "a-b", "--out", "b"), 64, says: "as in 1-100,205")
  }

  @Test("A file of another kind is named as what it is")
  func wrongKinds() {
    #expect(
      Program.run(
        ["--model", "model.safetensors", "--length", "20", "--out", "a.wav"], in: folder
      ).code == 0)
    expect(
      run("--model", "song.mid", "--out", "b.mid"), 65,
      says: "song.mid is a MIDI file, not a model; ")
    expect(run("--model", "song.mid", "--out", "b.mid"), 65, says: "--primer")
    expect(
      run("audio", "a.wav", "--out", "b.wav"), 65, says: "a.wav is an audio file, not a MIDI file")
    expect(run("tokens", "model.safetensors"), 65, says: "is a model, not a MIDI file")
  }

  @Test("A name that is none is answered with those that there are")
  func names() {
    expect(
      run("--model", "defualt", "--out", "a.mid"), 66,
      says: "the shipped ones are classic, default, ensemble (did you mean default?)")
    expect(
      run("--soundfont", "FluidR3GrandPiano", "--out", "a.wav"), 66,
      says: "did you mean FluidR3-GrandPiano?")
    expect(run("--style", "Chopni", "--out", "a.mid"), 64, says: "did you mean Chopin?")
    expect(run("--instruments", "violn", "--out", "a.mid"), 64, says: "did you mean violin?")
    expect(run("compse", "--out", "a.mid"), 64, says: "did you mean `compose`?")
    expect(run("piece.flac"), 64, says: "`render --out piece.flac`")
    expect(run("song.mid"), 64, says: "`render audio song.mid --out song.wav`")
    expect(run("help", "foo"), 64, says: "there is no command 'foo'")
    expect(run("help", "soundfont", "foo"), 64, says: "there is no command 'foo'")
    expect(run("-out", "a.mid"), 64, says: "did you mean '--out'?")
    expect(run("--verison"), 64, says: "did you mean '--version'?")
  }

  @Test("A program without its data says where it has looked")
  func withoutData() {
    let script =
      "mkdir -p lone/bin && cp \"$1\" lone/bin/render && shift && exec lone/bin/render \"$@\""
    for (out, place) in [
      ("a.mid", "lone/share/render/Models"), ("a.wav", "lone/share/render/Models"),
    ] {
      let result = Program.run(["--out", out], in: folder, shell: script)
      expect(result, 66, says: place)
    }
    let sound = Program.run(
      ["--model", "model.safetensors", "--length", "9", "--out", "a.wav"], in: folder, shell: script
    )
    expect(sound, 66, says: "lone/share/render/SoundFonts")
  }

  @Test("A single one is not several")
  func singular() {
    let batch = [
      "batch", "--model", "model.safetensors", "--length", "1", "--format", "mid", "--out", "b",
    ]
    let one = Program.run(batch + ["--count", "1"], in: folder)
    #expect(one.errors.contains(": 1 event\n") && one.errors.contains("1 take to listen to"))
    #expect(
      counted(1, "note") == "1 note" && counted(0, "note") == "0 notes"
        && counted(-1, "semitone") == "-1 semitone")
  }

  @Test(
    "An audio file's tags are shown with its seed",
    arguments: ["wav", "flac", "ogg", "opus", "mp3", "aiff"])
  func audioTags(format: String) {
    let words = [
      "--model", "model.safetensors", "--length", "20", "--seed", "77", "--out", "a.\(format)",
    ]
    #expect(Program.run(words, in: folder).code == 0)
    let info = run("info", "a.\(format)")
    #expect(info.text.contains("audio file") && info.text.contains("seed 77, model "), "\(info)")
    #expect(run("info", "a.mid").text.contains("render, seed 77"))
  }

  @Test("Help has its options in groups, then examples and exit codes")
  func help() {
    for words in [["--help"], ["help", "compose"], ["compose", "--help"], ["train", "-h"]] {
      let text = Program.run(words, in: folder).text
      let places = ["USAGE:", "OPTIONS:", "EXAMPLES:", "EXIT STATUS:"].map {
        text.firstRange(of: "\n\($0)")?.lowerBound
      }
      #expect(places.allSatisfy { $0 != nil }, "\(text)")
      #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted(), "\(text)")
    }
    let compose = run("help", "compose").text
    for group in ["LENGTH:", "PLAN:", "SAMPLING:", "SOUND:"] { #expect(compose.contains(group)) }
  }
}
