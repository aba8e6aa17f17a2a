import Glibc

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

/// Fills a buffer; less only at the end of the file.
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
