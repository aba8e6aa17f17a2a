import Glibc
import RenderTestSupport
import Testing

@testable import RenderFiles

@Suite("A folder that somebody else has prepared") struct FolderTests {
  private let folder = TemporaryFolder()
  private let elsewhere = TemporaryFolder()
  private let files: Folder

  init() throws { files = try Folder(folder.path + "/") }

  /// All that can be done to a file of a folder.
  private static let uses: [String: @Sendable (Folder) throws -> Void] = [
    "reading": { _ = try $0.read("name") },
    "appending": { try $0.appendLine("x".utf8, to: "name") },
    "cutting": { try $0.dropHalfLine(of: "name") },
    "locking": { _ = try FileLock("name", in: $0) },
    "replacing": { try $0.write([1], to: "name") },
  ]

  @Test("A link is replaced, and neither read nor written through", arguments: uses.keys.sorted())
  func links(use: String) throws {
    let outside = Array("mine\nhalf".utf8)
    let target = elsewhere.write(outside, to: "diary")
    for target in [target, elsewhere.path("none"), folder.path("name")] {
      symlink(target, folder.path("name"))
      if use == "replacing" {
        try Self.uses[use]!(files)
        #expect(folder.bytes("name") == [1])
        var status = stat()
        #expect(lstat(folder.path("name"), &status) == 0 && status.st_mode & S_IFMT == S_IFREG)
      } else {
        let error = #expect(throws: FileError.self) { try Self.uses[use]!(files) }
        #expect(error?.code == ELOOP && error?.description.contains("it is a link; put") == true)
      }
      #expect(elsewhere.bytes("diary") == outside && elsewhere.names == ["diary"])
      unlink(folder.path("name"))
    }
  }

  @Test("Pipes, devices and sockets are refused at once", arguments: uses.keys.sorted())
  func specialFiles(use: String) throws {
    let makers: [(String) -> Int32] = [
      { mkfifo($0, 0o666) }, Self.makeSocket,
      // Only root may make one.
      { mknod($0, S_IFCHR | 0o666, 0x0103) },
    ]
    for make in makers where make(folder.path("name")) == 0 {
      let error = #expect(throws: FileError.self) { try Self.uses[use]!(files) }
      #expect(error?.code == ESPIPE, "\(String(describing: error))")
      #expect(error?.description.contains("not a regular file; remove it") == true)
      unlink(folder.path("name"))
    }
    #expect(folder.names.isEmpty)
  }

  private static func makeSocket(_ path: String) -> Int32 {
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  @Test("What it holds is told by names, of which links have no size")
  func names() throws {
    folder.write([1, 2], to: "b")
    folder.write([], to: "a")
    symlink(folder.path("b"), folder.path("c"))
    folder.makeFolder("d")
    #expect(files.names == ["a", "b", "c", "d"])
    #expect(["a", "b", "c", "d", "e"].map { files.size(of: $0) } == [0, 2, nil, nil, nil])
    #expect(files.holds("c") && files.holds("d") && !files.holds("e"))
    #expect(try files.read("b") == [1, 2] && files.path(of: "b") == folder.path("b"))
    files.remove("c")
    #expect(files.names == ["a", "b", "d"] && folder.bytes("b") == [1, 2])
  }

  @Test("It stays the same folder, whatever takes its name meanwhile")
  func moved() throws {
    let inner = folder.path("inner")
    folder.makeFolder("inner")
    let files = try Folder(inner)
    rename(inner, folder.path("moved"))
    symlink(elsewhere.path, inner)
    try files.write([7], to: "name")
    try files.appendLine("x".utf8, to: "list")
    #expect(elsewhere.names.isEmpty)
    #expect(folder.bytes("moved/name") == [7] && folder.bytes("moved/list") == Array("x\n".utf8))
  }

  @Test("A file that is larger than its reader expects is refused before memory is taken")
  func large() throws {
    folder.write([1, 2, 3], to: "name")
    #expect(truncate(folder.path("name"), 1 << 40) == 0)
    let error = #expect(throws: FileError.self) { try files.read("name") }
    #expect(error?.code == EFBIG && error?.description.contains("remove it") == true)
    #expect(try InputFile("name", in: files).read(at: 0, count: 3) == [1, 2, 3])
  }

  @Test("One that is none, or is not there, cannot be opened")
  func missing() {
    #expect(throws: FileError(.open, "/none", code: ENOENT)) { _ = try Folder("/none/") }
    #expect(throws: FileError(.open, "/dev/null", code: ENOTDIR)) { _ = try Folder("/dev/null") }
  }
}
