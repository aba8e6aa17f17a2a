import Glibc
import RenderFiles
import RenderRandomness
import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import render

struct DefaultsTests {
  private let folder = Material.folder()
  private let config: String

  init() {
    for name in ["settings", "settings/render"] { folder.makeFolder(name) }
    config = folder.path("settings/render/config")
  }

  private func write(_ text: String) {
    folder.write(Array(text.utf8), to: "settings/render/config")
  }

  private func run(_ arguments: [String], _ variables: [String: String] = [:]) -> Program.Result {
    Program.run(
      arguments, in: folder,
      environment: variables.merging(["XDG_CONFIG_HOME": folder.path("settings")]) { own, _ in own }
    )
  }

  private func defaults(_ variables: [String: String] = [:]) throws(Failure) -> Defaults {
    let all = variables.merging(["HOME": folder.path]) { own, _ in own }
    return try Defaults { all[$0] }
  }

  @Test(
    "A variable counts more than the file, and says where it is from; without either nothing is set"
  )
  func order() throws {
    #expect(try defaults().values.isEmpty)
    write("# mine\n\n loudness=-20\nformat = flac \r\nsoundfont = ~/a b.sf2\nmodel = classic")
    let file = ["XDG_CONFIG_HOME": folder.path("settings")]
    let read = try defaults(file)
    #expect(read.loudness == -20 && read.format == .flac && read.model == "classic")
    #expect(read.soundFont == folder.path("a b.sf2"))
    #expect(read.values[.format] == Defaults.Value(text: "flac", source: "\(config):4"))
    let both = try defaults(
      file.merging(["RENDER_LOUDNESS": "-23", "RENDER_FORMAT": "", "RENDER_REVERB": "hall"]) { $1 })
    #expect(both.values[.loudness] == Defaults.Value(text: "-23", source: "RENDER_LOUDNESS"))
    #expect(both.format == .flac && both.reverb == .hall)
  }

  @Test("Whatever bytes the file has, it is read or refused")
  func anyBytes() {
    let file = ["XDG_CONFIG_HOME": folder.path("settings")]
    let whole = Array(
      "# mine\n loudness=-20\nformat = flac \r\nsoundfont = ~/a b.sf2\nreverb=hall\n".utf8)
    var random = SeededGenerator(seed: 1)
    func below(_ count: Int) -> Int { Int(random.next(below: UInt64(count))) }
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0...below(4) {
        let index = below(bytes.count)
        switch below(4) {
        case 0: bytes[index] = UInt8(below(256))
        case 1: bytes[index] ^= 1 << UInt8(below(8))
        case 2: bytes.insert(contentsOf: bytes[index...].prefix(below(12)), at: below(bytes.count))
        default: bytes.removeSubrange(index..<min(bytes.count - 1, index + below(6)))
        }
      }
      folder.write(bytes, to: "settings/render/config")
      do throws(Failure) { _ = try defaults(file) } catch { #expect(error.code == .configuration) }
    }
  }

