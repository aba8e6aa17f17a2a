import RenderSystem

/// The bytes of a file, all of them or the first `limit`.
public func readFile(_ path: String, first limit: Int = .max) throws(FileError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  if descriptor < 0 { throw FileError(.open, path) }
  defer { close(descriptor) }
  var status = stat()
  if fstat(descriptor, &status) != 0 { throw FileError(.read, path) }
  if status.st_mode & S_IFMT == S_IFDIR { throw FileError(.read, path, code: EISDIR) }
  // Pipes and devices do not know their size.
  let size = min(limit, max(0, Int(status.st_size)))
  var bytes = try [UInt8](unsafeUninitializedCapacity: size) { (room, count) throws(FileError) in
    count = try readFully(
      into: UnsafeMutableRawBufferPointer(room), from: descriptor, path: path)
  }
  let part = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  defer { part.deallocate() }
  while bytes.count < limit {
    let count = try readSome(into: part, from: descriptor, path: path)
    if count == 0 { break }
    bytes.append(contentsOf: part[..<min(count, limit - bytes.count)])
  }
  return bytes
}

/// Writes a file that appears under its name only when it is complete.
public func writeFile(_ bytes: [UInt8], to path: String) throws(FileError) {
  let file = try AtomicFile(replacing: path)
  try file.write(bytes)
  try file.commit()
}
