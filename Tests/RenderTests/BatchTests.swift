import FoundationEssentials
import Glibc
import RenderFiles
import RenderTestMaterial
import RenderTestSupport
import Testing

struct BatchTests {
  private let folder = Material.folder()
  private let options = ["--model", "model.safetensors", "--length", "10", "--format", "flac"]

  private func batch(
    _ arguments: [String], whileRunning: (pid_t) -> Void = { _ in }
  ) -> Program.Result {
    Program.run(["batch"] + options + arguments, in: folder, whileRunning: whileRunning)
  }

  /// What lies in a batch's folder: names and bytes. Times are others each time.
  private func contents(of takes: String) -> [String: [UInt8]] {
    let names = fileNames(in: folder.path(takes)).filter { !$0.hasPrefix("times") }
    return Dictionary(uniqueKeysWithValues: names.map { ($0, folder.bytes("\(takes)/\($0)")) })
  }

  private struct Entry: Decodable, Equatable {
    struct File: Decodable, Equatable {
      var name: String
      var size: Int
      var sha256: String
    }
    var seed: UInt64
    var midi: File
    var audio: File?
    var events: Int
    var loudness: Double?
    var settings: Settings
    struct Settings: Decodable, Equatable {
      var options: [String: String]
      var files: [String: String]
      var versions: [String: String]
    }
  }

