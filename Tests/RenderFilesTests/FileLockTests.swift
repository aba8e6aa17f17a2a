import Glibc
import RenderFiles
import RenderTestSupport
import Testing

struct FileLockTests {
  private let folder = TemporaryFolder()

  @Test("A lock is held by one at a time, and leaves nothing behind")
  func lock() throws {
    let files = try Folder(folder.path)
    var first = try FileLock("lock", in: files)
    #expect(first != nil)
    #expect(try FileLock("lock", in: files) == nil)
    first = nil
    #expect(folder.names.isEmpty)
    let third = try FileLock("lock", in: files)
    #expect(third != nil)
  }

  @Test("Those who share a lock keep others out; who holds it alone afterwards removes its file")
  func sharedLock() throws {
    let files = try Folder(folder.path)
    var first = try FileLock("lock", in: files, isShared: true)
    var second = try FileLock("lock", in: files, isShared: true)
    #expect(first != nil && second != nil)
    #expect(try FileLock("lock", in: files) == nil)
    first = nil
    #expect(try FileLock("lock", in: files) == nil)
    #expect(try FileLock("lock", in: files, isShared: true) != nil)
    second = nil
    #expect(folder.names == ["lock"])
    var alone = try FileLock("lock", in: files)
    #expect(alone != nil)
    #expect(try FileLock("lock", in: files, isShared: true) == nil)
    alone = nil
    #expect(folder.names.isEmpty)
  }

  @Test("A name as long as the system allows can be written, whatever its letters")
  func longName() throws {
    let name = String(repeating: "\u{1F3B9}", count: 63)
    try writeFile([1], to: folder.path(name))
    #expect(folder.names == [name])
  }
}