  @Test("The file lies in ~/.config unless another folder is named from the root on")
  func places() {
    #expect(Defaults.path { ["HOME": "/home/a"][$0] } == "/home/a/.config/render/config")
    #expect(Defaults.path { ["HOME": "/a", "XDG_CONFIG_HOME": "/b"][$0] } == "/b/render/config")
    #expect(
      Defaults.path { ["HOME": "/a", "XDG_CONFIG_HOME": "b"][$0] } == "/a/.config/render/config")
    #expect(Defaults.path { _ in nil } == nil)
  }

  @Test(
    "What cannot be understood is named with file and line, and ends with 78",
    arguments: [
      ("loudness = -20\ncolour = red\n", ":2: there is no default of colour"),
      ("loudness\n", ":1: loudness sets nothing"), ("loudness =\n", ":1: loudness = sets nothing"),
      ("\nloudness = loud\n", ":2: loud is no loudness; give a number from -70 to -5"),
      ("loudness = nan\n", ":1: nan is no loudness"), ("loudness = 3\n", ":1: 3 is no loudness"),
      ("format = xyz\n", ":1: xyz is no format; give wav"),
      ("reverb = cave\n", ":1: cave is no reverb"),
      ("format = wav\nformat = mp3\n", ":2: format is set twice"),
      ("model = models/mine.safetensors\n", ":1: models/mine.safetensors is relative"),
      ("data = /nowhere/else\n", ":1: /nowhere/else is no data"),
    ])
  func malformed(text: String, message: String) {
    write(text)
    for arguments in [["--out", "a.mid"], ["config"], ["info", "song.mid"]] {
      let result = run(arguments)
      #expect(result.code == 78)
      #expect(result.errors.hasPrefix("render: \(config)\(message)"), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
    }
    #expect(run(["--help"]).code == 0)
  }

  @Test("A variable that cannot be understood is named, and ends with 78")
  func malformedVariable() {
    let result = run(["config"], ["RENDER_REVERB": "cave"])
    #expect(result.code == 78)
    #expect(result.errors.contains("RENDER_REVERB: cave is no reverb; give off, room"))
  }

  @Test(
    "A file of defaults that never ends, is no file, or is large, ends with 78 and not in waiting")
  func hostile() {
    symlink("/dev/zero", config)
    #expect(run(["config"]).code == 78)
    unlink(config)
    mkfifo(config, 0o600)
    #expect(run(["config"]).code == 78)
    unlink(config)
    folder.makeFolder("settings/render/config")
    #expect(run(["config"]).code == 78)
    rmdir(config)
    folder.write([UInt8](repeating: 10, count: 1 << 20), to: "settings/render/config")
    #expect(run(["config"]).code == 78)
    folder.write([0, 0xFF, 0x1B, 0x5B, 0x32, 0x4A, 10], to: "settings/render/config")
    let result = run(["config"])
    #expect(result.code == 78 && !result.errors.contains("\u{1B}"))
  }

  @Test(
    "Defaults decide a piece as options would, which count more, and --no-config leaves them aside")
  func piece() throws {
    write(
      """
      model = \(folder.path("model.safetensors"))
      loudness = -30
      reverb = off

      """)
    let seed = ["--seed", "7", "--length", "20"]
    #expect(run(seed + ["--out", "default.wav"]).code == 0)
    let options = [
      "--model", "model.safetensors", "--loudness", "-30", "--reverb", "off", "--no-config",
    ]
    #expect(run(seed + options + ["--out", "option.wav"]).code == 0)
    #expect(folder.bytes("default.wav") == folder.bytes("option.wav"))
    #expect(folder.bytes("default.mid") == folder.bytes("option.mid"))
    let tags = String(decoding: folder.bytes("default.wav").prefix(400), as: UTF8.self)
    #expect(
      tags.contains(
        "seed 7, model classic, expressive; length=20 loudness=-30.0 model=model.safetensors reverb=off"
      ))

    #expect(run(seed + ["--loudness", "-25", "--out", "other.wav"]).code == 0)
    #expect(folder.bytes("other.mid") == folder.bytes("default.mid"))
    #expect(folder.bytes("other.wav") != folder.bytes("default.wav"))
    // A gain takes the place of a loudness, and a stream has no other.
    #expect(run(seed + ["--gain", "1", "--out", "gain.wav"]).code == 0)
    #expect(run(seed + ["--out", "-"]).code == 0)
    // Who plays is asked for: the default is a piano's.
    #expect(run(["plan", "--ensemble", "string-quartet", "--seed", "1"]).code == 0)
  }

  @Test(
    "A batch keeps its defaults in manifest and page, whose command makes the same takes elsewhere")
  func batch() throws {
    write("format = flac\nloudness = -30\nmodel = \(folder.path("model.safetensors"))\n")
    let batch = ["batch", "--seeds", "1-2", "--length", "20", "--out", "takes"]
    #expect(run(batch).code == 0)
    let manifest = String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
    #expect(manifest.contains("\"format\":\"flac\"") && manifest.contains("\"loudness\":\"-30.0\""))
    #expect(manifest.contains("\"model\":\"\(folder.path("model.safetensors"))\""))
    #expect(run(batch).errors.contains("2 of 2 takes are there already"))

    write("loudness = -23\nreverb = hall\nformat = mp3\n")
    let mixed = run(batch + ["--model", "model.safetensors"])
    #expect(mixed.code == 64)
    for words in [
      "--format mp3 instead of flac", "--loudness -23.0 instead of -30.0", "--reverb hall",
    ] {
      #expect(mixed.errors.contains(words), "\(mixed.errors)")
    }
    folder.write(Array("2\n".utf8), to: "starred.txt")
    let text = try #require(try PageData(of: "takes", in: folder).command).text
    let again = Program.run(
      [], in: folder, environment: ["XDG_CONFIG_HOME": folder.path("settings")],
      shell: "render() { '\(Program.path)' \"$@\"; }; \(text)")
    #expect(again.code == 0, "\(text) \(again.errors)")
    for name in ["seed-000002.mid", "seed-000002.flac"] {
      #expect(!folder.bytes("takes/\(name)").isEmpty)
      #expect(folder.bytes("chosen/\(name)") == folder.bytes("takes/\(name)"))
    }
  }

  @Test("Files are played with the preferred soundfont, in the preferred format")
  func files() throws {
    folder.makeFolder("album")
    let font = ["RENDER_SOUNDFONT": Material.soundFont, "RENDER_FORMAT": "flac"]
    let result = run(["audio", "song.mid", "--out", "album/"], font)
    #expect(result.code == 0, "\(result.errors)")
    #expect(folder.names.contains("album") && fileNames(in: folder.path("album")) == ["song.flac"])
    let gone = run(["audio", "song.mid", "--out", "a.wav"], ["RENDER_SOUNDFONT": "/nowhere/a.sf2"])
    #expect(gone.code == 66 && gone.errors.contains("/nowhere/a.sf2"))
  }

  @Test("Models are found by name in the folder that the defaults name, before all others")
  func data() {
    for name in ["data", "data/Models"] { folder.makeFolder(name) }
    folder.write(Material.model, to: "data/Models/default.safetensors")
    write("data = \(folder.path("data"))\n")
    let compose = ["--seed", "7", "--length", "20", "--out"]
    #expect(run(compose + ["a.mid"]).code == 0)
    #expect(run(["--model", "model.safetensors"] + compose + ["b.mid"]).code == 0)
    #expect(folder.bytes("a.mid") == folder.bytes("b.mid"))
  }

  @Test("What holds is shown with its source")
  func shown() {
    write("loudness = -20\n")
    let text = run(["config"], ["RENDER_FORMAT": "opus"]).text
    #expect(text.contains("model      built in\n"))
    #expect(text.contains("loudness   -20  (\(config):1)\n"))
    #expect(text.contains("format     opus  (RENDER_FORMAT)\n"))
    #expect(run(["config", "--json"]).text.contains("\"source\" : \"\(config):1\""))
  }
}
