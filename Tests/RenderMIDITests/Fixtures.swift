@testable import RenderMIDI

// MARK: Bytes

/// Bytes from hexadecimal digits; white space is for the reader.
func bytes(_ hexadecimal: String) -> [UInt8] {
  let digits = hexadecimal.filter { !$0.isWhitespace }.map { UInt8($0.hexDigitValue!) }
  precondition(digits.count % 2 == 0)
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

func chunk(_ identifier: String, _ content: [UInt8]) -> [UInt8] {
  Array(identifier.utf8) + bigEndian(content.count) + content
}

func bigEndian(_ length: Int) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
}

/// A header of 96 ticks a quarter.
func header(format: UInt8, tracks: UInt8) -> [UInt8] {
  chunk("MThd", [0, format, 0, tracks, 0, 96])
}

/// A file around the tracks' bytes in hexadecimal, of format 0 where there is one.
func file(_ tracks: String...) -> [UInt8] {
  header(format: tracks.count == 1 ? 0 : 1, tracks: UInt8(tracks.count))
    + tracks.flatMap { chunk("MTrk", bytes($0)) }
}

/// Where the events of the first track begin in what `file` makes.
let firstEvent = 22

let endOfTrack = "00 FF2F00"

/// A file with every kind of event, long deltas and running status: small enough to cut at each of
/// its bytes.
let richFile = file(
  """
  00 FF00020102  00 FF0303416263  00 FF0203C2A931  00 FF200103  00 FF210102
  00 FF540521020304 05  00 FF580406030C08  00 FF5902FD01  00 FF510307A120
  8360 FF510306DDD0  8100 FF060141  00 FF7F03007E7F  00 FF600455AA55AA  00 FF2F00
  """,
  """
  00 F0057E7F0901F7  00 F00243 01  10 F702 02F7  00 F701F8
  00 C300  00 B30764  00 0A40  00 E30040
  00 933C50  00 4060  8170 3C00  00 4000  60 A33C10  00 D320
  00 833C40  FFFFFF7F 934303  00 FF2F00
  """)

extension MIDIFile {
  /// Format 0, 96 ticks a quarter.
  init(_ events: [TimedEvent]) {
    self.init(
      format: .singleTrack, division: .ticksPerQuarter(96), tracks: [MIDITrack(events: events)])
  }
}

// MARK: Errors

/// The error of strict reading; nil where there is none.
func strictError(_ bytes: [UInt8]) -> MIDIError? {
  do throws(MIDIError) {
    _ = try MIDIFile(parsing: bytes)
    return nil
  } catch {
    return error
  }
}

/// The error of writing; nil where there is none.
func writingError(_ file: MIDIFile) -> MIDIError? {
  do throws(MIDIError) {
    _ = try file.encoded()
    return nil
  } catch {
    return error
  }
}
