import ArgumentParser
import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderGallery
import RenderStudio
import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import render

struct RemakingTests {
  private let folder = Material.folder()

  /// A line of a manifest: what a page knows of how its takes were made.
  private struct Line: Encodable {
    struct File: Encodable {
      var name = "seed-000001.mid"
      var size = 1
      var sha256 = ""
    }
    struct Settings: Encodable {
      var options: [String: String]
      var files: [String: String]
      var versions = ["render": softwareVersion]
    }
    var seed = 1
    var midi = File()
    var events = 1
    var notes = 1
    var settings: Settings
    var places: [String: String]?

    init(_ batch: BatchRequest) {
      let resources = Resources.ofProgram
      var files = [
        "model": try? RenderStudio.sha256(
          of: InputFile(path: resources.model(named: Resources.defaultModelName)))
      ]
      if batch.format != .mid {
        files["soundfont"] = try? RenderStudio.sha256(
          of: InputFile(path: resources.defaultSoundFont!))
      }
      for option in batch.places.keys { files[option] = String(repeating: "a", count: 64) }
      settings = Settings(options: batch.options, files: files.compactMapValues(\.self))
      places = batch.places
    }

    /// The page's command.
    func command() throws -> ListeningPage.Command? {
      let entry = try JSONDecoder.ofFacts.decode(
        ManifestEntry.self, from: JSONEncoder().encode(self))
      return ListeningPage.Command(remaking: [entry])
    }
  }

  private func line(_ arguments: [String]) throws -> Line {
    Line(
      try BatchCommand.parse(arguments + ["--count", "1", "--out", "takes"]).request(seeds: [1]))
  }

  /// As a shell would give them to `render batch`.
  private func words(_ command: String) -> [String] {
    let result = Program.run([], in: folder, shell: "set -- \(command); printf '%s\\0' \"$@\"")
    let words = result.text.split(separator: "\0", omittingEmptySubsequences: false)
    #expect(words.prefix(2) == ["render", "batch"])
    return words.dropFirst(2).dropLast().map(String.init)
  }

