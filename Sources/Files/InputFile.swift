import Glibc

/// A file that is read from any position, without being loaded.
public struct InputFile: ~Copyable {
  public let path: String
  /// In bytes, when it was opened.
  public let size: Int
  private let descriptor: Int32

  /// Opens a regular file.
  public init(path: String) throws(FileError) {
    let (descriptor, size) = try Self.openRegularFile(path)
    self.path = path
    self.size = size
    self.descriptor = descriptor
  }

  private static func openRegularFile(
    _ path: String
  ) throws(FileError) -> (descriptor: Int32, size: Int) {
    // A pipe without a writer would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 { throw FileError(.open, path) }
    var status = stat()
    var code = fstat(descriptor, &status) == 0 ? 0 : errno
    if code == 0, status.st_mode & S_IFMT == S_IFDIR { code = EISDIR }
    // Pipes and devices have no size and no positions.
    if code == 0, status.st_mode & S_IFMT != S_IFREG { code = ESPIPE }
    if code != 0 {
      close(descriptor)
      throw FileError(.open, path, code: code)
    }
    return (descriptor, Int(status.st_size))
  }

  deinit { close(descriptor) }

  /// The bytes from `offset` on, `count` of them or as many as there are.
  public func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    let count = max(0, min(count, size - offset))
    return try [UInt8](unsafeUninitializedCapacity: count) { (room, filled) throws(FileError) in
      while filled < count {
        let step = pread(descriptor, room.baseAddress! + filled, count - filled, offset + filled)
        if step < 0, errno == EINTR { continue }
        if step < 0 { throw FileError(.read, path) }
        if step == 0 { break }
        filled += step
      }
    }
  }
}
