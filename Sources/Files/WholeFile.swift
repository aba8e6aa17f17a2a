import Glibc

/// All bytes of a file.
public func readFile(_ path: String) throws(FileError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  if descriptor < 0 { throw FileError(.open, path) }
  defer { close(descriptor) }
  var status = stat()
  if fstat(descriptor, &status) != 0 { throw FileError(.read, path) }
  if status.st_mode & S_IFMT == S_IFDIR { throw FileError(.read, path, code: EISDIR) }
  var bytes: [UInt8] = []
  // Pipes and devices do not know their size.
  bytes.reserveCapacity(max(0, status.st_size))
  let part = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  defer { part.deallocate() }
  while true {
    let count = try readSome(into: part, from: descriptor, path: path)
    if count == 0 { return bytes }
    bytes.append(contentsOf: part[..<count])
  }
}

/// Writes a file that appears under its name only when it is complete.
public func writeFile(_ bytes: [UInt8], to path: String) throws(FileError) {
  let file = try AtomicFile(replacing: path)
  try file.write(bytes)
  try file.commit()
}
