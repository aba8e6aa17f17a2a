import FoundationEssentials
import Glibc
import RenderNetwork
import RenderTestMaterial
import RenderTestSupport
import Testing

struct TrainingTests {
  private let folder: TemporaryFolder

  init() {
    folder = Material.folder()
    folder.makeFolder("corpus")
    for number in 0..<6 {
      folder.write(Material.piece(number), to: "corpus/\(number).mid")
    }
  }

  private func train(
    _ out: String, _ options: [String], whileRunning: (pid_t) -> Void = { _ in }
  ) -> Program.Result {
    Program.run(
      ["train", "corpus", "--threads", "1", "--out", out] + options, in: folder,
      whileRunning: whileRunning)
  }

  @Test(
    "A training that is interrupted and resumed ends in the same bytes as one that is not",
    arguments: [Material.model, Material.timedModel])
  func resume(model: [UInt8]) {
    folder.write(model, to: "model.safetensors")
    let options = [
      "--from", "model.safetensors", "--epochs", "300", "--batch-size", "2",
      "--validation-share", "0.3",
    ]
    let undisturbed = train("a.safetensors", options)
    #expect(undisturbed.code == 0, "\(undisturbed.errors)")
    #expect(folder.bytes("a.safetensors").count > 1000)

    var interrupts = 0
    let interrupted = train("b.safetensors", options) { process in
      // Once it has learned something; a second signal would end it without saving.
      if interrupts == 0, !folder.bytes("b.training/log.jsonl").isEmpty {
        interrupts += 1
        kill(process, SIGINT)
      }
    }
    #expect(interrupted.code == 130, "\(interrupted.errors)")
    #expect(interrupted.errors.contains("continue with --resume"))
    #expect(folder.bytes("b.safetensors").isEmpty)

    let resumed = train("b.safetensors", options + ["--resume"])
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(folder.bytes("b.safetensors") == folder.bytes("a.safetensors"))
  }

  /// What is measured of a fresh network that has learned the corpus once, and composed.
  private func trainFromScratch<Report: Decodable>(_ options: [String]) throws -> Report {
    let result = train(
      "new.safetensors",
      options + ["--epochs", "1", "--batch-size", "2", "--validation-share", "0"])
    #expect(result.code == 0, "\(result.errors)")
    let piece = Program.run(
      ["--model", "new.safetensors", "--length", "20", "--out", "piece.mid"], in: folder)
    #expect(piece.code == 0, "\(piece.errors)")
    let measured = Program.run(
      ["evaluate", "new.safetensors", "corpus", "--json", "--quiet"], in: folder)
    #expect(measured.code == 0, "\(measured.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(measured.output))
  }

  @Test(
    "The default preset trains from scratch to a model that remembers, composes and is measured")
  func fromScratch() throws {
    struct Report: Decodable {
      struct Part: Decodable {
        struct Bits: Decodable {
          var bitsPerNote: Double
        }
        var pieces: Int
        var model: Bits
        var withoutMemory: Bits
        var withPlan: Bits
        var planBitsPerNote: Double
      }
      var parts: [Part]
    }
    let report: Report = try trainFromScratch([])
    #expect(report.parts.map(\.pieces) == [6])
    #expect((1..<30).contains(report.parts[0].model.bitsPerNote))
    #expect(report.parts[0].withoutMemory.bitsPerNote != report.parts[0].model.bitsPerNote)
    #expect(report.parts[0].withPlan.bitsPerNote != report.parts[0].model.bitsPerNote)
    #expect((0.01..<30).contains(report.parts[0].planBitsPerNote))
  }

  @Test("The classic preset trains from scratch to a model that composes and is measured")
  func classicFromScratch() throws {
    struct Report: Decodable {
      var pieces: Int
      var events: Int
      var loss: Double
    }
    let reports: [Report] = try trainFromScratch(["--preset", "classic"])
    #expect(reports.map(\.pieces) == [6])
    #expect(reports[0].events == 6 * 59)
    #expect((0.1..<10).contains(reports[0].loss))
  }

  @Test("Files that cannot be read are listed with the reason and counted")
  func unreadable() {
    folder.write(Array("no MIDI file at all".utf8), to: "corpus/junk.mid")
    folder.write([], to: "corpus/empty.mid")
    let result = train(
      "m.safetensors", ["--from", "model.safetensors", "--epochs", "1", "--batch-size", "2"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.errors.contains("left out: corpus/junk.mid"))
    #expect(result.errors.contains("left out: corpus/empty.mid"))
    #expect(result.errors.contains("6 of 8 files read, 2 left out"))
  }

  @Test(
    "A training's record says its sequences and its precision; bf16 without instructions for it is warned of"
  )
  func precision() throws {
    struct Report: Decodable {
      struct Training: Decodable {
        struct Options: Decodable {
          var sequenceLength: Int
          var precision: TrainingOptions.Precision
        }
        var options: Options
      }
      var training: Training
    }
    let options = [
      "--from", "model.safetensors", "--epochs", "1", "--batch-size", "2", "--sequence-length",
      "32", "--json",
    ]
    for (precision, given) in [
      (TrainingOptions.Precision.fastest, []), (.single, ["--precision", "fp32"]),
      (.bfloat16, ["--precision", "bf16"]),
    ] {
      let result = train("\(precision.rawValue)-\(given.count).safetensors", options + given)
      #expect(result.code == 0, "\(result.errors)")
      let report = try JSONDecoder().decode(Report.self, from: Data(result.output))
      #expect(report.training.options.sequenceLength == 32)
      #expect(report.training.options.precision == precision)
      #expect(
        result.errors.contains("no instructions for bf16") == !precision.hasInstructions,
        "\(result.errors)")
    }
    let unknown = train("m.safetensors", options + ["--precision", "fp16"])
    #expect(unknown.code == 64, "\(unknown.errors)")
  }

  @Test("A corpus without notes ends with 65")
  func nothingToLearn() {
    folder.makeFolder("silent")
    folder.write(Array("nothing".utf8), to: "silent/a.mid")
    let result = Program.run(["train", "silent", "--out", "m.safetensors"], in: folder)
    #expect(result.code == 65, "\(result.errors)")
  }

  @Test("A second training does not replace the first one's state, and there must be one to resume")
  func trainingFolder() {
    let options = ["--from", "model.safetensors", "--epochs", "1", "--batch-size", "2"]
    let early = train("m.safetensors", options + ["--resume"])
    #expect(early.code == 66, "\(early.errors)")
    #expect(!folder.names.contains("m.training"))
    #expect(train("m.safetensors", options).code == 0)
    let again = train("m.safetensors", options)
    #expect(again.code == 73, "\(again.errors)")
    #expect(again.errors.contains("m.training holds a training already"))
  }
}
