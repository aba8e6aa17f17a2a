import FoundationEssentials
import RenderFiles
import RenderTestMaterial
import RenderTestSupport
import Testing

struct DryRunTests {
  private let folder = Material.folder()

  private func run(_ arguments: [String]) -> Program.Result { Program.run(arguments, in: folder) }

  private let batch = [
    "batch", "--model", "model.safetensors", "--length", "20", "--format", "mid", "--out", "takes",
  ]

  @Test("A batch says what it would make, by what is there, and writes nothing")
  func takes() {
    let first = run(batch + ["--seeds", "1-3,9", "--dry-run"])
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.text.contains("takes      4 to make, 0 there already\nseeds      1-3,9\n"))
    #expect(first.text.contains("model      model.safetensors\n"))
    #expect(first.text.contains("length 20") && first.text.contains("space      not known"))
    #expect(folder.names == ["model.safetensors", "song.mid"])

    #expect(run(batch + ["--seeds", "1-2"]).code == 0)
    let names = takeNames
    let manifest = folder.bytes("takes/manifest.jsonl")
    let second = run(batch + ["--seeds", "1-3,9", "--dry-run"])
    #expect(second.text.contains("takes      2 to make, 2 there already\nseeds      3,9\n"))
    #expect(second.text.contains("space      about "), "\(second.text)")
    let shard = run(batch + ["--seeds", "1-4", "--shard", "0/2", "--dry-run", "--json"])
    #expect(shard.text.contains("\"missing\" : [\n    3\n  ]"), "\(shard.text)")
    #expect(run(batch + ["--seeds", "1-2", "--dry-run"]).text.hasPrefix("takes      0 to make, 2"))
    #expect(
      run(batch + ["--seeds", "1-2", "--dry-run", "--force"]).text.hasPrefix("takes      2 to make")
    )
    #expect(takeNames == names && folder.bytes("takes/manifest.jsonl") == manifest)
  }

  private var takeNames: [String] { fileNames(in: folder.path("takes")) }

  @Test("A dry batch fails where the batch would")
  func failures() {
    #expect(run(batch + ["--seeds", "1"]).code == 0)
    let mixed = run(batch + ["--seeds", "1-2", "--tempo", "90", "--dry-run"])
    #expect(mixed.code == 64 && mixed.errors.contains("--tempo 90.0 instead of nothing"))
    #expect(run(batch.dropLast() + ["song.mid", "--seeds", "1", "--dry-run"]).code == 73)
    let gone = ["batch", "--seeds", "1", "--model", "gone.safetensors", "--out", "b", "--dry-run"]
    #expect(run(gone).code == 66)
  }

  private struct Forecast: Decodable {
    var steps: Int?
    var minutes: Double?
    var stepsDone: Int
    var events: Int
  }

  private struct Record: Decodable {
    struct Training: Decodable { var steps: Int }
    var training: Training
  }

  @Test("A training says its steps before the first one, which it then takes, and writes nothing")
  func training() throws {
    folder.makeFolder("corpus")
    for number in 0..<6 { folder.write(Material.piece(number), to: "corpus/\(number).mid") }
    let train = [
      "train", "corpus", "--out", "new.safetensors", "--from", "model.safetensors", "--threads",
      "1",
      "--batch-size", "2", "--validation-share", "0.3",
    ]
    let names = folder.names
    let text = run(train + ["--epochs", "3", "--dry-run"])
    #expect(text.code == 0, "\(text.errors)")
    #expect(text.text.contains("a step     2 sequences of "), "\(text.text)")
    let dry = run(train + ["--epochs", "3", "--dry-run", "--json"])
    let forecast = try JSONDecoder().decode(Forecast.self, from: Data(dry.output))
    #expect(forecast.stepsDone == 0 && forecast.events > 0)
    let timed = run(train + ["--minutes", "5", "--dry-run", "--json"])
    let minutes = try JSONDecoder().decode(Forecast.self, from: Data(timed.output))
    #expect(minutes.steps == nil && minutes.minutes == 5)
    #expect(run(train + ["--resume", "--dry-run"]).code == 66)
    #expect(folder.names == names)

    let trained = run(train + ["--epochs", "3", "--json"])
    #expect(trained.code == 0, "\(trained.errors)")
    let record = try JSONDecoder().decode(Record.self, from: Data(trained.output))
    #expect(record.training.steps == forecast.steps)
    #expect(run(train + ["--epochs", "3", "--dry-run"]).code == 73)
  }
}
