import RenderSystem

/// The bytes of a file: a regular one, a pipe or a device.
///
/// - Parameters:
///   - limit: the most bytes that a file of its kind may have.
///   - mayBegin: whether a file of its kind may begin with these bytes. What does not is not worth reading: of a pipe or a
///     device that begins with other bytes these are all that is given.
/// - Throws: `FileError`, for a file above the limit with that limit.
public func readFile(
  _ path: String, atMost limit: ReadingLimit, mayBegin: ([UInt8]) -> Bool = { _ in true }
) throws(FileError) -> [UInt8] {
  let (bytes, isWhole) = try readBeginning(
    of: path, upTo: limit.bytes, refusesLarger: true, mayBegin)
  guard isWhole else { throw FileError(path, above: limit) }
  return bytes
}

/// The first bytes of a file, `count` of them or as many as there are.
public func readFile(_ path: String, first count: Int) throws(FileError) -> [UInt8] {
  try readBeginning(of: path, upTo: count, refusesLarger: false) { _ in true }.bytes
}

/// - Parameter refusesLarger: whether nothing is read of a regular file that has more.
/// - Returns: the bytes, and whether there were no more.
private func readBeginning(
  of path: String, upTo limit: Int, refusesLarger: Bool, _ mayBegin: ([UInt8]) -> Bool
) throws(FileError) -> (bytes: [UInt8], isWhole: Bool) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  if descriptor < 0 { throw FileError(.open, path) }
  defer { close(descriptor) }
  var status = stat()
  if fstat(descriptor, &status) != 0 { throw FileError(.read, path) }
  if status.st_mode & S_IFMT == S_IFDIR { throw FileError(.read, path, code: EISDIR) }
  if refusesLarger, status.st_size > limit { return ([], false) }
  // Pipes and devices do not know their size.
  let size = min(limit, max(0, Int(status.st_size)))
  try requireMemory(size, for: path)
  var bytes = try [UInt8](unsafeUninitializedCapacity: size) { (room, count) throws(FileError) in
    count = try readFully(
      into: UnsafeMutableRawBufferPointer(room), from: descriptor, path: path)
  }
  let part = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  defer { part.deallocate() }
  var isUnknown = size == 0
  while refusesLarger || bytes.count < limit {
    let count = try readSome(into: part, from: descriptor, path: path)
    if count == 0 { return (bytes, true) }
    guard bytes.count + count <= limit || !refusesLarger else { return (bytes, false) }
    if bytes.count + count > bytes.capacity { try requireMemory(2 * bytes.capacity, for: path) }
    bytes.append(contentsOf: part[..<min(count, limit - bytes.count)])
    if isUnknown, bytes.count >= 16 {
      guard mayBegin(bytes) else { return (bytes, true) }
      isUnknown = false
    }
  }
  return (bytes, true)
}

/// Refuses to read what there is no memory for: an array that gets none ends the program.
private func requireMemory(_ count: Int, for path: String) throws(FileError) {
  guard count > 1 << 20 else { return }
  let room = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
  guard let room, room != MAP_FAILED else { throw FileError(.read, path, code: ENOMEM) }
  munmap(room, count)
}

/// Writes a file that appears under its name only when it is complete.
public func writeFile(_ bytes: [UInt8], to path: String) throws(FileError) {
  let file = try AtomicFile(replacing: path)
  try file.write(bytes)
  try file.commit()
}
