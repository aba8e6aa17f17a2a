import RenderSystem

/// Opens a regular file: by its path or, in a folder that is held open, by its name and through no
/// link.
///
/// - Parameter operation: the operation that an error names.
func openRegularFile(
  _ name: String, _ flags: Int32, in folder: Folder? = nil,
  as operation: FileError.Operation = .open
) throws(FileError) -> (descriptor: Int32, status: stat) {
  let path = folder?.path(of: name) ?? name
  // A pipe without a writer would wait for ever.
  let flags = flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (folder == nil ? 0 : O_NOFOLLOW)
  let descriptor = openat(folder?.descriptor ?? AT_FDCWD, name, flags, 0o666)
  // ENXIO is the error of a socket, and of a pipe that nobody reads.
  if descriptor < 0 { throw FileError(operation, path, code: errno == ENXIO ? ESPIPE : errno) }
  var status = stat()
  var code = fstat(descriptor, &status) == 0 ? 0 : errno
  if code == 0, status.st_mode & S_IFMT == S_IFDIR { code = EISDIR }
  // Pipes and devices have no size and no positions.
  if code == 0, status.st_mode & S_IFMT != S_IFREG { code = ESPIPE }
  if code == 0 { return (descriptor, status) }
  close(descriptor)
  throw FileError(operation, path, code: code)
}

/// Writes all of `bytes`, however many calls that takes.
func writeAll(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
) throws(FileError) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
    if count < 0 {
      if errno == EINTR { continue }
      throw FileError(.write, path)
    }
    rest = rest.dropFirst(count)
  }
}

/// Reads what is there, at most `buffer.count` bytes; 0 is the end.
func readSome(
  into buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32, path: String
) throws(FileError) -> Int {
  while true {
    let count = read(descriptor, buffer.baseAddress, buffer.count)
    if count >= 0 { return count }
    if errno != EINTR { throw FileError(.read, path) }
  }
}

/// Fills a buffer; with fewer bytes only at the end of the file.
func readFully(
  into buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32, path: String
) throws(FileError) -> Int {
  var count = 0
  while count < buffer.count {
    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
    let step = try readSome(into: rest, from: descriptor, path: path)
    if step == 0 { break }
    count += step
  }
  return count
}