  private func manifest(of takes: String) throws -> [Entry] {
    try folder.bytes("\(takes)/manifest.jsonl").split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Entry.self, from: Data($0))
    }
  }

  @Test("The manifest tells of each take, by seed, with what it was made of")
  func manifest() throws {
    let result = batch(["--seeds", "12,3-4,2000000", "--out", "takes"])
    #expect(result.code == 0, "\(result.errors)")
    let entries = try manifest(of: "takes")
    #expect(entries.map(\.seed) == [3, 4, 12, 2_000_000])
    #expect(entries.map(\.midi.name).last == "seed-2000000.mid")
    for entry in entries {
      for file in [entry.midi, try #require(entry.audio)] {
        #expect(folder.bytes("takes/\(file.name)").count == file.size)
        let sum = Program.run(
          [], in: folder, shell: "sha256sum takes/\(file.name)")
        #expect(sum.text.hasPrefix(file.sha256))
      }
      #expect(entry.events == 10 && (-30...0).contains(entry.loudness ?? 1))
      #expect(entry.settings.options["format"] == "flac")
      #expect(entry.settings.options["length"] == "10")
      #expect(Set(entry.settings.files.keys) == ["model", "soundfont"])
      #expect(entry.settings.versions["FluidSynth"] != nil)
      // So that a batch begun in FluidSynth's rooms, by an earlier version, does not go on in others.
      #expect(entry.settings.versions["rooms"] == "1")
    }
    #expect(!folder.bytes("takes/manifest.jsonl").contains(folder.path.utf8))
  }

  @Test("Any number of jobs, and any order of seeds, gives the same folder")
  func jobs() {
    for (jobs, seeds) in [("1", "1-20"), ("2", "20,3-7,1-19"), ("7", "1-20")] {
      #expect(batch(["--seeds", seeds, "--jobs", jobs, "--out", "takes\(jobs)"]).code == 0)
    }
    #expect(contents(of: "takes1").count == 42)
    #expect(contents(of: "takes2") == contents(of: "takes1"))
    #expect(contents(of: "takes7") == contents(of: "takes1"))
  }

  @Test("Killed and started again, a batch ends in the same files and manifest")
  func restart() throws {
    #expect(batch(["--count", "12", "--out", "whole"]).code == 0)
    var kills = 0
    for attempt in 1...6 {
      let result = batch(["--count", "12", "--out", "takes"]) { process in
        let names = fileNames(in: folder.path("takes"))
        // Each time a little later, once at each stage of a file.
        if names.count(where: { $0.hasSuffix(attempt % 2 == 0 ? ".part" : ".flac") }) >= attempt {
          kill(process, SIGKILL)
        }
      }
      if result.code == nil { kills += 1 }
    }
    #expect(kills > 1)
    // What a process that was killed has left, whether there was one by chance or not.
    folder.write([1], to: "takes/.render-1-abc-seed-000003.flac.part")
    folder.write(
      folder.bytes("takes/manifest.jsonl") + Array("{\"seed\":7,".utf8), to: "takes/manifest.jsonl")
    #expect(batch(["--count", "12", "--out", "takes"]).code == 0)
    #expect(contents(of: "takes") == contents(of: "whole"))
    // Nothing is left to do.
    let again = batch(["--count", "12", "--out", "takes"])
    #expect(again.errors.contains("12 of 12 takes are there already"))
    #expect(!again.errors.contains("events"))
  }

  @Test("A take whose file is gone, or shorter, is made again; with --force all are")
  func missing() {
    #expect(batch(["--count", "4", "--out", "takes"]).code == 0)
    let before = contents(of: "takes")
    unlink(folder.path("takes/seed-000002.mid"))
    folder.write([1, 2, 3], to: "takes/seed-000003.flac")
    let result = batch(["--count", "4", "--out", "takes"])
    #expect(result.errors.contains("2 of 4 takes are there already"))
    #expect(contents(of: "takes") == before)
    let forced = batch(["--seeds", "1-3", "--force", "--out", "takes"])
    #expect(forced.errors.contains("3/3"))
    #expect(contents(of: "takes") == before)
  }

  @Test("A change of options, model or primer is explained, and takes are never mixed")
  func changes() throws {
    #expect(batch(["--count", "3", "--out", "takes"]).code == 0)
    let before = contents(of: "takes")
    let otherOption = batch(["--count", "4", "--top-p", "0.5", "--out", "takes"])
    #expect(otherOption.code == 64)
    #expect(otherOption.errors.contains("3 takes in takes were made differently"))
    #expect(otherOption.errors.contains("--top-p 0.5 instead of 0.96"))
    let otherFormat = batch(["--count", "3", "--format", "mid", "--out", "takes"])
    #expect(otherFormat.errors.contains("--format mid instead of flac"))
    #expect(otherFormat.errors.contains("another --soundfont"))
    let primed = batch(["--count", "3", "--primer", "song.mid", "--out", "takes"])
    #expect(primed.errors.contains("another --primer"))
    #expect(contents(of: "takes") == before)
    // Some anew and others as they were is a mixture, too.
    let some = batch(["--seeds", "1", "--top-p", "0.5", "--force", "--out", "takes"])
    #expect(some.code == 64 && some.errors.contains("give their seeds, too"))
    #expect(contents(of: "takes") == before)
    #expect(batch(["--count", "3", "--top-p", "0.5", "--force", "--out", "takes"]).code == 0)
    #expect(try manifest(of: "takes").allSatisfy { $0.settings.options["top-p"] == "0.5" })
  }

  @Test("Of two batches into one folder the second says so and stops")
  func twoAtOnce() {
    var second: Program.Result?
    let first = batch(["--count", "40", "--jobs", "1", "--out", "takes"]) { _ in
      if second == nil, folder.bytes("takes/manifest.jsonl").contains(UInt8(ascii: "\n")) {
        second = batch(["--count", "40", "--out", "takes"])
      }
    }
    #expect(first.code == 0)
    #expect(second?.code == 73)
    #expect(second?.errors.contains("another batch is writing to takes") == true)
    #expect(contents(of: "takes").count == 82)
  }

  @Test("Seeds come from a list, a number or a file, and from one of them")
  func seeds() {
    folder.write(Array("1-2\n7, 9\n\n8\n".utf8), to: "seeds.txt")
    #expect(batch(["--seeds-file", "seeds.txt", "--out", "takes"]).code == 0)
    #expect(
      fileNames(in: folder.path("takes")).filter { $0.hasSuffix(".mid") }
        == [1, 2, 7, 8, 9].map { "seed-00000\($0).mid" })
    folder.write(Array("1-2\nsix\n".utf8), to: "bad.txt")
    let bad = batch(["--seeds-file", "bad.txt", "--out", "takes"])
    #expect(bad.code == 65 && bad.errors.contains("bad.txt: 'six' is neither a seed"))
    #expect(batch(["--seeds-file", "none.txt", "--out", "takes"]).code == 66)
    for arguments in [
      ["--out", "takes"], ["--seeds", "1", "--count", "2", "--out", "takes"],
      ["--count", "0", "--out", "takes"], ["--count", "1", "--jobs", "0", "--out", "takes"],
    ] {
      #expect(batch(arguments).code == 64, "\(arguments)")
    }
  }

  @Test("A manifest that is none is left alone")
  func foreignManifest() {
    folder.makeFolder("takes")
    folder.write(Array("one\ntwo\n".utf8), to: "takes/manifest.jsonl")
    let result = batch(["--count", "1", "--out", "takes"])
    #expect(result.code == 65)
    #expect(result.errors.contains("takes/manifest.jsonl: line 1 is no take of a batch"))
    #expect(folder.bytes("takes/manifest.jsonl") == Array("one\ntwo\n".utf8))
  }

  @Test("A take that fails is reported, the others are finished, and the next run tries it again")
  func failingTake() throws {
    folder.makeFolder("takes")
    folder.makeFolder("takes/seed-000002.mid")
    let result = batch(["--seeds", "1-3", "--out", "takes/", "--json"])
    #expect(result.code == 1)
    #expect(result.errors.contains("seed 2 failed: cannot create takes/seed-000002.mid"))
    #expect(result.errors.contains("1 of 3 takes failed; give the same command again"))
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output))
    #expect(report.takes.map(\.seed) == [1, 3])
    #expect(report.failures.map(\.seed) == [2])
    let takes = fileNames(in: folder.path("takes"))
    #expect(
      takes == [
        "index.html", "manifest.jsonl", "seed-000001.flac", "seed-000001.mid", "seed-000002.mid",
        "seed-000003.flac", "seed-000003.mid", "times.jsonl",
      ])
    rmdir(folder.path("takes/seed-000002.mid"))
    let again = batch(["--seeds", "1-3", "--out", "takes"])
    #expect(again.code == 0 && again.errors.contains("2 of 3 takes are there already"))
    #expect(try manifest(of: "takes").map(\.seed) == [1, 2, 3])
  }

  private struct Report: Decodable {
    struct Take: Decodable { var seed: UInt64 }
    var takes: [Take]
    var failures: [Take]
  }

  @Test("With --plot each take has a picture, which is one of its files")
  func pictures() throws {
    #expect(batch(["--count", "2", "--plot", "svg", "--out", "takes"]).code == 0)
    #expect(folder.bytes("takes/seed-000002.svg").starts(with: Array("<?xml".utf8)))
    let before = contents(of: "takes")
    unlink(folder.path("takes/seed-000002.svg"))
    let again = batch(["--count", "2", "--plot", "svg", "--out", "takes"])
    #expect(again.errors.contains("1 of 2 takes is there already"))
    #expect(contents(of: "takes") == before)
    let without = batch(["--count", "2", "--out", "takes"])
    #expect(without.code == 64 && without.errors.contains("--plot nothing instead of svg"))
  }

  @Test("A batch of MIDI alone writes no audio, and seeds are taken once each")
  func midiAlone() throws {
    let result = batch(["--seeds", "5,1-2,2", "--format", "mid", "--out", "takes"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      fileNames(in: folder.path("takes"))
        == [
          "index.html", "manifest.jsonl", "seed-000001.mid", "seed-000002.mid", "seed-000005.mid",
          "times.jsonl",
        ])
  }

  @Test("A file in the place of the folder ends with 73")
  func fileAsFolder() {
    let result = batch(["--seeds", "1", "--out", "song.mid"])
    #expect(result.code == 73)
    #expect(result.errors.contains("song.mid"))
  }
}
