import RenderSystem

/// A file that is read from any position, without being loaded.
public struct InputFile: ~Copyable {
  /// The path as it was given.
  public let path: String
  /// The size in bytes that the file had when it was opened.
  public let size: Int
  private let descriptor: Int32

  /// Opens a regular file.
  public init(path: String) throws(FileError) { try self.init(path, path: path, in: nil) }

  /// Opens a regular file of a folder, by its name.
  public init(_ name: String, in folder: Folder) throws(FileError) {
    try self.init(name, path: folder.path(of: name), in: folder)
  }

  private init(_ name: String, path: String, in folder: Folder?) throws(FileError) {
    let (descriptor, status) = try openRegularFile(name, O_RDONLY, in: folder)
    self.path = path
    size = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The bytes from `offset` on, `count` of them or as many as there are.
  ///
  /// - Throws: `FileError` where they cannot be read.
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
