import Files
import FoundationEssentials
import Glibc
import MIDI
import TestSupport
import Testing

struct OutputTests {
  private let folder = Material.folder()
  private let compose = ["--model", "model.safetensors", "--length", "30", "--seed", "7", "--out"]

  private func run(_ arguments: [String]) -> Program.Result {
    let result = Program.run(arguments, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    return result
  }

  private func object(_ json: some Sequence<UInt8>) throws -> Report {
    try JSONDecoder().decode(Report.self, from: Data(json))
  }

  private struct Report: Decodable {
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

  @Test("A MIDI file is written alone where it is asked for")
  func midiAlone() {
    _ = run(compose + ["piece.mid"])
    #expect(folder.names == ["model.safetensors", "piece.mid", "song.mid"])
  }

  @Test("WAV, FLAC and standard output hold the same samples", arguments: ["16", "24"])
  func sameSamples(bits: String) throws {
    let depth = ["--bit-depth", bits]
    _ = run(compose + ["piece.wav", "--gain", "8"] + depth)
    _ = run(compose + ["piece.flac", "--gain", "8"] + depth)
    folder.write(run(compose + ["-"] + depth).output, to: "stream.wav")
    let sound = try #require(Sound(folder.path("piece.wav")))
    #expect(sound.sampleRate == 44_100)
    #expect(sound.channels == 2)
    #expect(sound.samples.contains { abs($0) > 1 << 24 })
    #expect(Sound(folder.path("piece.flac")) == sound)
    #expect(Sound(folder.path("stream.wav")) == sound)
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

  @Test("A MIDI file becomes audio")
  func audio() throws {
    _ = run(["audio", "song.mid", "--out", "song.flac"])
    let sound = try #require(Sound(folder.path("song.flac")))
    // 60 events, a quarter of a second each.
    #expect(sound.samples.count / 2 > 15 * 44_100)
  }

  @Test("A piece that is streamed while it is composed is the one in its MIDI file")
  func streamedPiece() throws {
    let exact = ["--gain", "-6", "--bit-depth", "24"]
    for performance in ["expressive", "plain"] {
      let style = ["--performance", performance]
      folder.write(run(compose + ["-"] + style + exact).output, to: "stream.wav")
      _ = run(compose + ["piece.mid"] + style)
      _ = run(["audio", "piece.mid", "--out", "file.wav", "--seed", "7"] + exact)
      let stream = try #require(Sound(folder.path("stream.wav")))
      #expect(stream.samples.contains { abs($0) > 1 << 24 })
      #expect(stream == Sound(folder.path("file.wav")))
    }
  }

  @Test("An expressive performance has many velocities and a pedal, a plain one neither")
  func performance() throws {
    _ = run(compose + ["expressive.mid"])
    _ = run(compose + ["plain.mid", "--performance", "plain"])
    _ = run(["audio", "plain.mid", "--out", "plain.wav", "--performance", "expressive"])
    func played(_ name: String) throws -> (velocities: Set<UInt8>, pedals: Int, keys: [UInt8]) {
      let events = try MIDIFile(parsing: folder.bytes(name), mode: .strict).tracks.flatMap(\.events)
      var (velocities, pedals, keys): (Set<UInt8>, Int, [UInt8]) = ([], 0, [])
      for event in events.map(\.event) {
        if case .noteOn(_, let key, let velocity) = event {
          velocities.insert(velocity)
          keys.append(key)
        }
        if case .controlChange(_, controller: 64, _) = event { pedals += 1 }
      }
      return (velocities, pedals, keys.sorted())
    }
    let (plain, expressive) = (try played("plain.mid"), try played("expressive.mid"))
    #expect(plain.velocities == [80] && plain.pedals == 0)
    #expect(expressive.velocities.count > 8 && expressive.pedals > 2)
    #expect(expressive.keys == plain.keys)
  }

  @Test("A piece is drawn where that is asked for", arguments: ["png", "svg", "pdf"])
  func plot(_ kind: String) {
    _ = run(compose + ["piece.wav", "--plot", "piece.\(kind)"])
    #expect(folder.bytes("piece.\(kind)").count > 5000)
    _ = run(["audio", "piece.mid", "--out", "b.flac", "--plot", "b.\(kind)"])
    #expect(folder.bytes("b.\(kind)").count > 5000)
    #expect(
      folder.names
        == [
          "b.\(kind)", "b.flac", "model.safetensors", "piece.mid", "piece.\(kind)", "piece.wav",
          "song.mid",
        ].sorted())
  }

  @Test("Every format is written by its extension", arguments: ["ogg", "opus", "mp3", "aiff"])
  func formats(_ format: String) throws {
    _ = run(["audio", "song.mid", "--out", "song.\(format)"])
    let sound = try #require(Sound(folder.path("song.\(format)")))
    #expect(sound.sampleRate == (format == "opus" ? 48_000 : 44_100))
    #expect(sound.samples.count / 2 > 15 * Int(sound.sampleRate))
  }

  @Test("Several MIDI files go into a folder, and one that fails does not stop the others")
  func severalFiles() throws {
    folder.write(Material.piece(2), to: "other.mid")
    folder.write(Array("nothing".utf8), to: "bad.mid")
    let files = ["audio", "song.mid", "bad.mid", "other.mid", "--format", "flac", "--out", "takes"]
    let result = Program.run(files, in: folder)
    #expect(result.code == 1)
    #expect(result.errors.contains("bad.mid"))
    #expect(fileNames(in: folder.path("takes")) == ["other.flac", "song.flac"])
    folder.makeFolder("more")
    folder.write(Material.piece(3), to: "more/song.mid")
    let collision = Program.run(["audio", "song.mid", "more/song.mid", "--out", "x"], in: folder)
    #expect(collision.code == 64)
    #expect(collision.errors.contains("would both become x/song.wav"))
  }

  @Test("Loudness, gain and limiter do what they say")
  func level() throws {
    func sound(_ options: [String]) throws -> Report.Sound {
      try #require(object(run(compose + ["a.wav", "--json"] + options).output).sound)
    }
    #expect(abs(try sound(["--loudness", "-23"]).loudness + 23) < 0.1)
    let quiet = try sound(["--gain", "-12"])
    #expect(abs(try sound(["--gain", "-6"]).loudness - quiet.loudness - 6) < 0.1)
    let bound = try sound(["--loudness", "-7"])
    #expect(bound.loudness < -8 && abs(bound.truePeak + 1) < 0.05)
    let limited = try sound(["--loudness", "-10", "--limit"])
    #expect(abs(limited.loudness + 10) < 0.2 && limited.truePeak < -0.9)
  }

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
    let lines = run(["tokens", "song.mid"]).text.split(separator: "\n").map(String.init)
    #expect(lines.count == 60)
    #expect(lines.prefix(3) == ["D3", "G3", "C4"])
    let list = run(["tokens", "song.mid", "--json"]).output
    #expect(try JSONDecoder().decode([String].self, from: Data(list)) == lines)
  }

  @Test("Timed tokens are three a note, between start and end")
  func timedTokens() throws {
    let result = run(["tokens", "song.mid", "--tokenizer", "timed"])
    let lines = result.text.split(separator: "\n").map(String.init)
    #expect(lines.prefix(5) == ["start", "tempo120", "+0", "D3", "=12"])
    #expect(lines.last == "end")
    #expect(lines.count { $0.hasPrefix("=") } >= 60)
    #expect(
      Program.run(["tokens", "song.mid", "--tokenizer", "timed", "--times"], in: folder).code == 64)
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
      + ["compose", "batch", "audio", "train", "evaluate", "tokens", "info"].map { [$0, "--help"] }
      + ["bash", "zsh", "fish"].map { ["--generate-completion-script", $0] })
  func help(arguments: [String]) {
    let result = run(arguments)
    #expect(result.text.count > 40)
    #expect(result.errors.isEmpty)
  }
}
