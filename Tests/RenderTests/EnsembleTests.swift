import Foundation
import RenderMIDI
import RenderMusic
import RenderTestMaterial
import RenderTestSupport
import Testing

/// The program with several instruments, and the model and the soundfonts that come with it.
struct EnsembleTests {
  private let folder = Material.folder()

  private func run(_ arguments: [String], code: Int32 = 0) -> Program.Result {
    let result = Program.run(arguments, in: folder)
    #expect(result.code == code, "\(arguments): \(result.errors)")
    return result
  }

  private func programs(_ name: String) throws -> [UInt8] {
    FileParts(try MIDIFile.parse(folder.bytes(name), mode: .lenient).file).parts.map(\.program)
  }

  @Test(
    "Who was asked for plays, each within the compass of his instrument",
    arguments: [
      (["--ensemble", "string-quartet"], [40, 40, 41, 42]),
      (["--ensemble", "choir"], [52, 52, 52, 52]),
      (["--instruments", "flute, cello"], [73, 42]),
    ] as [([String], [UInt8])])
  func asked(arguments: [String], programs wanted: [UInt8]) throws {
    for seed in 1...2 {
      _ = run(
        arguments + [
          "--seed", "\(seed)", "--length", "60", "--performance", "plain", "--out", "piece.mid",
        ])
      let file = try MIDIFile.parse(folder.bytes("piece.mid"), mode: .lenient).file
      let score = try TimedScore.quantizing(file, parts: FileParts(file)).score
      #expect(score.eventCount == 60)
      let found = try programs("piece.mid")
      // Who has not come in yet has a track without notes.
      #expect(found.allSatisfy(wanted.contains) && !found.isEmpty)
      let lowest: [UInt8: UInt8] = [40: 55, 41: 48, 42: 36, 73: 58, 52: 36]
      for note in score.notes {
        #expect(note.key >= lowest[score.programs[note.part], default: 127])
      }
    }
  }

  @Test("A take of a batch is the piece of its seed, and the seed chooses the ensemble")
  func batch() throws {
    let piece = ["--length", "30", "--ensemble", "any"]
    _ = run(["batch", "--seeds", "1-6", "--format", "mid", "--out", "takes"] + piece)
    var ensembles: Set<[UInt8]> = []
    for seed in 1...6 {
      _ = run(piece + ["--seed", "\(seed)", "--out", "alone.mid"])
      #expect(folder.bytes("alone.mid") == folder.bytes("takes/seed-00000\(seed).mid"))
      ensembles.insert(try programs("alone.mid"))
    }
    #expect(ensembles.count > 1)
    let manifest = String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
    #expect(manifest.contains("\"ensemble\":\"any\""))
  }

  @Test("A piece that was streamed is the one in its file, with places, expression and room")
  func stream() throws {
    let options = ["--ensemble", "piano-trio", "--seed", "4", "--length", "40"]
    let report = run(options + ["--out", "trio.wav", "--json"]).text
    #expect(report.contains("\"instruments\""))
    _ = run(["audio", "trio.mid", "--reverb", "hall", "--out", "file.wav"])
    let (streamed, played) = (
      try #require(Sound(folder.path("trio.wav"))), try #require(Sound(folder.path("file.wav")))
    )
    #expect(streamed.samples.count == played.samples.count)
    let most = zip(streamed.samples, played.samples).reduce(0) {
      max($0, abs(Int($1.0 >> 16) - Int($1.1 >> 16)))
    }
    // Each is dithered by its own seed.
    #expect(most <= 3, "\(most)")
  }

  @Test("A plan says who plays, can be changed, and is followed by the model that it needs")
  func plan() throws {
    let drawn = run(["plan", "--ensemble", "string-quartet", "--seed", "3", "--out", "plan.json"])
    #expect(drawn.text.contains("played by Violin, Violin 2, Viola, Cello"))
    let drawnText = String(decoding: folder.bytes("plan.json"), as: UTF8.self)
    let text = drawnText.replacing(",\n            \"Cello\"", with: "")
    #expect(text != drawnText && !text.contains("[\n            \"Cello\""))
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("plan.json")))
    _ = run(["--plan", "plan.json", "--seed", "3", "--out", "piece.mid"])
    let found = try programs("piece.mid")
    #expect(found.contains(41) && !found.contains(42))
    #expect(run(["plan", "--list-instruments"]).text.contains("wind-quintet: Flute, Oboe"))
  }

  @Test("A primer of several parts goes on with those who play it")
  func primer() throws {
    _ = run(["--ensemble", "wind-quintet", "--seed", "1", "--length", "30", "--out", "primer.mid"])
    let begun = try programs("primer.mid")
    #expect(begun.count > 1)
    let further = ["--primer", "primer.mid", "--seed", "2", "--length", "30"]
    _ = run(further + ["--out", "on.mid"])
    #expect(try programs("on.mid").allSatisfy(begun.contains))
    #expect(try programs("on.mid").count > 1)
    _ = run(further + ["--model", "ensemble", "--out", "same.mid"])
    #expect(folder.bytes("same.mid") == folder.bytes("on.mid"))
    _ = run(further + ["--ensemble", "choir", "--out", "no.mid"], code: 64)
  }

  @Test(
    "What cannot be asked for is refused with what can",
    arguments: [
      (["--ensemble", "brass-band"], "wind-quintet"), (["--instruments", "violin,kazoo"], "kazoo"),
      (["--instruments", ""], "violin,viola,cello"),
      (["--ensemble", "choir", "--start", "3"], "leave out --start"),
      (
        [
          "--instruments",
          "violin,viola,cello,contrabass,flute,oboe,clarinet,bassoon,horn,trumpet,trombone,tuba,"
            + "harp,timpani,voice,piano",
        ], "leave some out"
      ),
      (["--ensemble", "song", "--instruments", "violin"], "not both"),
      (["--model", "default", "--ensemble", "song"], "leave --model out"),
      (["--model", "classic", "--ensemble", "song"], "classic"),
    ] as [([String], String)])
  func refused(arguments: [String], words: String) {
    let result = run(arguments + ["--out", "piece.mid"], code: 64)
    #expect(result.errors.contains(words), "\(result.errors)")
  }
}
