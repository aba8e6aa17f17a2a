import Foundation
import RenderComposer
import RenderMIDI
import RenderMusic
import RenderTestMaterial
import RenderTestSupport
import Testing

/// The program with a model that knows time.
struct TimedModelTests {
  private let folder: TemporaryFolder

  init() {
    folder = Material.folder()
    folder.write(Material.timedModel, to: "timed.safetensors")
  }

  private func compose(_ arguments: [String]) throws -> TimedScore {
    let result = Program.run(
      (arguments.contains("--model") ? [] : ["--model", "timed.safetensors"])
        + ["--out", "a.mid", "--performance", "plain"] + arguments,
      in: folder)
    #expect(result.code == 0, "\(result.errors)")
    let file = try MIDIFile.parse(folder.bytes("a.mid"), mode: .lenient).file
    return try TimedScore.quantizing(file).score
  }

  @Test("A piece has as many events as were asked for, the same with one thread and after a primer")
  func length() throws {
    let piece = try compose(["--seed", "7", "--length", "40"])
    #expect(piece.eventCount == 40)
    #expect(try compose(["--seed", "7", "--length", "40", "--threads", "1"]) == piece)
    #expect(try compose(["--seed", "8", "--length", "40"]) != piece)
    let continued = try compose(["--seed", "7", "--length", "40", "--primer", "song.mid"])
    #expect(continued.eventCount == 40 && continued != piece)
  }

  @Test("The shipped models are found by name and compose", arguments: ["default", "classic"])
  func shipped(name: String) throws {
    let piece = try compose(["--model", name, "--seed", "7", "--length", "30"])
    #expect(piece.eventCount == 30)
  }

  @Test("A primer can be kept, and a piece be moved in pitch")
  func written() throws {
    let primer = ["--seed", "7", "--length", "40", "--primer", "song.mid"]
    let continued = try compose(primer)
    let whole = try compose(primer + ["--include-primer"])
    #expect(whole.eventCount > 40)
    #expect(whole.notes.suffix(continued.notes.count).map(\.key) == continued.notes.map(\.key))
    let moved = try compose(primer + ["--transpose=-3"])
    #expect(moved.notes.map { ($0.key + 3) % 12 } == continued.notes.map { $0.key % 12 })
    for arguments in [["--include-primer"], ["--transpose", "49"], ["--repetition=-1"]] {
      let result = Program.run(
        ["--model", "timed.safetensors", "--out", "b.mid"] + arguments, in: folder)
      #expect(result.code == 64, "\(arguments): \(result.errors)")
    }
  }

  @Test("The tempo is the one asked for, and --duration means time at that tempo")
  func duration() throws {
    let piece = try compose(["--seed", "7", "--duration", "60s", "--tempo", "100"])
    #expect(abs(piece.tempos[0].quartersPerMinute - 100) < 0.01)
    let last = Double(piece.notes.last!.onset) / 24 * 0.6
    // A random network's rests are long, up to two bars and more.
    #expect((30...120).contains(last))
  }

  @Test("What the model is can be asked")
  func info() {
    let text = Program.run(["info", "timed.safetensors"], in: folder).text
    #expect(text.contains("timed") && !text.contains("classic"), "\(text)")
    #expect(text.contains("embedding 8 with \(TimedListener.featureCount) features"))
    #expect(text.contains("memory      "))
  }

  @Test("A wish that the model's lack of a memory leaves unheard is named")
  func repetition() {
    let compose = ["--model", "model.safetensors", "--length", "9", "--out", "c.mid"]
    let heard = Program.run(compose + ["--repetition", "2"], in: folder)
    #expect(heard.code == 0 && heard.errors.contains("no memory"), "\(heard.errors)")
    #expect(!Program.run(compose, in: folder).errors.contains("no memory"))
  }

  @Test(
    "Composed pieces beside real ones are compared and drawn on a page, which needs pieces to draw")
  func plot() throws {
    for seed in 1...4 {
      _ = try compose(["--seed", "\(seed)", "--length", "500"])
      folder.write(folder.bytes("a.mid"), to: "real-\(seed).mid")
    }
    let corpus = (1...4).map { "real-\($0).mid" }
    let evaluate = ["evaluate", "timed.safetensors"] + corpus + ["--plot", "page.pdf"]
    let drawn = Program.run(evaluate + ["--compose", "2", "--json"], in: folder)
    #expect(drawn.code == 0, "\(drawn.errors)")
    #expect(drawn.errors.contains("form of 2 composed pieces beside 4 real pieces"))
    #expect(!drawn.errors.contains("told from real pieces"), "there are too few")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(drawn.output)) as? [String: Any])
    let form = (report["statistics"] as? [String: Any])?["form"] as? [String: Any]
    let group = try #require((form?["groups"] as? [[String: Any]])?.first)
    #expect(group["real"] as? Int == 4)
    #expect((group["rows"] as? [[String: Any]])?.count == FormStatistics.measures.count)
    #expect(folder.bytes("page.pdf").starts(with: Array("%PDF".utf8)))
    #expect(Program.run(evaluate, in: folder).errors.contains("add --compose"))
    let nowhere = Program.run(
      ["evaluate", "timed.safetensors"] + corpus + ["--compose", "2", "--plot", "none/page.pdf"],
      in: folder)
    #expect(nowhere.code == 73 && !nowhere.errors.contains("bits per note"), "\(nowhere.errors)")
  }

  @Test("Evaluating says bits per note, apart and together, and as JSON")
  func evaluate() throws {
    let result = Program.run(
      ["evaluate", "timed.safetensors", "song.mid", "--json"], in: folder)
    #expect(result.code == 0 && result.errors.contains("bits per note (onset "), "\(result.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    let part = try #require((report["parts"] as? [[String: Any]])?.first)
    let bits = try #require(part["model"] as? [String: Double])
    #expect(abs(bits["bitsPerNote"]! - bits["onset"]! - bits["pitch"]! - bits["duration"]!) < 1e-9)
    // As many as there are tokens, about: the network knows nothing.
    #expect((12...25).contains(bits["bitsPerNote"]!))
    let few = Program.run(
      ["evaluate", "timed.safetensors", "song.mid", "--compose", "2"], in: folder)
    #expect(few.code == 65 && few.errors.contains("too few"))
  }
}