  @Test("A take is made longer in the format of its batch")
  func continuation() throws {
    for format in ["wav", "flac", "mid"] {
      #expect(
        try line(["--format", format]).command()?.continuation
          == "render --continue {take}.mid --length {length} --out {take}-longer.\(format)")
    }
  }

  @Test("The page's command is what was given, wherever that is not so anyway")
  func text() throws {
    let ends = " --no-config --seeds-file starred.txt --out chosen/"
    for (given, expected) in [
      ([], ""),
      (["--length", "500", "--transpose", "0", "--format", "wav"], ""),
      (["--model", "default", "--instruments", "piano"], " --instruments piano --model default"),
      (["--length", "200"], " --length 200"), (["--transpose=-3"], " --transpose=-3"),
      (["--duration", "2min"], " --duration 120.0s"), (["--greedy"], " --greedy"),
      (["--temperature", "0"], " --temperature 0.0"),
      (["--loudness=-23", "--limit"], " --limit --loudness=-23.0"),
      (["--format", "mid", "--reverb", "hall"], " --format mid"),
      (
        ["--primer", "my song's.mid", "--include-primer"],
        " --include-primer --primer 'my song'\\''s.mid'"
      ),
      (["--model=-m", "--date", ""], " --date '' --model=-m"),
    ] {
      #expect(try line(given).command()?.text == "render batch" + expected + ends, "\(given)")
    }
  }

  @Test("Any options come back from the command, through a shell and the parser")
  func roundTrip() throws {
    func number(_ range: ClosedRange<Double>) -> String { "\(Double.random(in: range))" }
    func choice(_ words: String...) -> String { words.randomElement()! }
    for _ in 0..<60 {
      let all: [[String]] = [
        [["--length", "\(Int.random(in: 1...9999))"], ["--duration", number(0.001...80000)]]
          .randomElement()!,
        [
          ["--start", "3"], ["--primer", "a  b'\\.mid"], ["--primer=-p", "--include-primer"],
          ["--ensemble", "choir", "--metre", "3/4"],
          ["--instruments", "violin,Church Organ", "--key", "em", "--style", "J. S. Bach"],
        ].randomElement()!,
        [
          ["--greedy"], ["--temperature", number(0...10)],
          ["--temperature", "0", "--top-p", "1", "--min-p", "0.5"],
          ["--top-k", "7"], ["--greedy", "--min-p", "0.5"],
        ].randomElement()!,
        ["--top-p", number(0.001...1)], ["--min-p", number(0...1)],
        ["--repetition", number(0...1000)],
        ["--tempo", number(10...500)], ["--transpose=\(Int.random(in: -12...12))"],
        ["--performance", choice("plain", "expressive")],
        ["--model", choice("classic", "../m;n.safetensors")],
        ["--notes", "data/notes"],
        ["--format", choice("wav", "flac", "ogg", "opus", "mp3", "aiff", "mid")],
        ["--plot", choice("png", "svg", "pdf")], ["--score", choice("mxl", "svg")], ["--stems"],
        ["--soundfont", "~/Steinway D.sf2"],
        [["--reverb", "off"], ["--reverb", "hall", "--reverb-level", number(0...1)]]
          .randomElement()!,
        [["--loudness=\(number(-40 ... -10))"], ["--gain=\(number(-20...20))"]].randomElement()!,
        ["--limit"],
        ["--bit-depth", choice("16", "24", "32", "float")], ["--sample-rate", "48000"],
        ["--quality", number(0...10)], ["--date=" + choice("2024", "-1", "\"$x\"", "é")],
      ]
      let given = all.filter { _ in Bool.random() }.flatMap(\.self)
      let line = try line(given)
      let command = try #require(try line.command(), "\(given)")
      let batch = try BatchCommand.parse(words(command.text)).request(seeds: [])
      #expect(batch.options == line.settings.options, "\(given)")
      #expect(batch.places == line.places, "\(given)")
    }
  }

  @Test("What a manifest cannot have from `render batch` becomes part of no command")
  func strangers() throws {
    for (option, value) in [
      ("length", "200; touch ran"), ("length", "0200"), ("length", "--force"), ("out", "/tmp"),
      ("force", "yes"),
      ("jobs", "4"), ("limit", "no"), ("limit --force", "yes"), ("x; touch ran", "1"),
      ("date", "a\u{1B}[2Jb"),
      ("date", "a\nb"), ("date", "a\u{202E}b"), ("seeds", "1"), ("greedy", "yes"), ("model", "x"),
      ("help", "yes"),
    ] {
      var line = try line([])
      line.settings.options[option] = value
      #expect(try line.command() == nil, "\(option) \(value)")
    }
    for sum in ["", "\u{202E} run this", String(repeating: "g", count: 64)] {
      var line = try line(["--primer", "song.mid"])
      line.settings.files["primer"] = sum
      #expect(try line.command() == nil, "\(sum)")
    }
    for (option, place) in [("out", "/tmp"), ("length", "200"), ("seeds-file", "x")] {
      var line = try line([])
      line.settings.files[option] = String(repeating: "a", count: 64)
      line.places = [option: place]
      #expect(try line.command() == nil, "\(option)")
    }
    var line = try line([])
    #expect(try line.command() != nil)
    line.settings.files["model"] = nil
    #expect(try line.command() == nil)
  }

  @Test(
    "Takes of another version are not called the same, and what comes with the program is found")
  func versions() throws {
    var line = try line([])
    #expect(try line.command()?.remarks == [])
    for version in [nil, "0.1.0", "\u{1B}[2J"] {
      line.settings.versions["render"] = version
      let remarks = try #require(try line.command()).remarks
      #expect(remarks.count == 1 && remarks[0].contains("some seeds may be other pieces"))
      #expect(remarks[0].isPrintable)
    }
    var classic = try self.line(["--model", "classic"])
    classic.settings.files["model"] = try sha256(
      of: InputFile(path: Resources.ofProgram.model(named: "classic")))
    let command = try #require(try classic.command())
    #expect(command.text.contains("--model classic ") && command.remarks == [])
    // Another model of that name.
    classic.settings.files["model"] = String(repeating: "a", count: 64)
    #expect(try classic.command()?.remarks.count == 2)
  }

  @Test("A file whose place is not known has a word for it, and its SHA-256")
  func unknownPlaces() throws {
    var line = try line(["--model", "m.safetensors", "--primer", "song.mid"])
    // Where they are, and that each has to be what it was.
    #expect(try line.command()?.remarks.count == 3)
    for places in [nil, ["model": "m\u{1B}", "primer": "\u{202E}dim.gnos"]] {
      line.places = places
      let command = try #require(try line.command())
      #expect(command.text.contains("--model MODEL --primer PRIMER --no-config --seeds-file"))
      #expect(command.remarks.count == 2)
      #expect(command.remarks.allSatisfy { $0.contains(String(repeating: "a", count: 64)) })
    }
  }

  private func batch(_ arguments: [String]) -> Program.Result {
    Program.run(["batch"] + arguments, in: folder)
  }

  private func command(of takes: String) throws -> String {
    try #require(try PageData(of: takes, in: folder).command).text
  }

  @Test("The page's command makes the same pieces, and with another sound the same MIDI files")
  func samePieces() throws {
    folder.write(folder.bytes("song.mid"), to: "my  song's <1> & 2.mid")
    let made = batch([
      "--seeds", "1-4", "--model", "model.safetensors", "--length", "30", "--transpose=-3",
      "--temperature", "0.8",
      "--primer", "my  song's <1> & 2.mid", "--include-primer", "--format", "flac", "--out",
      "takes",
    ])
    #expect(made.code == 0, "\(made.errors)")
    folder.write(Array("2\n4\n".utf8), to: "starred.txt")
    let text = try command(of: "takes")
    for (command, sound) in [
      (text, true),
      (text.replacing("chosen/", with: "better/") + " --format wav --reverb hall --gain=-3", false),
    ] {
      let result = Program.run(
        [], in: folder, shell: "render() { '\(Program.path)' \"$@\"; }; \(command)")
      #expect(result.code == 0, "\(command) \(result.errors)")
      let chosen = sound ? "chosen" : "better"
      for name in ["seed-000002.mid", "seed-000004.mid"] + (sound ? ["seed-000002.flac"] : []) {
        #expect(!folder.bytes("takes/\(name)").isEmpty)
        #expect(
          folder.bytes("\(chosen)/\(name)") == folder.bytes("takes/\(name)"), "\(chosen)/\(name)")
      }
    }
  }

  @Test(
    "Shards that name one model by other paths belong together, and to takes of an older manifest")
  func otherPlaces() throws {
    folder.write(folder.bytes("model.safetensors"), to: "copy.safetensors")
    func shard(_ number: Int, _ model: String) -> Program.Result {
      batch([
        "--count", "4", "--shard", "\(number)/2", "--model", model, "--length", "10", "--format",
        "mid", "--out",
        "takes",
      ])
    }
    for (number, model) in ["model.safetensors", "copy.safetensors"].enumerated() {
      #expect(shard(number, model).code == 0)
    }
    #expect(Program.run(["gallery", "takes"], in: folder).code == 0)
    #expect(try command(of: "takes").contains("--model model.safetensors "))
    // As manifests were before they knew the places.
    let manifest = String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
    let older = manifest.replacing(/"places":{[^}]*},/, with: "")
    #expect(older != manifest)
    folder.write(Array(older.utf8), to: "takes/manifest.jsonl")
    #expect(Program.run(["gallery", "takes"], in: folder).code == 0)
    #expect(try command(of: "takes").contains("--model MODEL "))
    let again = batch([
      "--count", "5", "--model", "copy.safetensors", "--length", "10", "--format", "mid", "--out",
      "takes",
    ])
    #expect(
      again.code == 0 && again.errors.contains("4 of 5 takes are there already"), "\(again.errors)")
    #expect(try command(of: "takes").contains("--model copy.safetensors "))
  }
}
