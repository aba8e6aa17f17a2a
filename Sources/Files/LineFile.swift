import Glibc

/// Drops what follows the last line feed: it was being written when a process was killed.
public func dropHalfLine(of path: String) throws(FileError) {
  let descriptor = open(path, O_RDWR | O_CLOEXEC)
  guard descriptor >= 0 else {
    let failure = FileError(.open, path)
    if failure.code == ENOENT { return }
    throw failure
  }
  defer { close(descriptor) }
  var end = lseek(descriptor, 0, SEEK_END)
  var byte: UInt8 = 0
  while end > 0, pread(descriptor, &byte, 1, end - 1) == 1, byte != UInt8(ascii: "\n") { end -= 1 }
  guard ftruncate(descriptor, end) == 0 else { throw FileError(.write, path) }
}

/// Appends a line in one piece, or nothing of it: to a log or a list that grows while others read it.
public func appendLine(_ line: some Sequence<UInt8>, to path: String) throws(FileError) {
  let bytes = Array(line) + [UInt8(ascii: "\n")]
  let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw FileError(.create, path) }
  defer { close(descriptor) }
  let end = lseek(descriptor, 0, SEEK_END)
  do throws(FileError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
      try writeAll(UnsafeRawBufferPointer(buffer), to: descriptor, path: path)
    }
  } catch {
    // Half a line would spoil the next one.
    _ = ftruncate(descriptor, end)
    throw error
  }
}
