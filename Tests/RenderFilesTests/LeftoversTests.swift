import Glibc
import RenderTestSupport
import Testing

@testable import RenderFiles

@Suite("Of temporary files") struct LeftoversTests {
  private let folder = TemporaryFolder()
  private let leftover = ".render-12-abc-a.flac.part"

  private func make(_ name: String) throws {
    let descriptor = open(folder.path(name), O_WRONLY | O_CREAT, 0o600)
    try #require(descriptor >= 0)
    close(descriptor)
  }

  @Test("those of killed processes go when the next one writes there, and nothing else does")
  func killed() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let names = [
        ".render-12-abc-a.flac.part", ".render-x.part", ".render-batch.lock", "a.part", ".b.part",
      ]
      for name in names { close(open(folder.path(name), O_WRONLY | O_CREAT, 0o600)) }
      symlink("a.part", folder.path(".render-12-abc-link.part"))
      mkdir(folder.path(".render-12-abc-folder.part"), 0o777)
      mkfifo(folder.path(".render-12-abc-pipe.part"), 0o600)
      link(folder.path("a.part"), folder.path(".render-12-abc-other-name.part"))
      try writeFile([1], to: folder.path("b.flac"))
      let kept: Set = [
        ".render-batch.lock", "a.part", ".b.part", "b.flac", ".render-12-abc-link.part",
        ".render-12-abc-folder.part", ".render-12-abc-pipe.part", ".render-12-abc-other-name.part",
      ]
      exit(Set(folder.names) == kept ? 0 : 1)
    }
  }

  @Test("those that are being written stay until they have their names")
  func held() throws {
    try make(leftover)
    let files = try Folder(folder.path)
    let file = try AtomicFile(replacing: folder.path("a.flac"))
    let inFolder = try AtomicFile(replacing: "b.flac", in: files)
    AtomicFile.removeLeftovers(in: files)
    #expect(folder.names.count == 2 && !folder.names.contains(leftover))
    for file in [file, inFolder] {
      try file.write([1])
      try file.commit()
    }
    #expect(folder.names == ["a.flac", "b.flac"])
    AtomicFile.removeLeftovers(in: files)
    #expect(folder.bytes("a.flac") == [1] && folder.bytes("b.flac") == [1])
  }

  @Test("those that another process writes stay, and go once it is dead")
  func otherProcess() throws {
    let files = try Folder(folder.path)
    try make(leftover)
    let descriptor = open(folder.path(leftover), O_RDWR)
    #expect(flock(descriptor, LOCK_EX) == 0)
    // A lock belongs to who has opened the file: this is another one than that of the search.
    AtomicFile.removeLeftovers(in: files)
    #expect(folder.names == [leftover])
    close(descriptor)
    AtomicFile.removeLeftovers(in: files)
    #expect(folder.names == [])
  }

  @Test("one whose name was taken away while it was made is made again")
  func race() throws {
    try make(leftover)
    let descriptor = open(folder.path(leftover), O_RDWR)
    defer { close(descriptor) }
    #expect(AtomicFile.hold(descriptor))
    unlink(folder.path(leftover))
    #expect(!AtomicFile.hold(descriptor))
  }
}
