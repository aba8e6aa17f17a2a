import Foundation
import RenderMIDI
import RenderMusic
import RenderTestMaterial
import RenderTestSupport
import Testing

/// The program with what may be asked of a plan, and the model that comes with it.
struct PlanTests {
  private let folder = Material.folder()

  private func run(_ arguments: [String], code: Int32 = 0) -> Program.Result {
    let result = Program.run(arguments, in: folder)
    #expect(result.code == code, "\(arguments): \(result.errors)")
    return result
  }

  private func read(_ name: String) throws -> (
    file: MIDIFile, score: TimedScore, bars: [Set<[Int]>]
  ) {
    let file = try MIDIFile.parse(folder.bytes(name), mode: .lenient).file
    let score = try TimedScore.quantizing(file).score
    let grid = BarGrid(file, end: score.end)
    var bars = [Set<[Int]>](repeating: [], count: grid.count)
    for note in score.notes {
      let bar = grid.bar(at: note.onset)
      bars[bar].insert([note.onset - grid.starts[bar], Int(note.key)])
    }
    return (file, score, bars)
  }

  /// The F1 of the notes of two bars.
  private func likeness(_ one: Set<[Int]>, _ other: Set<[Int]>) -> Double {
    one.isEmpty && other.isEmpty
      ? 1 : 2 * Double(one.intersection(other).count) / Double(one.count + other.count)
  }

  private let plain = ["--performance", "plain"]

  @Test("A form, a metre and a key are what the file has")
  func form() throws {
    for seed in 1...3 {
      let asked = ["--form", "A8A8B8A8", "--metre", "3/4", "--key", "em", "--seed", "\(seed)"]
      _ = run(asked + plain + ["--out", "piece.mid"])
      let (file, score, bars) = try read("piece.mid")
      let grid = BarGrid(file, end: score.end)
      #expect(grid.metre.beats == 3 && grid.metre.beatUnit == 4)
      #expect(file.keySignatures.first?.signature == Piece.KeySignature(sharps: 1, mode: .minor))
      let full = grid.pickUp > 0 ? Array(bars.dropFirst()) : bars
      #expect(grid.count <= 32 + (grid.pickUp > 0 ? 1 : 0) + 1, "\(grid.count)")
      #expect(full.count >= 31)
      // The last bar of a section leads on, and the piece's last one ends.
      for start in [8, 24] {
        let alike = (0..<7).map { likeness(full[start + $0], full[$0]) }.reduce(0, +) / 7
        #expect(alike >= 0.6, "seed \(seed), bar \(start): \(alike)")
      }
      let other = (0..<7).map { likeness(full[16 + $0], full[$0]) }.reduce(0, +) / 7
      #expect(other < 0.5, "seed \(seed): \(other)")
    }
  }

  @Test("A seed's plan is the one that its piece follows, given back as a file or not")
  func roundTrip() throws {
    let wishes = ["--seed", "5", "--style", "mazurka", "--length", "60"]
    _ = run(["plan", "--out", "plan.json"] + wishes)
    _ = run(wishes + ["--out", "drawn.mid"])
    let sheet = run(["plan", "--plan", "plan.json", "--seed", "5"])
    #expect(sheet.text.contains("mazurka"))
    // The file says the length by its bars, so the beginning alone is the same.
    _ = run(["--plan", "plan.json", "--seed", "5", "--out", "given.mid"] + plain)
    let (drawn, given) = (try read("drawn.mid"), try read("given.mid"))
    #expect(drawn.file.keySignatures.first?.signature == given.file.keySignatures.first?.signature)
    #expect(drawn.file.timeSignatures.map(\.beats) == given.file.timeSignatures.map(\.beats))
    let changed = run(["plan", "--plan", "plan.json", "--key", "F#m", "--metre", "4/4", "--json"])
    #expect(changed.text.contains("F sharp minor") && changed.text.contains("4/4"))
  }

  @Test("Styles are listed, and a batch with wishes has the takes of its seeds alone")
  func batch() throws {
    let styles = run(["plan", "--list-styles"])
    #expect(styles.text.contains("Chopin") && styles.text.contains("mazurka"))
    let wishes = ["--style", "chopin", "--metre", "3/4", "--key", "Eb", "--length", "30"]
    _ = run(["batch", "--seeds", "3,4", "--format", "mid", "--out", "takes"] + wishes)
    _ = run(wishes + ["--seed", "4", "--out", "alone.mid"])
    #expect(folder.bytes("takes/seed-000004.mid") == folder.bytes("alone.mid"))
    let manifest = String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
    #expect(manifest.contains("\"style\":\"chopin\"") && manifest.contains("\"metre\":\"3/4\""))
  }

  @Test("The most real of several pieces is what its own seed makes, alone and in a batch")
  func bestOf() throws {
    let wanted = ["--length", "40", "--best-of", "5"]
    let report = run(wanted + ["--seed", "4", "--out", "best.mid", "--json"])
    let take = try JSONDecoder().decode(ChosenTake.self, from: Data(report.text.utf8))
    let choice = try #require(take.choice)
    #expect(take.seed == 4 && choice.candidates == 5 && (0...1).contains(choice.realness))
    _ = run(["--length", "40", "--seed", "\(choice.seed)", "--out", "alone.mid"])
    #expect(folder.bytes("best.mid") == folder.bytes("alone.mid"))
    _ = run(["batch", "--seeds", "3-5", "--format", "mid", "--out", "takes"] + wanted)
    #expect(folder.bytes("takes/seed-000004.mid") == folder.bytes("best.mid"))
    let manifest = String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
    #expect(manifest.contains("\"seed\":\(choice.seed)"))
    #expect(
      try #require(try PageData(of: "takes", in: folder).command).text.contains("--best-of 5"))
  }

  private struct ChosenTake: Decodable {
    struct Choice: Decodable {
      var candidates: Int
      var seed: UInt64
      var realness: Double
    }
    var seed: UInt64
    var choice: Choice?
  }

  @Test(
    "What cannot be had is refused with a word on what can",
    arguments: [
      (["--metre", "1/8"], 64, "write it as 3/4"), (["--key", "H major"], 64, "em"),
      (["--form", "A0"], 64, "A8A8B8A8"), (["--form", "A8B8", "--length", "50"], 64, "--length"),
      (["--form", "A8", "--plan", "p.json"], 64, "not both"),
      (["--style", "nobody"], 64, "--list-styles"),
      (["--model", "classic", "--metre", "3/4"], 64, "another model"),
      (["--model", "classic", "--best-of", "2"], 64, "--best-of"),
      (["--best-of", "0"], 64, "--best-of"), (["--best-of", "1001"], 64, "1000"),
      (["--primer", "song.mid", "--key", "em"], 64, "--transpose"),
      (["--primer", "song.mid", "--metre", "3/4"], 64, "--primer"),
      (["--primer", "song.mid", "--plan", "p.json"], 64, "--plan"),
      (["--plan", "missing.json"], 66, "missing.json"),
      (["--plan", "song.mid"], 65, "does not say how it was composed"),
    ] as [([String], Int32, String)])
  func refusals(arguments: [String], code: Int32, words: String) {
    let result = run(arguments + ["--out", "piece.mid"], code: code)
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(!folder.names.contains("piece.mid"))
  }
}
