extension MIDIFile {
  /// The file's bytes in one canonical form, so that equal values give equal bytes: a header of six
  /// bytes, then the tracks; every quantity as short as it can be; the running status used wherever the
  /// standard allows it (the event before is a channel message with the same status).
  ///
  /// A track without an end of track gets one at its last event's tick.
  ///
  /// - Throws: `MIDIError.unwritable` for a value that has no form as a file: a channel of 16, a
  ///   key of 128, ticks that descend, events after the end of the track, several tracks in format 0.
  public func encoded() throws(MIDIError) -> [UInt8] {
    guard format != .singleTrack || tracks.count == 1 else {
      throw .unwritable(.notASingleTrack(found: tracks.count))
    }
    guard let trackCount = UInt16(exactly: tracks.count) else {
      throw .unwritable(.tooManyTracks(tracks.count))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(14 + tracks.reduce(0) { $0 + 16 + 5 * $1.events.count })
    bytes.append(contentsOf: "MThd".utf8)
    bytes.append(bigEndian: UInt32(6))
    bytes.append(bigEndian: format.rawValue)
    bytes.append(bigEndian: trackCount)
    bytes.append(bigEndian: try division.encoded())
    for (index, track) in tracks.enumerated() {
      try track.encode(into: &bytes, index: index)
    }
    return bytes
  }
}

extension MIDIFile.Division {
  fileprivate func encoded() throws(MIDIError) -> UInt16 {
    switch self {
    case .ticksPerQuarter(let ticks) where 1...0x7FFF ~= ticks:
      return ticks
    case .smpte(let framesPerSecond, let ticksPerFrame)
    where Self.smpteRates.contains(framesPerSecond) && ticksPerFrame > 0:
      return UInt16(0 &- framesPerSecond) << 8 | UInt16(ticksPerFrame)
    default:
      throw .unwritable(.invalidDivision(self))
    }
  }
}

extension MIDITrack {
  fileprivate func encode(into bytes: inout [UInt8], index: Int) throws(MIDIError) {
    bytes.append(contentsOf: "MTrk".utf8)
    let lengthOffset = bytes.count
    bytes.append(bigEndian: UInt32(0))
    var encoder = EventEncoder()
    for (eventIndex, event) in events.enumerated() {
      do throws(MIDIError.Flaw) {
        try encoder.encode(event, into: &bytes)
      } catch {
        throw .unwritable(error, track: index, event: eventIndex)
      }
    }
    encoder.finish(into: &bytes)
    let length = bytes.count - lengthOffset - 4
    guard let word = UInt32(exactly: length) else {
      throw .unwritable(.trackTooLong(length), track: index)
    }
    for byte in 0..<4 {
      bytes[lengthOffset + byte] = UInt8(truncatingIfNeeded: word >> (24 - 8 * byte))
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian word: some FixedWidthInteger) {
    for shift in stride(from: word.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
}
