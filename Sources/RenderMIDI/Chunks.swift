/// Chunk identifiers and big-endian words, within bounds that the caller has checked.
extension Span<UInt8> {
  func bigEndian16(at offset: Int) -> UInt16 {
    UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
  }

  func bigEndian32(at offset: Int) -> UInt32 {
    UInt32(bigEndian16(at: offset)) << 16 | UInt32(bigEndian16(at: offset + 2))
  }

  /// Whether the four bytes of `identifier` stand at `offset`.
  func hasChunk(_ identifier: StaticString, at offset: Int, before end: Int) -> Bool {
    guard end - offset >= 4 else { return false }
    return identifier.withUTF8Buffer { letters in
      (0..<4).allSatisfy { self[offset + $0] == letters[$0] }
    }
  }

  /// Whether an identifier of printable ASCII and a length stand at `offset`.
  func looksLikeChunk(at offset: Int, before end: Int) -> Bool {
    guard end - offset >= 8 else { return false }
    return (offset..<offset + 4).allSatisfy { 0x20...0x7E ~= self[$0] }
  }

  /// The offset at which the first whole chunk head with this identifier begins.
  func firstChunk(_ identifier: StaticString, in range: Range<Int>) -> Int? {
    range.first { hasChunk(identifier, at: $0, before: range.upperBound - 4) }
  }
}

/// The range of the `data` chunk of a RIFF file of the form RMID, which may end after the bytes;
/// nil where the bytes are no such file. (RP-029, "Bundling SMF and DLS data in an RMID file".)
func riffContent(_ bytes: Span<UInt8>) -> Range<Int>? {
  guard bytes.hasChunk("RIFF", at: 0, before: bytes.count),
    bytes.hasChunk("RMID", at: 8, before: bytes.count)
  else { return nil }
  var offset = 12
  while bytes.count - offset >= 8 {
    let length = Int(bytes.bigEndian32(at: offset + 4).byteSwapped)
    if bytes.hasChunk("data", at: offset, before: bytes.count) {
      return offset + 8..<offset + 8 + length
    }
    // RIFF chunks are padded to an even length.
    offset += 8 + length + length % 2
  }
  return nil
}
