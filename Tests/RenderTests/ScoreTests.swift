import Foundation
import FoundationXML
import Glibc
import RenderFiles
import RenderMIDI
import RenderMusic
import RenderTestMaterial
import RenderTestSupport
import Testing

/// Sheet music, of composed pieces and of MIDI files.
struct ScoreTests {
  private let folder = Material.folder()
  private let compose = ["--model", "model.safetensors", "--length", "30", "--seed", "7", "--out"]

  private func run(_ arguments: [String], environment: [String: String] = [:]) -> Program.Result {
    let result = Program.run(arguments, in: folder, environment: environment)
    #expect(result.code == 0, "\(result.errors)")
    return result
  }

  private func contents(_ bytes: [UInt8]) throws -> Contents {
    let contents = Contents()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = contents
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    return contents
  }

  /// A search path on which a script is LilyPond.
  private func path(withEngraver script: String) -> [String: String] {
    folder.makeFolder("programs")
    let path = folder.write(Array("#!/bin/sh\n\(script)\n".utf8), to: "programs/lilypond")
    chmod(path, 0o755)
    return ["PATH": "\(folder.path("programs")):/usr/bin:/bin"]
  }

  /// Twelve bars of 3/4 in D minor, quarter by quarter, each seventh note over three bars.
  private func writeWaltz(to name: String = "waltz.mid", title: String = "") throws {
    let notes = (0..<36).map { index in
      Piece.Note(
        onset: index * 24, duration: index % 7 == 6 && index < 30 ? 150 : 24,
        key: UInt8(62 + index % 12))
    }
    let header = Piece.Header(
      title: title, keySignature: Piece.KeySignature(sharps: -1, mode: .minor),
      metre: Piece.Metre(beats: 3, beatUnit: 4))
    folder.write(
      try MIDIFile(Score(Piece(header: header, notes: notes))).encoded(), to: name)
  }

  @Test("A composed piece is written with all of its notes, on the grid, in bars that are full")
  func composed() throws {
    let report = run(compose + ["piece.mid", "--score", "piece.musicxml", "--json"]).text
    #expect(report.contains("\"score\" : \"piece.musicxml\""))
    let score = try contents(folder.bytes("piece.musicxml"))
    let midi = try MIDIFile.parse(folder.bytes("piece.mid"), mode: .strict).file
    let notes = midi.tracks.flatMap(\.events).count {
      if case .noteOn(_, _, let velocity) = $0.event { velocity > 0 } else { false }
    }
    #expect(score.notes == notes && notes >= 30)
    // An event every half quarter, the last for a whole one: bars of four quarters without a metre.
    #expect(score.measures == 4)
    #expect(score.words["work-title"] == ["render, seed 7"])
    // What is performed has other places than those of eighths.
    #expect(Set(score.words["type"] ?? []).isSubset(of: ["quarter", "eighth", "half", "whole"]))
    // The piece is what it is without.
    let alone = folder.bytes("piece.mid")
    _ = run(compose + ["other.mid"])
    #expect(folder.bytes("other.mid") == alone)
  }

  @Test("A MIDI file has its bars, its key and its notes in its score, wherever that goes")
  func file() throws {
    try writeWaltz()
    let result = run(["score", "waltz.mid", "--out", "waltz.xml", "--json"])
    #expect(result.errors.contains("waltz.xml: 12 bars, 36 notes"))
    #expect(result.text.contains("\"measures\" : 12") && result.text.contains("\"notes\" : 36"))
    let score = try contents(folder.bytes("waltz.xml"))
    #expect(score.measures == 12 && score.notes == 36)
    #expect(score.words["fifths"] == ["-1"])
    #expect(score.words["beats"] == ["3"])
    #expect(score.words["work-title"] == ["waltz"])
    let stream = run(["score", "waltz.mid", "--out", "-", "--quiet"])
    #expect(stream.output == folder.bytes("waltz.xml") && stream.errors.isEmpty)
    #expect(run(["score", "waltz.mid", "--out", "-", "--json"]).output == stream.output)
    #expect(folder.names == ["model.safetensors", "song.mid", "waltz.mid", "waltz.xml"])
  }

  @Test(
    "Every kind of sheet music is written",
    arguments: ["musicxml", "mxl", "ly", "pdf", "svg", "png"])
  func formats(format: String) throws {
    try writeWaltz()
    _ = run(["score", "waltz.mid", "--out", "waltz.\(format.uppercased())"])
    let beginnings: [String: [UInt8]] = [
      "musicxml": Array("<?xml".utf8), "mxl": [0x50, 0x4B, 3, 4], "ly": Array("\\version".utf8),
      "pdf": Array("%PDF".utf8), "svg": Array("<svg".utf8), "png": [0x89, 0x50, 0x4E, 0x47],
    ]
    let bytes = folder.bytes("waltz.\(format.uppercased())")
    #expect(bytes.starts(with: try #require(beginnings[format])), "\(bytes.prefix(20))")
    #expect(folder.names.count == 4)
  }

