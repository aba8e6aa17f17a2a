import RenderSystem

/// A file without a name, for what does not fit into memory: the system frees it when it is closed,
/// however the program ends.
public struct ScratchFile: ~Copyable {
  private let folder: String
  private let descriptor: Int32

  /// Opens a scratch file on the file system of `folder`; by default of `TMPDIR` or `/var/tmp`
  /// (`/tmp` often lives in memory).
  public init(in folder: String? = nil) throws(FileError) {
    let folder = folder ?? Self.defaultFolder
    self.folder = folder
    var template = Array("\(folder)/.render-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    if descriptor < 0 { throw FileError(.create, "a temporary file in \(folder)") }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  deinit { close(descriptor) }

  /// Appends all of `bytes` at the present position.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try writeAll(bytes, to: descriptor, path: "a temporary file in \(folder)")
  }

  /// Fills `buffer` from the present position, and gives the number of bytes; fewer than the buffer takes
  /// only at the end of the file.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try readFully(into: buffer, from: descriptor, path: "a temporary file in \(folder)")
  }

  /// Moves the position to the beginning.
  public func rewind() throws(FileError) {
    if lseek(descriptor, 0, SEEK_SET) < 0 {
      throw FileError(.seek, "a temporary file in \(folder)")
    }
  }

  static var defaultFolder: String {
    if let folder = getenv("TMPDIR"), folder[0] != 0 { return String(cString: folder) }
    return "/var/tmp"
  }
}
