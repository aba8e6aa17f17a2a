import Glibc
import RenderTestSupport
import Testing

@testable import RenderFiles

@Suite("A file that is written") struct AtomicFileTests {
  private let folder = TemporaryFolder()

  @Test("appears under its name when it is committed, and not before")
  func commit() throws {
    let path = folder.path("a.txt")
    let file = try AtomicFile(replacing: path)
    try file.write(Array("new".utf8))
    #expect(access(path, F_OK) != 0)
    try file.commit()
    #expect(contents(path) == "new")
    #expect(folder.names == ["a.txt"])
  }

  @Test("leaves what was there, and nothing else, when it is given up")
  func abandon() throws {
    let path = folder.path("a.txt")
    try write("old", to: path)
    do {
      let file = try AtomicFile(replacing: path)
      try file.write(Array("half".utf8))
    }
    #expect(contents(path) == "old")
    #expect(folder.names == ["a.txt"])
  }

  @Test("is removed when the program is interrupted")
  func interrupt() throws {
    let registry = TemporaryFiles()
    let file = try AtomicFile(replacing: folder.path("a.txt"), registry: registry)
    try file.write(Array("half".utf8))
    #expect(folder.names.count == 1)
    registry.removeAll()
    #expect(folder.names == [])
    #expect(throws: FileError.self) { try file.commit() }
  }

  @Test("keeps the permissions of what it replaces, and a link a link")
  func permissionsAndLinks() throws {
    let path = folder.path("a.txt")
    let link = folder.path("link.txt")
    try write("old", to: path)
    chmod(path, 0o640)
    symlink(path, link)
    let file = try AtomicFile(replacing: link)
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(contents(path) == "new")
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test("goes straight into a device, which stays one")
  func device() throws {
    let file = try AtomicFile(replacing: "/dev/null")
    #expect(!file.isRegular)
    try file.write(Array("gone".utf8))
    try file.commit()
    var status = stat()
    #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test("says that the disk is full")
  func fullDisk() throws {
    let file = try AtomicFile(replacing: "/dev/full")
    let error = #expect(throws: FileError.self) { try file.write(Array("x".utf8)) }
    #expect(error == FileError(.write, "/dev/full", code: ENOSPC))
    #expect(error?.isOutOfSpace == true)
    #expect(
      error?.description == "cannot write /dev/full: No space left on device; "
        + "free some space or write somewhere else")
  }

  @Test("cannot be a folder, or lie in one that is not there")
  func badPlaces() {
    let asFolder = #expect(throws: FileError.self) { try AtomicFile(replacing: folder.path) }
    #expect(asFolder?.code == EISDIR)
    let nowhere = folder.path("none/a.txt")
    let missing = #expect(throws: FileError.self) { try AtomicFile(replacing: nowhere) }
    #expect(missing == FileError(.create, nowhere, code: ENOENT))
  }
}

@Suite("A stream of bytes") struct DescriptorTests {
  @Test("that nobody reads any more says so")
  func closedPipe() {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let error = #expect(throws: FileError.self) {
      try Array("x".utf8).withUnsafeBytes { try writeAll($0, to: ends[1], path: "a pipe") }
    }
    #expect(error?.isClosedPipe == true)
  }

  @Test("larger than a pipe arrives whole")
  func partialWrites() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    // A full pipe takes only a part of a large write and blocks on the rest.
    let sent = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var reader = pthread_t()
    let received = Received(descriptor: ends[0])
    let argument = Unmanaged.passUnretained(received).toOpaque()
    pthread_create(
      &reader, nil,
      { argument in
        Unmanaged<Received>.fromOpaque(argument!).takeUnretainedValue().readAll()
        return nil
      }, argument)
    try sent.withUnsafeBytes { try writeAll($0, to: ends[1], path: "a pipe") }
    close(ends[1])
    pthread_join(reader, nil)
    #expect(received.bytes == sent)
  }

  private final class Received {
    let descriptor: Int32
    var bytes: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    func readAll() {
      var buffer = [UInt8](repeating: 0, count: 7000)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count <= 0 { break }
        bytes += buffer[..<count]
      }
      close(descriptor)
    }
  }
}

@Suite("A scratch file") struct ScratchFileTests {
  @Test("gives back what was written, and has no name")
  func roundTrip() throws {
    let folder = TemporaryFolder()
    let scratch = try ScratchFile(in: folder.path)
    let sent = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try sent.withUnsafeBytes { try scratch.write($0) }
    #expect(folder.names == [])
    try scratch.rewind()
    var received = [UInt8](repeating: 0, count: 60_000)
    let first = try received.withUnsafeMutableBytes { try scratch.read(into: $0) }
    #expect(first == 60_000 && received[...] == sent[..<60_000])
    let second = try received.withUnsafeMutableBytes { try scratch.read(into: $0) }
    #expect(second == 40_000 && received[..<40_000] == sent[60_000...])
  }
}

@Suite("A file that is read") struct InputFileTests {
  @Test("gives the bytes of any place, and fewer at its end")
  func reading() throws {
    let folder = TemporaryFolder()
    let path = folder.path("a.txt")
    try write("0123456789", to: path)
    let file = try InputFile(path: path)
    #expect(file.size == 10)
    #expect(try file.read(at: 3, count: 4) == Array("3456".utf8))
    #expect(try file.read(at: 8, count: 4) == Array("89".utf8))
    #expect(try file.read(at: 10, count: 4) == [])
    #expect(try file.read(at: 1 << 40, count: 4) == [])
  }

  @Test("has to be there, and neither a folder nor a device")
  func badPlaces() {
    #expect(throws: FileError(.open, "/none", code: ENOENT)) { _ = try InputFile(path: "/none") }
    #expect(throws: FileError(.open, "/dev", code: EISDIR)) { _ = try InputFile(path: "/dev") }
    #expect(throws: FileError(.open, "/dev/zero", code: ESPIPE)) {
      _ = try InputFile(path: "/dev/zero")
    }
  }
}

// MARK: - Support

private func write(_ text: String, to path: String) throws {
  let file = try AtomicFile(replacing: path)
  try file.write(Array(text.utf8))
  try file.commit()
}

private func contents(_ path: String) -> String? {
  guard let file = try? InputFile(path: path), let bytes = try? file.read(at: 0, count: file.size)
  else { return nil }
  return String(decoding: bytes, as: UTF8.self)
}