  @Test(
    "A title is text, whatever it says",
    arguments: [
      "</work-title><note/>&amp;&<!--", "]]><![CDATA[",
      "\" } #(system \"touch owned\") \\include \"x",
      "#(exit 9)", "$(exit 9) %{ \\markup \\bold", "\\\\\" #(exit 9)", "\u{1B}]0;owned\u{7}", "-",
    ])
  func hostileTitles(title: String) throws {
    let name = "\(title.replacing("/", with: "∕")).mid"
    try writeWaltz(to: name, title: title)
    for format in ["musicxml", "pdf"] {
      let result = run(["score", "./\(name)", "--out", "out.\(format)"])
      #expect(!result.errors.contains("\u{1B}"))
    }
    let score = try contents(folder.bytes("out.musicxml"))
    #expect(score.notes == 36 && score.measures == 12)
    let shown = title.replacing("/", with: "∕").filter { $0 >= " " }
    #expect(
      score.words["work-title"]?.map { $0.filter { $0 >= " " && $0 != "\u{FFFD}" } } == [shown])
    #expect(!folder.names.contains("owned"))
    #expect(folder.names.count == 5, "\(folder.names)")
  }

  @Test("Without LilyPond the program says what is to be done, before it composes")
  func missingEngraver() throws {
    let nothing = ["PATH": "/nowhere:."]
    for arguments in [
      compose + ["piece.wav", "--score", "piece.pdf"], ["score", "song.mid", "--out", "piece.pdf"],
    ] {
      let result = Program.run(arguments, in: folder, environment: nothing)
      #expect(result.code == 74)
      #expect(
        result.errors
          == "render: piece.pdf cannot be engraved: LilyPond is not installed; install it (apt install lilypond), or write piece.musicxml\n"
      )
    }
    let batch = ["batch", "--model", "model.safetensors", "--count", "2", "--out", "takes"]
    let result = Program.run(batch + ["--score", "svg"], in: folder, environment: nothing)
    #expect(
      result.code == 74
        && result.errors.contains("install it (apt install lilypond), or give --score musicxml"),
      "\(result.errors)")
    #expect(folder.names == ["model.safetensors", "song.mid"])
    #expect(
      Program.run(
        ["score", "song.mid", "--out", "song.xml"], in: folder, environment: nothing
      ).code == 0)
  }

  @Test(
    "A file without notes, damaged or of drums alone, is refused as by `audio`",
    arguments: [[], Self.drums])
  func nothingToWrite(_ events: [UInt8]) {
    // The rest of the track is missing where there are no events.
    let track: [UInt8] = Array("MTrk".utf8) + [0, 0, 0, events.isEmpty ? 90 : UInt8(events.count)]
    folder.write(
      Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0, 24] + track + events, to: "silent.mid")
    let result = Program.run(["score", "silent.mid", "--out", "silent.musicxml"], in: folder)
    #expect(result.code == 65, "\(result.errors)")
    #expect(
      result.errors.hasSuffix(
        "render: silent.mid: there are no notes to write; choose a MIDI file that has some\n"))
    #expect(!folder.names.contains("silent.musicxml"))
  }

  /// A stroke on the snare drum.
  private static let drums: [UInt8] = [0, 0x99, 38, 90, 24, 0x89, 38, 0, 0, 0xFF, 0x2F, 0]

  @Test("An engraver that fails ends with 74, and the piece is there")
  func failingEngraver() {
    let path = path(withEngraver: "echo 'score:1: error: no good' >&2; exit 1")
    folder.write([1, 2, 3], to: "piece.pdf")
    let result = Program.run(
      compose + ["piece.mid", "--score", "piece.pdf"], in: folder, environment: path)
    #expect(result.code == 74)
    #expect(
      result.errors.hasPrefix("render: ") && result.errors.contains("score:1: error: no good;"))
    #expect(folder.bytes("piece.pdf") == [1, 2, 3])
    #expect(folder.bytes("piece.mid").starts(with: "MThd".utf8))
  }

  @Test(
    "An interrupt ends the engraver, too, and nothing of it stays", arguments: [SIGINT, SIGTERM])
  func interrupt(signal: Int32) throws {
    var environment = path(
      withEngraver: "sleep 100 & echo $! > \(folder.path)/child.part; cd \(folder.path); "
        + "mv child.part child; wait")
    folder.makeFolder("scratch")
    environment["TMPDIR"] = folder.path("scratch")
    let result = Program.run(
      ["score", "song.mid", "--out", "song.pdf"], in: folder, environment: environment
    ) { process in
      if folder.names.contains("child") { kill(process, signal) }
    }
    #expect(result.code == 130)
    let child = try #require(
      pid_t(String(decoding: folder.bytes("child"), as: UTF8.self).filter(\.isNumber)))
    // Its number may go on as that of a process that waits to be collected.
    func isRunning() -> Bool {
      let state = (try? readFile("/proc/\(child)/stat", first: .max)).map {
        String(decoding: $0, as: UTF8.self)
      }
      return state.map { $0.contains(")") && !$0.contains(") Z") } ?? false
    }
    for _ in 0..<60_000 where isRunning() { usleep(1000) }
    #expect(!isRunning())
    #expect(fileNames(in: folder.path("scratch")).isEmpty)
    #expect(folder.names == ["child", "model.safetensors", "programs", "scratch", "song.mid"])
  }

  @Test("A full disk ends with 74 and leaves what was there", arguments: ["musicxml", "pdf"])
  func fullDisk(format: String) {
    let environment = path(withEngraver: "exec head -c 100000 /dev/zero > score.pdf")
    folder.write([1, 2, 3], to: "piece.\(format)")
    // In units of 512 bytes.
    let result = Program.run(
      ["--model", "model.safetensors", "--length", "400", "--seed", "7", "--out", "piece.mid"]
        + ["--performance", "plain", "--score", "piece.\(format)"], in: folder,
      environment: environment, shell: "ulimit -f 64; exec \"$@\"")
    #expect(result.code == 74, "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(folder.bytes("piece.\(format)") == [1, 2, 3])
    #expect(!folder.names.contains { $0.hasPrefix(".render-") })
  }

  @Test(
    "A batch writes the score of each take, as that seed alone has it, and makes what is missing")
  func batch() throws {
    let batch = [
      "batch", "--model", "model.safetensors", "--length", "30", "--format", "mid", "--plot", "svg",
      "--score", "musicxml", "--seeds", "6-8", "--out", "takes",
    ]
    _ = run(batch)
    let names = [
      "seed-000006-score.musicxml", "seed-000007-score.musicxml", "seed-000008-score.musicxml",
    ]
    #expect(fileNames(in: folder.path("takes")).filter { $0.contains("-score") } == names)
    _ = run(compose + ["piece.mid", "--score", "piece.musicxml"])
    #expect(folder.bytes("takes/\(names[1])") == folder.bytes("piece.musicxml"))
    let manifest = folder.bytes("takes/manifest.jsonl")
    #expect(
      String(decoding: manifest, as: UTF8.self).contains("\"score\":{\"name\":\"\(names[0])\""))
    let page = String(decoding: folder.bytes("takes/index.html"), as: UTF8.self)
    #expect(page.contains(names[2]) && page.contains("--score musicxml"))
    // What a killed run has left, and a score that is gone.
    unlink(folder.path("takes/\(names[0])"))
    folder.write([1], to: "takes/.render-1-abc-\(names[1]).part")
    #expect(run(batch).errors.contains("2 of 3 takes are there already"))
    #expect(folder.bytes("takes/manifest.jsonl") == manifest)
    #expect(!fileNames(in: folder.path("takes")).contains { $0.hasSuffix(".part") })
    let other = Program.run(batch + ["--score", "ly"], in: folder)
    #expect(other.code == 64 && other.errors.contains("--score ly instead of musicxml"))
    // LilyPond's version is no difference beside the option that needs it.
    let engraved = Program.run(batch + ["--score", "pdf"], in: folder)
    #expect(engraved.errors.contains("--score pdf instead of musicxml"))
    #expect(!engraved.errors.contains("LilyPond"), "\(engraved.errors)")
    // Nor may a stranger's manifest name what is no score of its take.
    folder.write(
      Array(String(decoding: manifest, as: UTF8.self).replacing(names[0], with: names[1]).utf8),
      to: "takes/manifest.jsonl")
    #expect(Program.run(["gallery", "takes"], in: folder).code == 65)
  }

  @Test("A batch with drawings has the place of each bar on its page")
  func sheets() throws {
    folder.write(Material.timedModel, to: "timed.safetensors")
    _ = run([
      "batch", "--model", "timed.safetensors", "--length", "20", "--format", "mid", "--score",
      "svg",
      "--count", "1", "--out", "takes",
    ])
    let page = String(decoding: folder.bytes("takes/index.html"), as: UTF8.self)
    let sheet = try #require(
      page.firstMatch(of: /"sheet":{"file":"seed-000001-score.svg","places":"([^"]*)"}/))
    let places = try #require(Data(base64Encoded: String(sheet.1)))
    // Each number ends with the byte that has no eighth bit.
    let numbers = places.count { $0 < 128 }
    _ = run([
      "--model", "timed.safetensors", "--length", "20", "--seed", "1", "--out", "a.mid", "--score",
      "a.xml",
    ])
    #expect(try numbers == 4 * contents(folder.bytes("a.xml")).measures && numbers > 0)
    #expect(
      String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self).contains(
        "\"LilyPond\":\"2."))
  }
}

/// Sheet music as another reader of XML sees it.
private final class Contents: NSObject, XMLParserDelegate {
  /// The measures of one part.
  var measures = 0
  /// The notes, those that are tied together once.
  var notes = 0
  /// The words in elements of each name.
  var words: [String: [String]] = [:]
  private var parts = 0
  private var isNew = false
  private var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    text = ""
    switch name {
    case "part": parts += 1
    case "measure": if parts == 1 { measures += 1 }
    case "pitch": isNew = true
    case "tie": if attributes["type"] == "stop" { isNew = false }
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    words[name, default: []].append(text)
    guard name == "note" else { return }
    if isNew { notes += 1 }
    isNew = false
  }
}
