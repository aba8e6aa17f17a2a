import Files
import Glibc
import TestSupport
import Testing

struct FileLockTests {
  private let folder = TemporaryFolder()

  @Test("A lock is held by one at a time, and leaves nothing behind")
  func lock() throws {
    let path = folder.path("lock")
    var first = try FileLock(path: path)
    #expect(first != nil)
    #expect(try FileLock(path: path) == nil)
    first = nil
    #expect(folder.names.isEmpty)
    let third = try FileLock(path: path)
    #expect(third != nil)
    #expect(throws: FileError(.create, folder.path("none/lock"), code: ENOENT)) {
      _ = try FileLock(path: folder.path("none/lock"))
    }
  }

  @Test("Those who share a lock keep others out; who holds it alone afterwards removes its file")
  func sharedLock() throws {
    let path = folder.path("lock")
    var first = try FileLock(path: path, isShared: true)
    var second = try FileLock(path: path, isShared: true)
    #expect(first != nil && second != nil)
    #expect(try FileLock(path: path) == nil)
    first = nil
    #expect(try FileLock(path: path) == nil)
    #expect(try FileLock(path: path, isShared: true) != nil)
    second = nil
    #expect(folder.names == ["lock"])
    var alone = try FileLock(path: path)
    #expect(alone != nil)
    #expect(try FileLock(path: path, isShared: true) == nil)
    alone = nil
    #expect(folder.names.isEmpty)
  }

  @Test("A line is appended in one piece, or nothing of it")
  func lines() throws {
    let path = folder.path("list")
    try appendLine("one".utf8, to: path)
    try appendLine("two".utf8, to: path)
    #expect(folder.bytes("list") == Array("one\ntwo\n".utf8))
    #expect(throws: FileError.self) { try appendLine("x".utf8, to: "/dev/full") }
    #expect(throws: FileError.self) { try appendLine("x".utf8, to: folder.path) }
  }

  @Test("Half a line at the end of a list goes, and nothing else")
  func halfLine() throws {
    for (text, rest) in [
      ("one\ntw", "one\n"), ("one\n", "one\n"), ("on", ""), ("", ""),
      (
        String(repeating: "x", count: 9000) + "\n" + String(repeating: "y", count: 9000),
        String(repeating: "x", count: 9000) + "\n"
      ),
    ] {
      folder.write(Array(text.utf8), to: "list")
      try dropHalfLine(of: folder.path("list"))
      #expect(folder.bytes("list") == Array(rest.utf8))
    }
    try dropHalfLine(of: folder.path("none"))
    #expect(!folder.names.contains("none"))
  }

  @Test("A name as long as the system allows can be written, whatever its letters")
  func longName() throws {
    let name = String(repeating: "\u{1F3B9}", count: 63)
    try writeFile([1], to: folder.path(name))
    #expect(folder.names == [name])
  }

  @Test("Of what killed processes have left, only files with these names go")
  func leftovers() throws {
    folder.write([], to: ".render-12-abc-a-b.flac.part")
    folder.write([], to: ".render-12-abc-other.flac.part")
    folder.write([], to: "a-b.flac")
    AtomicFile.removeLeftovers(in: folder.path) { $0 == "a-b.flac" }
    #expect(folder.names == [".render-12-abc-other.flac.part", "a-b.flac"])
    // One that is being written is called so.
    let file = try AtomicFile(replacing: folder.path("a-b.flac"))
    #expect(folder.names.count == 3)
    AtomicFile.removeLeftovers(in: folder.path) { $0 == "a-b.flac" }
    #expect(folder.names == [".render-12-abc-other.flac.part", "a-b.flac"])
    withExtendedLifetime(file) {}
  }
}
