import FoundationEssentials
import Glibc
import RenderFiles
import RenderTestMaterial
import RenderTestSupport
import Testing

struct ShardTests {
  private let folder = Material.folder()

  private func render(
    _ arguments: [String], whileRunning: (pid_t) -> Void = { _ in }
  ) -> Program.Result {
    Program.run(arguments, in: folder, whileRunning: whileRunning)
  }

  private func batch(
    _ arguments: [String], whileRunning: (pid_t) -> Void = { _ in }
  ) -> Program.Result {
    render(
      ["batch", "--model", "model.safetensors", "--length", "10", "--format", "flac"] + arguments,
      whileRunning: whileRunning)
  }

  /// Names and bytes, but for the log of times.
  private func contents(of takes: String) -> [String: [UInt8]] {
    let names = fileNames(in: folder.path(takes)).filter { $0 != "times.jsonl" }
    return Dictionary(uniqueKeysWithValues: names.map { ($0, folder.bytes("\(takes)/\($0)")) })
  }

  @Test("Shards, side by side or killed, and the gallery give the folder of the whole batch")
  func shards() throws {
    #expect(batch(["--seeds", "1-9,30", "--out", "whole"]).code == 0)
    var second: Program.Result?
    let first = batch(["--seeds", "1-9,30", "--shard", "0/3", "--jobs", "1", "--out", "takes"]) {
      _ in
      if second == nil {
        second = batch(["--seeds", "1-9,30", "--shard", "1/3", "--out", "takes"])
      }
    }
    #expect(first.code == 0 && second?.code == 0, "\(second?.errors ?? "")")
    // As a shard that was killed leaves it: one take told of, half a line, a file that was being written.
    let told = folder.bytes("takes/manifest-1-of-3.jsonl")
    let end = try #require(told.firstIndex(of: UInt8(ascii: "\n")))
    folder.write(Array(told[...end]) + [UInt8(ascii: "{")], to: "takes/manifest-1-of-3.jsonl")
    folder.write([1], to: "takes/.render-1-abc-seed-000005.flac.part")
    let rest = batch(["--seeds", "1-9,30", "--shard", "1/3", "--out", "takes"])
    #expect(rest.errors.contains("1 of 3 takes is there already"))
    #expect(batch(["--seeds", "1-9,30", "--shard", "2/3", "--out", "takes"]).code == 0)
    let names = fileNames(in: folder.path("takes"))
    #expect(
      names.filter { $0.hasSuffix(".jsonl") }
        == (0..<3).map { "manifest-\($0)-of-3.jsonl" } + (0..<3).map { "times-\($0)-of-3.jsonl" })
    #expect(!names.contains("index.html"))
    let gallery = render(["gallery", "takes", "--json"])
    #expect(gallery.code == 0 && gallery.errors.contains("takes/index.html: 10 takes"))
    #expect(contents(of: "takes") == contents(of: "whole"))
    // Two takes were made once more.
    let lines = folder.bytes("takes/times.jsonl").count { $0 == UInt8(ascii: "\n") }
    #expect(lines == 12)
    // All of it is known to the shards, to the whole batch and to the gallery.
    let again = batch(["--seeds", "1-9,30", "--shard", "1/3", "--out", "takes"])
    #expect(again.errors.contains("3 of 3 takes are there already"))
    let whole = batch(["--seeds", "1-9,30", "--out", "takes"])
    #expect(whole.errors.contains("10 of 10 takes are there already"))
    #expect(contents(of: "takes") == contents(of: "whole"))
  }

  @Test("Of two manifests that tell of one take the one is believed whose files lie there")
  func manifestsThatDisagree() throws {
    let batch = { self.batch(["--count", "6", "--out", "takes"] + $0) }
    for shard in 0..<3 {
      #expect(batch(["--transpose", "0", "--shard", "\(shard)/3"]).code == 0)
    }
    for shard in 0..<2 {
      let result = batch(["--transpose", "2", "--force", "--shard", "\(shard)/2"])
      #expect(result.code == 0, "\(result.errors)")
    }
    #expect(render(["gallery", "takes"]).code == 0)
    #expect(self.batch(["--count", "6", "--transpose", "2", "--out", "whole"]).code == 0)
    #expect(contents(of: "takes") == contents(of: "whole"))
  }

  @Test("Shards leave one another's files alone that are being written, and the gallery's")
  func leftovers() throws {
    folder.makeFolder("takes")
    let names = [
      ".render-1-abc-seed-000001.flac.part", ".render-1-abc-manifest-3-of-4.jsonl.part",
      ".render-1-abc-index.html.part", ".render-batch-3-of-4.lock",
    ]
    let held = try AtomicFile(replacing: folder.path("takes/seed-000002.flac"))
    let kept = fileNames(in: folder.path("takes")) + [names[3]]
    for name in names { folder.write([1], to: "takes/\(name)") }
    #expect(batch(["--count", "3", "--shard", "0/2", "--out", "takes"]).code == 0)
    func hidden() -> Set<String> {
      Set(fileNames(in: folder.path("takes")).filter { $0.hasPrefix(".") })
    }
    #expect(kept.count == 2 && hidden().intersection(names + kept) == Set(kept))
    folder.write([1], to: "takes/.render-1-abc-seed-1.flac.part")
    #expect(render(["gallery", "takes"]).code == 0)
    #expect(hidden() == [kept[0]])
    withExtendedLifetime(held) {}
  }

  @Test("Numbers that nobody has measured do no harm")
  func hostileNumbers() throws {
    #expect(batch(["--count", "1", "--out", "takes"]).code == 0)
    let text = String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
    for number in ["1e300", "-5", "\"nan\"", "\"-inf\"", "0"] {
      let seconds = text.replacing(/"seconds":[0-9.]+/, with: "\"seconds\":\(number)")
      let loudness = seconds.replacing(/"loudness":-[0-9.]+/, with: "\"loudness\":\(number)")
      #expect(seconds != text && loudness != seconds)
      folder.write(Array(loudness.utf8), to: "takes/manifest.jsonl")
      #expect(render(["gallery", "takes"]).code == 0, "\(number)")
    }
  }

  @Test("The whole batch takes in what shards have made")
  func wholeAfterShards() {
    #expect(batch(["--count", "5", "--out", "whole"]).code == 0)
    #expect(batch(["--count", "5", "--shard", "1/2", "--out", "takes"]).code == 0)
    let rest = batch(["--count", "5", "--out", "takes/"])
    #expect(rest.errors.contains("2 of 5 takes are there already"))
    #expect(contents(of: "takes") == contents(of: "whole"))
  }

  @Test("Shards that were made differently are not put together")
  func mixture() {
    #expect(batch(["--count", "4", "--shard", "0/2", "--out", "takes"]).code == 0)
    let other = batch(["--count", "4", "--shard", "1/2", "--top-p", "0.5", "--out", "takes"])
    #expect(other.code == 64 && other.errors.contains("--top-p 0.5 instead of 0.96"))
    // With force each shard makes its own part anew, one after the other.
    let anew = ["--count", "4", "--top-p", "0.5", "--force", "--out", "takes", "--shard"]
    #expect(batch(anew + ["1/2"]).code == 0)
    let gallery = render(["gallery", "takes"])
    #expect(gallery.code == 64, "\(gallery.errors)")
    #expect(gallery.errors.contains("2 takes in takes were made differently"))
    #expect(batch(anew + ["0/2"]).code == 0)
    #expect(render(["gallery", "takes"]).code == 0)
  }

  @Test("A gallery stops where a batch works, leaves out what is gone and needs takes")
  func gallery() throws {
    #expect(render(["gallery", "none"]).code == 66)
    #expect(!fileNames(in: folder.path).contains("none"))
    folder.makeFolder("empty")
    #expect(render(["gallery", "empty"]).errors.contains("there are no takes in empty"))
    #expect(fileNames(in: folder.path("empty")).isEmpty)
    #expect(batch(["--count", "20", "--shard", "0/2", "--out", "takes"]).code == 0)
    do {
      let shard = try FileLock(
        ".render-batch.lock", in: Folder(folder.path("takes")), isShared: true)
      let during = render(["gallery", "takes"])
      #expect(during.code == 73 && during.errors.contains("another batch is writing"))
      withExtendedLifetime(shard) {}
    }
    // Of the same size, and another file.
    var midi = folder.bytes("takes/seed-000005.mid")
    midi[midi.count - 1] ^= 1
    folder.write(midi, to: "takes/seed-000005.mid")
    unlink(folder.path("takes/seed-000003.mid"))
    let gone = render(["gallery", "takes"])
    #expect(gone.code == 0 && gone.errors.contains("2 of 10 takes are left out"))
    let seeds = try PageData(of: "takes", in: folder).takes.map(\.seed)
    #expect(seeds == ["1", "7", "9", "11", "13", "15", "17", "19"])
    for name in fileNames(in: folder.path("takes")) where name.hasSuffix(".mid") {
      unlink(folder.path("takes/\(name)"))
    }
    let before = contents(of: "takes")
    let none = render(["gallery", "takes"])
    #expect(none.code == 66 && none.errors.contains("the files of all 8 takes in takes are gone"))
    #expect(contents(of: "takes") == before)
  }

  @Test("A manifest that names files elsewhere is refused")
  func foreignNames() throws {
    #expect(batch(["--count", "1", "--out", "takes"]).code == 0)
    let text = String(decoding: folder.bytes("takes/manifest.jsonl"), as: UTF8.self)
    for name in ["../song.mid", "javascript:alert(1)", "seed-000002.mid"] {
      let other = text.replacing("seed-000001.mid", with: name)
      #expect(other != text)
      folder.write(Array(other.utf8), to: "takes/manifest.jsonl")
      let result = render(["gallery", "takes"])
      #expect(result.code == 65 && result.errors.contains("line 1 is no take"), "\(name)")
    }
  }

  @Test(
    "A shard that cannot be is refused", arguments: ["4/4", "-1/4", "1", "1/0", "a/b", "1/2/3"])
  func impossible(shard: String) {
    #expect(batch(["--count", "4", "--shard=\(shard)", "--out", "takes"]).code == 64)
  }
}
