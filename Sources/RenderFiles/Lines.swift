import RenderSystem

/// Files that grow by a line while others read them, and that a killed process may have left with half
/// a line at their end.
extension Folder {
  /// Removes what follows the last line feed of a file: it was being written when a process was killed.
  /// Nothing is done where there is no file.
  public func dropHalfLine(of name: String) throws(FileError) {
    guard holds(name) else { return }
    let descriptor = try openForChange(name, O_RDWR)
    defer { close(descriptor) }
    let path = path(of: name)
    let size = lseek(descriptor, 0, SEEK_END)
    let end = try endOfLastLine(of: descriptor, size: size, path: path)
    if end < size, ftruncate(descriptor, end) != 0 { throw FileError(.write, path) }
  }

  /// Appends a line in one piece, or nothing of it.
  public func appendLine(_ line: some Sequence<UInt8>, to name: String) throws(FileError) {
    let bytes = Array(line) + [UInt8(ascii: "\n")]
    let descriptor = try openForChange(name, O_WRONLY | O_CREAT | O_APPEND, as: .create)
    defer { close(descriptor) }
    let end = lseek(descriptor, 0, SEEK_END)
    do throws(FileError) {
      try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
        try writeAll(UnsafeRawBufferPointer(buffer), to: descriptor, path: path(of: name))
      }
    } catch {
      // Half a line would spoil the next one.
      _ = ftruncate(descriptor, end)
      throw error
    }
  }

  /// Opens a regular file that is changed in place. Where it has another name, outside of the folder
  /// perhaps, a copy takes its place first, so that what has the other name stays as it is.
  private func openForChange(
    _ name: String, _ flags: Int32, as operation: FileError.Operation = .open
  ) throws(FileError) -> Int32 {
    let (descriptor, status) = try openRegularFile(name, flags, in: self, as: operation)
    guard status.st_nlink > 1 else { return descriptor }
    close(descriptor)
    try copyInPlace(name)
    return try openRegularFile(name, flags, in: self, as: operation).descriptor
  }

  private func copyInPlace(_ name: String) throws(FileError) {
    let original = try InputFile(name, in: self)
    let copy = try AtomicFile(replacing: name, in: self)
    var offset = 0
    while offset < original.size {
      let part = try original.read(at: offset, count: 1 << 20)
      if part.isEmpty { break }
      try copy.write(part)
      offset += part.count
    }
    try copy.commit()
  }

  /// The offset behind the last line feed, found from the end of the file in blocks; 0 where there is none.
  private func endOfLastLine(
    of descriptor: Int32, size: Int, path: String
  ) throws(FileError) -> Int {
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var end = size
    while end > 0 {
      let start = max(0, end - block.count)
      let count = pread(descriptor, &block, end - start, start)
      if count < 0, errno == EINTR { continue }
      if count < end - start { throw FileError(.read, path, code: count < 0 ? errno : EIO) }
      if let last = block[..<count].lastIndex(of: UInt8(ascii: "\n")) { return start + last + 1 }
      end = start
    }
    return 0
  }
}
