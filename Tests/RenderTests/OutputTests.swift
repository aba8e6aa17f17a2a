import FoundationEssentials
import Glibc
import RenderMIDI
import RenderMusic
import RenderTestMaterial
import RenderTestSupport
import Testing

struct OutputTests {
  let folder = Material.folder()
  let compose = ["--model", "model.safetensors", "--length", "30", "--seed", "7", "--out"]

  func run(_ arguments: [String]) -> Program.Result {
    let result = Program.run(arguments, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    return result
  }

  func object(_ json: some Sequence<UInt8>) throws -> Report {
    try JSONDecoder().decode(Report.self, from: Data(json))
  }

  struct Report: Decodable {
    var seed: UInt64
    var events: Int
    var midi: String?
    var sound: Sound?

    struct Sound: Decodable {
      var file: String?
      var loudness: Double
      var truePeak: Double
    }
  }

  @Test("Audio comes with its MIDI file, and nothing else is left behind")
  func bothFiles() {
    _ = run(compose + ["piece.wav"])
    #expect(folder.names == ["model.safetensors", "piece.mid", "piece.wav", "song.mid"])
    #expect(folder.bytes("piece.mid").starts(with: "MThd".utf8))
  }

  @Test("Another take's MIDI file, or the user's own, is not replaced without a word")
  func formerMIDI() {
    let other = ["--model", "model.safetensors", "--length", "30", "--seed", "8", "--out"]
    #expect(!run(compose + ["piece.wav"]).errors.contains("replaced"))
    let flac = run(other + ["piece.flac"])
    #expect(flac.errors.contains("piece.mid, the MIDI file beside piece.wav, was replaced"))
    #expect(run(compose + ["piece.WAVE"]).errors.contains("piece.flac and piece.wav, was replaced"))
    // The same piece in another format takes nothing away, and a take may be made anew.
    #expect(!run(compose + ["piece.ogg"]).errors.contains("replaced"))
    #expect(!run(compose + ["piece.mid"]).errors.contains("replaced"))
    #expect(run(other + ["song.wav"]).errors.contains("song.mid, which was there before, was"))
    #expect(!run(compose + ["song.wav"]).errors.contains("replaced"))
  }

  @Test("Notes that a piano has no key for are told of, in a batch as well")
  func offKeyboard() {
    let far = ["--transpose=40"]
    let said = "notes are off a piano's keyboard, which goes from A0 to C8, with --transpose=40"
    #expect(run(compose + ["far.mid"] + far).errors.contains(said))
    #expect(!run(compose + ["near.mid"]).errors.contains("keyboard"))
    let batch = ["batch", "--model", "model.safetensors", "--count", "2", "--format", "mid"]
    #expect(run(batch + ["--out", "far"] + far).errors.contains("seed-000002: "))
    #expect(run(batch + ["--out", "far2"] + far).errors.contains(said))
  }

  @Test("A MIDI file is written alone where it is asked for")
  func midiAlone() {
    _ = run(compose + ["piece.mid"])
    #expect(folder.names == ["model.safetensors", "piece.mid", "song.mid"])
  }

  @Test("A report in JSON stands alone on standard output")
  func json() throws {
    let result = run(compose + ["piece.wav", "--json", "--quiet"])
    let report = try object(result.output)
    #expect(report.seed == 7)
    #expect(report.events == 30)
    #expect(report.sound?.file == "piece.wav")
    #expect(abs((report.sound?.loudness ?? 0) + 18) < 0.1)
    #expect(report.midi == "piece.mid")
    #expect(result.errors.isEmpty)
  }

  @Test("Where standard output carries audio the report goes to standard error")
  func jsonBesideAudio() throws {
    let result = run(compose + ["-", "--json", "--quiet"])
    #expect(result.output.starts(with: "RIFF".utf8))
    #expect(try object(result.errors.utf8).midi == nil)
  }

  @Test("With --quiet nothing is said")
  func quiet() {
    let result = run(compose + ["piece.wav", "--quiet"])
    #expect(result.errors.isEmpty)
    #expect(result.output.isEmpty)
  }

  @Test("A drawn seed is printed, and gives the same piece again")
  func drawnSeed() throws {
    let arguments = ["--model", "model.safetensors", "--length", "30"]
    let report = try object(run(arguments + ["--out", "a.mid", "--json"]).output)
    _ = run(arguments + ["--seed", "\(report.seed)", "--out", "b.mid"])
    #expect(folder.bytes("a.mid") == folder.bytes("b.mid"))
  }

  /// Which soundfonts the machine has is not known here; both ends are said.

  @Test("A symbolic link stays a link, and its file gets the piece")
  func symbolicLink() {
    folder.makeFolder("elsewhere")
    folder.write([], to: "elsewhere/real.mid")
    symlink("elsewhere/real.mid", folder.path("piece.mid"))
    _ = run(compose + ["piece.mid"])
    var status = stat()
    #expect(lstat(folder.path("piece.mid"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(folder.bytes("elsewhere/real.mid").starts(with: "MThd".utf8))
  }

  @Test("Tokens are printed one a line, and as a list in JSON")
  func tokens() throws {
    let lines = run(["tokens", "song.mid", "--tokenizer", "classic"]).text.split(separator: "\n")
      .map(String.init)
    #expect(lines.count == 60)
    #expect(lines.prefix(3) == ["D3", "G3", "C4"])
    let list = run(["tokens", "song.mid", "--tokenizer", "classic", "--json"]).output
    #expect(try JSONDecoder().decode([String].self, from: Data(list)) == lines)
  }

  @Test("Timed tokens are three a note, between start and end")
  func timedTokens() throws {
    let result = run(["tokens", "song.mid"])
    let lines = result.text.split(separator: "\n").map(String.init)
    #expect(lines.prefix(3) == ["start", "tempo120", "+0"] && lines[4] == "=12")
    #expect(lines.last == "end")
    #expect(lines.count { $0.hasPrefix("=") } >= 60)
    #expect(Program.run(["tokens", "song.mid", "--times"], in: folder).code == 64)
  }

  @Test("Every kind of file is told by its contents")
  func info() {
    folder.write(Material.model, to: "one.bin")
    folder.write(Material.piece(1), to: "two.bin")
    #expect(run(["info", "one.bin"]).text.contains("model"))
    let midi = run(["info", "two.bin", "--json"]).text
    #expect(midi.contains("\"kind\" : \"MIDI file\""))
    #expect(midi.contains("\"notes\" : "))
    symlink(Material.soundFont, folder.path("three.bin"))
    #expect(run(["info", "three.bin"]).text.contains("soundfont"))
  }

  @Test("The form of a MIDI file is described and drawn, that of a model is refused")
  func form() {
    folder.write(Material.piece(1), to: "song.mid")
    folder.write(Material.model, to: "model.safetensors")
    let facts = run(["info", "song.mid", "--plot", "form.svg"]).text
    #expect(facts.contains("\nform ") && facts.contains("\nmetre "))
    #expect(run(["info", "song.mid", "--json"]).text.contains("\"exactReturns\" : "))
    #expect(folder.names.contains("form.svg"))
    let refused = Program.run(["info", "model.safetensors", "--plot", "a.svg"], in: folder)
    #expect(refused.code == 64 && !folder.names.contains("a.svg"))
  }

  @Test("The key that a MIDI file names is given, and none where it names none")
  func key() throws {
    func facts(_ key: MusicalKey?) throws -> String {
      let header = Piece.Header(
        keySignature: key.map { Piece.KeySignature(of: $0) },
        metre: Piece.Metre(beats: 3, beatUnit: 4))
      let notes = [Piece.Note(onset: 0, duration: 72, key: 64)]
      folder.write(
        try MIDIFile(Score(Piece(header: header, notes: notes))).encoded(), to: "waltz.mid")
      return run(["info", "waltz.mid", "--json"]).text
    }
    let minor = try facts(MusicalKey(named: "em"))
    #expect(minor.contains("\"key\" : \"E minor\"") && minor.contains("\"metre\" : \"3/4\""))
    #expect(try !facts(nil).contains("\"key\""))
  }

  @Test("Damage in a MIDI file is told, and the rest is read")
  func lenientReading() {
    folder.write(Array(Material.piece(1).dropLast(40)), to: "cut.mid")
    let result = run(["tokens", "cut.mid"])
    #expect(result.errors.contains("cut.mid is damaged"))
    #expect(result.text.split(separator: "\n").count > 40)
  }

  @Test(
    "Every command has a help page and every shell its completions",
    arguments: [["--help"], ["help", "batch"], ["--version"]]
      + ["compose", "batch", "audio", "score", "train", "evaluate", "tokens", "info"].map {
        [$0, "--help"]
      }
      + ["bash", "zsh", "fish"].map { ["--generate-completion-script", $0] })
  func help(arguments: [String]) {
    let result = run(arguments)
    #expect(result.text.count > 40)
    #expect(result.errors.isEmpty)
  }
}
