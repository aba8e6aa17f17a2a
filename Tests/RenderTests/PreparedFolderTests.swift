import Glibc
import RenderTestMaterial
import RenderTestSupport
import Testing

/// Batch folders in which somebody else has put something under the names that a batch uses.
struct PreparedFolderTests {
  private let folder: TemporaryFolder
  private let elsewhere = TemporaryFolder()

  private static let diary = Array("dear diary,\ntoday".utf8)

  init() {
    folder = Material.folder()
    elsewhere.write(Self.diary, to: "diary")
  }

  private func run(_ arguments: [String]) -> Program.Result {
    Program.run(arguments, in: folder)
  }

  private func batch(_ arguments: [String] = []) -> Program.Result {
    run(
      [
        "batch", "--count", "2", "--format", "mid", "--model", "model.safetensors", "--length",
        "10", "--out", "takes",
      ] + arguments)
  }

  /// Every name that a batch, a shard of it or a gallery opens.
  static let names = [
    "index.html", "manifest.jsonl", "times.jsonl", "manifest-0-of-2.jsonl", "times-0-of-2.jsonl",
    "times-1-of-2.jsonl", "seed-000001.mid", "seed-000002.mid", ".render-batch.lock",
    ".render-batch-0-of-2.lock",
  ]

  /// What somebody may have put there.
  private static let baits: [String: @Sendable (_ diary: String, _ path: String) -> Int32] = [
    "a link": { symlink($0, $1) },
    "a link that leads nowhere": { symlink($0 + "-2", $1) },
    "a second name": { link($0, $1) },
    "a pipe": { mkfifo($1, 0o666) },
  ]

  @Test("Nothing outside is changed, and nothing waits for ever", arguments: names)
  func baits(name: String) {
    for (bait, put) in Self.baits {
      #expect(batch(["--force"]).code == 0)
      for command in [["gallery", "takes"], ["--shard", "0/2"], []] {
        unlink(folder.path("takes/\(name)"))
        #expect(put(elsewhere.path("diary"), folder.path("takes/\(name)")) == 0)
        let result = command.first == "gallery" ? run(command) : batch(command)
        let what: Comment = "\(name), \(bait), \(command): \(result)"
        #expect(elsewhere.names == ["diary"] && elsewhere.bytes("diary") == Self.diary, what)
        #expect([0, 1, 65, 66, 73].contains(result.code), what)
        if result.code != 0 { #expect(result.errors.contains("takes/\(name)"), what) }
      }
      unlink(folder.path("takes/\(name)"))
    }
  }

  @Test("A take or a page that is a link is made anew in its place")
  func replaced() {
    #expect(batch().code == 0)
    let take = folder.bytes("takes/seed-000002.mid")
    for name in ["index.html", "seed-000002.mid"] {
      unlink(folder.path("takes/\(name)"))
      symlink(elsewhere.path("diary"), folder.path("takes/\(name)"))
    }
    let result = batch()
    #expect(result.code == 0 && result.errors.contains("1 of 2 takes is there already"))
    #expect(folder.bytes("takes/seed-000002.mid") == take)
    #expect(folder.bytes("takes/index.html").starts(with: Array("<!doctype".utf8)))
    #expect(elsewhere.bytes("diary") == Self.diary)
  }

  @Test("A training's folder is no way out either")
  func trainingFolder() {
    folder.makeFolder("mine.training")
    symlink(elsewhere.path("diary"), folder.path("mine.training/log.jsonl"))
    let result = run(
      [
        "train", "song.mid", "--from", "model.safetensors", "--epochs", "1", "--batch-size", "2",
        "--validation-share", "0", "--out", "mine.safetensors",
      ])
    #expect(result.code == 73 && result.errors.contains("mine.training/log.jsonl: it is a link"))
    #expect(elsewhere.bytes("diary") == Self.diary)
  }
}
