@testable import MIDI

/// Bytes from hexadecimal digits; white space is for the reader.
func bytes(_ hexadecimal: String) -> [UInt8] {
  let digits = hexadecimal.filter { !$0.isWhitespace }.map { UInt8($0.hexDigitValue!) }
  precondition(digits.count % 2 == 0)
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

func chunk(_ identifier: String, _ content: [UInt8]) -> [UInt8] {
  let length = UInt32(content.count)
  return Array(identifier.utf8) + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
    + content
}

/// A file of 96 ticks a quarter around the tracks' bytes; format 0 where there is one.
func file(_ tracks: [UInt8]...) -> [UInt8] {
  let count = UInt8(tracks.count)
  return chunk("MThd", [0, count == 1 ? 0 : 1, 0, count, 0, 96])
    + tracks.flatMap { chunk("MTrk", $0) }
}

/// The events of the only track between the given bytes and an end of track.
func events(_ hexadecimal: String) throws(MIDIError) -> [TimedEvent] {
  try MIDIFile(parsing: file(bytes(hexadecimal + "00 FF2F00"))).tracks[0].events.dropLast()
}
