import RenderMIDI
import RenderMusic
import RenderStudio
import RenderTestMaterial
import RenderTestSupport
import Testing

/// The program with a take that it goes on from, and the models that come with it.
struct ContinuingTests {
  private let folder = Material.folder()

  @discardableResult
  private func run(_ arguments: [String], code: Int32 = 0) -> Program.Result {
    let result = Program.run(arguments, in: folder)
    #expect(result.code == code, "\(arguments): \(result.errors)")
    return result
  }

  private func file(_ name: String) throws -> MIDIFile {
    try MIDIFile.parse(folder.bytes(name), mode: .strict).file
  }

  /// The notes by place, key and part.
  private func notes(_ name: String) throws -> [Piece.Note] {
    try TimedScore.quantizing(file(name)).score.notes
  }

  private func events(_ notes: some Sequence<Piece.Note>) -> Int { Set(notes.map(\.onset)).count }

  private let plain = ["--performance", "plain"]

  @Test(
    "A take that is continued keeps all bars before its ending, its key, metre and tempo",
    arguments: [
      ["--seed", "7"], ["--seed", "8", "--tempo", "93.5"], ["--seed", "9", "--style", "mazurka"],
      ["--seed", "3", "--ensemble", "string-quartet"], ["--seed", "4", "--transpose=-3"],
      ["--seed", "5", "--start", "3"], ["--seed", "6", "--temperature", "0.8"],
    ])
  func continued(_ options: [String]) throws {
    run(options + plain + ["--length", "90", "--out", "take.mid"])
    run(["--continue", "take.mid", "--length", "160", "--out", "longer.mid"])
    let (take, longer) = (try notes("take.mid"), try notes("longer.mid"))
    #expect(events(take) == 90 && events(longer) == 160)
    let common = zip(take, longer).prefix { $0 == $1 }.count
    // The closing has 17 events, and begins in the bar before which the opening ends.
    let grid = BarGrid(try file("take.mid"), end: take.map(\.end).max() ?? 0)
    let onsets = Set(take.map(\.onset)).sorted()
    let barLine = grid.starts[grid.bar(at: onsets[90 - 17])]
    #expect(barLine > 0 && take.prefix(common).count { $0.onset < barLine } > 0)
    #expect(
      take.filter { $0.onset < barLine } == longer.filter { $0.onset < barLine },
      "\(common) notes are the same")
    // It does not end there again.
    #expect(longer.contains { $0.onset > take[take.count - 1].end })
    func heads(_ name: String) throws -> [MIDIEvent] {
      try file(name).tracks[0].events.map(\.event).filter {
        if case .meta(.sequencerSpecific) = $0 { false } else { true }
      }
    }
    #expect(try heads("take.mid") == heads("longer.mid"))
  }

  @Test("A take that was continued can be continued, with another seed in another way")
  func again() throws {
    run(["--seed", "7", "--length", "60"] + plain + ["--out", "a.mid"])
    run(["--continue", "a.mid", "--length", "100", "--out", "b.mid"])
    run(["--continue", "b.mid", "--length", "130", "--seed", "5", "--out", "c.mid"])
    run(["--continue", "b.mid", "--length", "130", "--seed", "6", "--out", "d.mid"])
    let (b, c, d) = (try notes("b.mid"), try notes("c.mid"), try notes("d.mid"))
    #expect(c != d && events(c) == 130)
    #expect(b.prefix(40) == c.prefix(40) && c.prefix(40) == d.prefix(40))
    run(["--continue", "a.mid", "--length", "100", "--out", "again.mid"])
    #expect(folder.bytes("again.mid") == folder.bytes("b.mid"))
    // A batch of continuations: each is what it is alone.
    run([
      "batch", "--continue", "b.mid", "--length", "130", "--seeds", "5-6", "--format", "mid",
      "--out", "takes",
    ])
    #expect(folder.bytes("takes/seed-000005.mid") == folder.bytes("c.mid"))
    #expect(folder.bytes("takes/seed-000006.mid") == folder.bytes("d.mid"))
    run(["--continue", "a.mid", "--form", "B4", "--out", "section.mid"])
    #expect(try notes("section.mid").count > notes("a.mid").count / 2)
  }

  @Test("A continued take of a classic model is the longer piece of its seed")
  func classic() throws {
    run(["--model", "classic", "--seed", "4", "--length", "30", "--out", "a.mid"])
    run(["--continue", "a.mid", "--length", "50", "--out", "b.mid"])
    run(["--model", "classic", "--seed", "4", "--length", "50", "--out", "c.mid"])
    #expect(try notes("b.mid") == notes("c.mid") && notes("a.mid").count < notes("b.mid").count)
    let result = run(["--vary", "a.mid", "--seed", "2", "--out", "d.mid"], code: 64)
    #expect(result.errors.contains("a.mid was composed without a plan"))
  }

  @Test("A variation has the plan of its take with other notes, or its notes in another way")
  func varied() throws {
    run(["--seed", "7", "--length", "60", "--temperature", "0.9", "--out", "take.mid"])
    run(["--vary", "take.mid", "--seed", "9", "--out", "other.mid"])
    let (take, other) = (
      try TakeRecipe(ofTake: folder.path("take.mid")).piece,
      try TakeRecipe(ofTake: folder.path("other.mid")).piece
    )
    #expect(take.plan != nil && take.plan?.sectionNames == other.plan?.sectionNames)
    #expect(take.plan?.metre == other.plan?.metre && other.options["temperature"] == "0.9")
    #expect(try notes("take.mid") != notes("other.mid"))
    // A plan in a take is a plan like one in a file.
    run(["--plan", "take.mid", "--temperature", "0.9", "--seed", "9", "--out", "plan.mid"])
    #expect(try notes("plan.mid") == notes("other.mid"))

    run(["--vary", "take.mid"] + plain + ["--out", "plain.mid"])
    run(
      ["--seed", "7", "--length", "60", "--temperature", "0.9"] + plain + ["--out", "same.mid"])
    #expect(folder.bytes("plain.mid") == folder.bytes("same.mid"))
    run(["--vary", "take.mid", "--out", "again.mid"])
    #expect(folder.bytes("again.mid") == folder.bytes("take.mid"))
  }

  @Test("What cannot be continued is refused in a sentence with a remedy")
  func refusals() throws {
    run(["--seed", "7", "--length", "40", "--out", "take.mid"])
    func refuse(_ arguments: [String], _ code: Int32, _ words: String) {
      let result = run(arguments + ["--out", "x.mid"], code: code)
      #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
      #expect(!folder.names.contains("x.mid"))
    }
    refuse(["--continue", "song.mid"], 65, "--primer goes on from the notes of any MIDI file")
    refuse(["--continue", "none.mid"], 66, "none.mid")
    refuse(["--continue", "take.mid", "--length", "40"], 64, "take.mid has, 40 events")
    refuse(["--continue", "take.mid", "--duration", "1s"], 64, "give a greater --length")
    refuse(["--continue", "take.mid", "--key", "em"], 64, "--transpose moves the piece")
    refuse(["--continue", "take.mid", "--metre", "3/4"], 64, "use --vary instead")
    refuse(["--continue", "take.mid", "--primer", "song.mid"], 64, "not both")
    refuse(["--vary", "take.mid", "--length", "40"], 64, "leave out --length")
    refuse(["--vary", "take.mid", "--best-of", "2", "--seed", "1"], 64, "not both")

    // Other notes than those of the seed.
    var changed = try file("take.mid")
    let index = try #require(
      changed.tracks[1].events.firstIndex {
        if case .noteOn = $0.event { true } else { false }
      })
    changed.tracks[1].events.remove(at: index)
    folder.write(try changed.encoded(), to: "changed.mid")
    refuse(["--continue", "changed.mid"], 65, "other notes than its seed gives")

    run(["--primer", "song.mid", "--length", "20", "--out", "primed.mid"])
    refuse(["--continue", "primed.mid"], 64, "was composed from a primer")
    run([
      "--model", "model.safetensors", "--seed", "1", "--length", "20", "--out", "own.mid",
    ])
    refuse(["--continue", "own.mid", "--length", "30"], 64, "name its file with --model")
    run([
      "--model", "model.safetensors", "--continue", "own.mid", "--length", "30", "--out", "y.mid",
    ])
    run(["--continue", "take.mid", "--length", "60", "--out", "longer.mid"])
    refuse(["--vary", "longer.mid"], 64, "vary the take that it continues")
  }

  @Test("A hostile recipe is refused, and gives nothing of its own to the program")
  func hostile() throws {
    run(["--seed", "7", "--length", "20", "--out", "take.mid"])
    func write(_ recipe: String) throws {
      var file = try file("take.mid")
      file.tracks[0].events[1].event = .meta(
        .sequencerSpecific([0x7D] + Array("render \(recipe)".utf8)))
      folder.write(try file.encoded(), to: "hostile.mid")
    }
    for recipe in [
      "", "{", "[]", "{\"pieces\":[]}", "{\"pieces\":[{\"seed\":-1,\"options\":{}}]}",
      "{\"pieces\":[{\"seed\":1,\"options\":{\"out\":\"/etc/passwd\"}}]}",
      "{\"pieces\":[{\"seed\":1,\"options\":{\"length\":\"many\"}}]}",
      "{\"pieces\":[\(Array(repeating: "{\"seed\":1,\"options\":{}}", count: 101).joined(separator: ","))]}",
      "{\"pieces\":[{\"seed\":1,\"options\":{\"soundfont\":\"/dev/zero\"}}]}",
    ] {
      try write(recipe)
      let result = run(["--continue", "hostile.mid", "--out", "x.mid"], code: 65)
      #expect(result.errors.contains("damaged, or of a later version"), "\(result.errors)")
      // Its notes can be listed all the same.
      run(["info", "hostile.mid"])
    }
    for options in [
      "{\"length\":\"99999999999\"}", "{\"temperature\":\"nan\"}", "{\"tempo\":\"1e300\"}",
      "{\"transpose\":\"999\"}", "{\"start\":\"-5\"}", "{\"style\":\"x\"}",
      "{\"model\":\"../../etc/passwd\"}",
    ] {
      try write("{\"pieces\":[{\"seed\":1,\"options\":\(options)}]}")
      let result = Program.run(["--continue", "hostile.mid", "--out", "x.mid"], in: folder)
      #expect([64, 65].contains(result.code), "\(options): \(result.errors)")
    }
  }

  @Test("What is known of a take is what its file says")
  func info() throws {
    run(["--seed", "7", "--length", "20", "--key", "em", "--out", "take.mid"])
    let text = run(["info", "take.mid"]).text
    #expect(text.contains("seed") && text.contains("length 20") && text.contains("key em"))
  }
}
