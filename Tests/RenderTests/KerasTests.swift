import Foundation
import RenderFiles
import RenderKeras
import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import render

/// Weights of Keras, from its files to sound and back.
struct KerasTests {
  private let folder = Material.folder()
  private static let fixtures =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("RenderKerasTests/Fixtures").path

  private func fixture(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(name)")))
  }

  private func render(_ arguments: [String]) -> Program.Result {
    Program.run(arguments, in: folder)
  }

  @Test("Weights and notes play at once, and imported they play the same")
  func plays() throws {
    folder.write(try fixture("training.hdf5"), to: "weights.hdf5")
    folder.write(try fixture("notes-2"), to: "notes")
    // Of 300 notes there are windows of 100.
    let options = ["--seed", "3", "--length", "20", "--performance", "plain"]
    let direct = render(
      ["--model", "weights.hdf5", "--notes", "notes", "--out", "direct.wav"] + options)
    #expect(direct.code == 0, "\(direct.errors)")
    let imported = render(
      ["import", "weights.hdf5", "--notes", "notes", "--out", "mine.safetensors", "--json"])
    #expect(imported.code == 0 && imported.errors.contains("LSTM 8, LSTM 16, LSTM 8 (last)"))
    #expect(imported.text.contains("\"tokens\" : 14") && imported.text.contains("\"window\" : 100"))
    for text in [imported.errors, imported.text] {
      #expect(
        text.contains(
          "it is taken to see 100 tokens at a time, as the tutorial's; --window of `render import` says "
            + "otherwise"))
    }
    #expect(render(["--model", "mine.safetensors", "--out", "mine.mid"] + options).code == 0)
    #expect(folder.bytes("direct.mid") == folder.bytes("mine.mid"))
    let batch = render(
      ["batch", "--model", "weights.hdf5", "--notes", "notes", "--count", "2", "--out", "takes"]
        + options.dropFirst(2))
    #expect(batch.code == 0, "\(batch.errors)")
    let info = render(["info", "mine.safetensors"]).text
    #expect(info.contains("keras") && info.contains("100 tokens at a time"))
  }

  @Test("What was supposed is said with the option that says otherwise, where there is one")
  func suppositions() {
    #expect(
      KerasSupposition.gatesOfUnknownVersion.sentence
        == "it does not say which Keras has written it: the gates are taken to be sigmoids; with "
        + "`render import`, --recurrent-activation hard-sigmoid has those of Keras before 2.3")
    #expect(
      KerasSupposition.gatesOfAmbiguousVersion("2.2.4-tf").sentence
        == "Keras 2.2.4-tf came with TensorFlow 1.15 and 2.0: the gates are taken to be those of 2.0; "
        + "with `render import`, --recurrent-activation hard-sigmoid has the others")
    #expect(KerasSupposition.noSoftmax.sentence == KerasSupposition.noSoftmax.description)
  }

  @Test("Weights are read where standard input, output and error are closed")
  func closedDescriptors() throws {
    folder.write(try fixture("training.hdf5"), to: "weights.hdf5")
    folder.write(try fixture("notes-2"), to: "notes")
    for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
      let result = Program.run(
        ["import", "weights.hdf5", "--notes", "notes", "--out", "mine.safetensors"], in: folder,
        shell: "\"$@\" \(closed)")
      #expect(result.code == 0, "\(closed): \(result)")
    }
  }

  @Test("What does not belong together is told in a sentence")
  func mistakes() throws {
    folder.write(try fixture("training.keras"), to: "weights.keras")
    folder.write(Array(String(repeating: "C4\nE4\nG4\n", count: 5).utf8), to: "notes.txt")
    let alone = render(["--model", "weights.keras", "--out", "x.wav"])
    #expect(alone.code == 64 && alone.errors.contains("give the list that the training wrote"))
    let mixed = render([
      "import", "weights.keras", "--notes", "notes.txt", "--out", "x.safetensors",
    ])
    #expect(
      mixed.code == 65
        && mixed.errors.contains(
          "notes.txt: the weights are for 14 tokens and the notes have 3 different ones")
    )
    let window = render(
      ["import", "weights.keras", "--notes", "notes.txt", "--out", "x.mid", "--window", "20"])
    #expect(
      window.code == 65
        && window.errors.hasSuffix(
          "weights.keras: the network cannot be taken over: its file says that it sees 12 tokens at a "
            + "time; leave --window out\n")
    )
    let needless = render(
      ["--model", "model.safetensors", "--notes", "notes.txt", "--out", "x.wav"])
    #expect(needless.code == 64 && needless.errors.contains("--notes is for weights of Keras"))
    folder.write(Array("cos\nsystem\n(S'touch pwned'\ntR.".utf8), to: "notes")
    let malicious = render([
      "import", "weights.keras", "--notes", "notes", "--out", "x.safetensors",
    ])
    #expect(malicious.code == 65 && malicious.errors.contains("notes: not a"))
    #expect(!fileNames(in: folder.path).contains { $0.hasPrefix("x.") || $0 == "pwned" })
    #expect(
      render(["import", "none.h5", "--notes", "notes.txt", "--out", "x.safetensors"]).code == 66)
  }

  @Test(
    "The gates are told by Keras's names", arguments: ["hard-sigmoid", "hard_sigmoid", "sigmoid"])
  func gates(name: String) throws {
    folder.write(try fixture("single.hdf5"), to: "weights.hdf5")
    folder.write(try fixture("notes-2"), to: "notes")
    let arguments = ["import", "weights.hdf5", "--notes", "notes", "--out", "my gates.safetensors"]
    let result = render(arguments + ["--window", "12", "--recurrent-activation", name])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.errors.contains("hard sigmoids") == (name != "sigmoid"))
    #expect(result.errors.contains("render --model 'my gates.safetensors' --out piece.wav"))
    #expect(render(["import", "--help"]).text.contains("sigmoid, hard-sigmoid)"))
    #expect(render(Array(arguments.dropLast()) + ["-"]).code == 64)
  }

  @Test("Whoever takes a model says what to do with weights of Keras")
  func elsewhere() throws {
    folder.write(try fixture("training.hdf5"), to: "w.hdf5")
    folder.write(try fixture("notes-2"), to: "notes")
    folder.write(Material.piece(1, events: 8), to: "song.mid")
    for arguments in [
      ["info", "w.hdf5"], ["export", "w.hdf5", "--out", "x.weights.h5"],
      ["evaluate", "w.hdf5", "song.mid"],
      ["train", "song.mid", "--from", "w.hdf5", "--out", "x.safetensors"],
    ] {
      let result = render(arguments)
      #expect(result.code == 65 && result.errors.contains("with `render import`"), "\(result)")
    }
    #expect(render(["info", "notes"]).errors.contains("a list of tokens"))
    // The model was forgotten.
    let forgotten = render(["--notes", "notes", "--model", "model.safetensors", "--out", "x.mid"])
    #expect(forgotten.code == 64 && forgotten.errors.contains("give the weights with --model"))
    #expect(
      render(["import", "w.hdf5", "--notes", "notes", "--out", "m.safetensors"]).code == 0)
    let short = render(["evaluate", "m.safetensors", "song.mid", "--json"])
    #expect(short.code == 0 && short.errors.contains("nothing was measured"), "\(short)")
    #expect(!short.text.contains("loss"))
  }

  @Test(
    "Damaged weights are refused in a sentence, and crash nothing",
    arguments: ["training.hdf5", "repository-3.h5", "generation.weights.h5", "embedding.keras"])
  func damage(file: String) throws {
    let sound = try fixture(file)
    folder.write(try fixture("notes-4"), to: "notes")
    for trial in 0..<30 {
      var bytes = sound
      switch trial % 3 {
      case 0: bytes.removeLast(1 + trial * bytes.count / 31)
      case 1:
        // The beginning holds what leads to all the rest.
        for at in stride(from: 8 + trial, to: 4096, by: 97) { bytes[at] ^= UInt8(1 << (trial % 8)) }
      default:
        for at in stride(from: 8 + trial, to: bytes.count, by: 499) { bytes[at] = 0xFF }
      }
      folder.write(bytes, to: "damaged")
      let result = render(["import", "damaged", "--notes", "notes", "--out", "x.safetensors"])
      #expect([0, 65].contains(result.code), "\(trial): \(result.errors)")
      if result.code == 65 {
        #expect(result.errors.hasPrefix("render: damaged: "), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
      }
    }
  }

  @Test("Where the program that reads weights is missing, that is said in a sentence")
  func missingProgram() throws {
    folder.write(try fixture("training.hdf5"), to: "w.hdf5")
    folder.write(try fixture("notes-2"), to: "notes")
    folder.write(Material.model, to: "model.safetensors")
    for arguments in [
      ["import", "w.hdf5", "--notes", "notes", "--out", "x.safetensors"],
      ["export", "model.safetensors", "--out", "x.weights.h5"],
    ] {
      let result = Program.run(arguments, in: folder, environment: ["RENDER_WEIGHTS": "/none"])
      #expect(result.code == 74, "\(result)")
      #expect(result.errors.contains("is missing: there is no /none; `make install`"))
      #expect(result.errors.split(separator: "\n").count == 1)
    }
    #expect(!fileNames(in: folder.path).contains { $0.hasPrefix("x.") })
    #expect(
      Program.run(["--version"], in: folder, environment: ["RENDER_WEIGHTS": "/none"]).code == 0)
  }

  @Test("The process that reads weights has bounds")
  func limits() {
    let result = Program.run(
      [], in: folder,
      shell: """
        helper=${1%/*}/render-weights; [ -x "$helper" ] || helper=${1%/*}/../libexec/render/render-weights
        mkfifo pipe; "$helper" read <pipe >answer & exec 3>pipe
        until grep -q 'Max file size  *0 ' /proc/$!/limits; do sleep 0.1; done
        tr -s ' ' </proc/$!/limits; exec 3>&-; wait $!
        """)
    for limit in ["cpu time 30 30", "address space 8589934592 8589934592", "core file size 0 0"] {
      #expect(result.text.contains("Max \(limit) "), "\(result)")
    }
    // Nor does it write a file, be it its answer.
    #expect(result.code == 74 && folder.bytes("answer").isEmpty)
  }

  @Test("Models and weights may come through a pipe")
  func pipes() throws {
    folder.write(try fixture("training.keras"), to: "weights.keras")
    folder.write(try fixture("notes-2"), to: "notes")
    for (file, options) in [("weights.keras", ["--notes", "notes"]), ("model.safetensors", [])] {
      let result = Program.run(
        ["--model", "/dev/stdin", "--length", "5", "--out", "x.mid"] + options, in: folder,
        shell: "cat \(file) | \"$@\"")
      #expect(result.code == 0, "\(result.errors)")
    }
  }

  @Test("A model goes to Keras with the program that builds it; one with a memory is refused")
  func exports() throws {
    folder.write(try fixture("repository.keras"), to: "weights.keras")
    folder.write(try fixture("notes-2"), to: "notes")
    #expect(
      render(["import", "weights.keras", "--notes", "notes", "--out", "m.safetensors"]).code == 0)
    let export = render(["export", "m.safetensors", "--to", "keras", "--out", "m.weights.h5"])
    #expect(export.code == 0 && export.errors.contains("m.weights.h5 and m.py"))
    #expect(folder.bytes("m.weights.h5").starts(with: [0x89, 0x48, 0x44, 0x46]))
    let again = render(["import", "m.weights.h5", "--notes", "notes", "--out", "again.safetensors"])
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.errors.contains("dense 8, relu, batch normalization"))
    let unnamed = render(["export", "m.safetensors", "--out", "m.h5"])
    #expect(
      unnamed.code == 64
        && unnamed.errors.contains("--out m.h5 must end in .weights.h5, as Keras wants it\n"))
    #expect(render(["export", "m.safetensors", "--out", "m.weights.h5"]).code == 0)
    folder.write(Array("my own work".utf8), to: "lstm.py")
    let own = render(["export", "m.safetensors", "--out", "lstm.weights.h5"])
    #expect(own.code == 64 && own.errors.contains("lstm.py, which goes with lstm.weights.h5"))
    #expect(folder.bytes("lstm.py") == Array("my own work".utf8))
    #expect(folder.bytes("lstm.weights.h5").isEmpty)
    folder.write(Material.timedModel, to: "timed.safetensors")
    let timed = render(["export", "timed.safetensors", "--out", "x.weights.h5"])
    #expect(timed.code == 65 && timed.errors.contains("which no sequential network of Keras has"))
  }
}
