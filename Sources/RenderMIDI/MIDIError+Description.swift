extension MIDIError: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do about it.
  public var description: String {
    switch self {
    case .malformed(let fault, let offset):
      return "at byte \(offset), \(fault); \(fault.remedy)"
    case .unwritable(let flaw, let track, let event):
      let place = [track.map { "track \($0)" }, event.map { "event \($0)" }].compactMap { $0 }
      return (place + ["\(flaw)"]).joined(separator: ", ")
    }
  }
}

extension MIDIError.Fault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noHeader:
      "no MIDI header (MThd) is found"
    case .headerTooShort(let length):
      "the header holds \(length) bytes where it must have 6"
    case .unknownFormat(let format):
      "the header names format \(format), and there are only 0, 1 and 2"
    case .invalidDivision(let word):
      "the header's division, \(hexadecimal(word)), gives ticks no length"
    case .wrongTrackCount(let declared, let found):
      "the header declares \(counted(declared, "track")) and the file has \(found)"
    case .notASingleTrack(let found):
      "the header names format 0, which is one track, and the file has \(found)"
    case .tooManyTracks:
      "there are more tracks than the 65535 that a file can have"
    case .truncatedChunk(let missing):
      "a chunk lacks its last \(counted(missing, "byte"))"
    case .strayBytes(let count):
      "no chunk begins where one is due (\(counted(count, "byte")) of something else)"
    case .truncatedEvent:
      "an event runs past the end of its track"
    case .missingEndOfTrack:
      "a track lacks its end-of-track event"
    case .dataAfterEndOfTrack(let count):
      "the track goes on for \(counted(count, "byte")) after its end-of-track event"
    case .missingStatus(let byte):
      "the data byte \(hexadecimal(byte)) stands where an event must name its status"
    case .invalidStatus(let byte):
      "the status \(hexadecimal(byte)) cannot stand in a file"
    case .invalidData(let byte):
      "the byte \(hexadecimal(byte)) stands where data of 0 to 127 is due"
    case .quantityTooLong:
      "a time or a length takes more than 4 bytes"
    case .tickTooLarge:
      "an event lies too far from the one before or beyond tick \(MIDIFile.maximumTick)"
    case .invalidMeta(let type, let length):
      "a meta event of type \(hexadecimal(type)) and \(counted(length, "byte")) is too short or"
        + " holds a value that the standard excludes"
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .noHeader, .headerTooShort: "check that it is a complete Standard MIDI File"
    default: "export the file anew, or read it leniently to keep what is sound"
    }
  }
}

extension MIDIError.Flaw: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notASingleTrack(let found):
      "format 0 is one track and there are \(found); use format 1"
    case .tooManyTracks(let count):
      "a file can have 65535 tracks and there are \(count); merge some"
    case .invalidDivision(.ticksPerQuarter(let ticks)):
      "\(ticks) ticks a quarter are outside 1...32767; choose another division"
    case .invalidDivision(.smpte(let framesPerSecond, let ticksPerFrame)):
      "\(framesPerSecond) frames of \(counted(Int(ticksPerFrame), "tick")) a second are no SMPTE"
        + " time; choose 24, 25, 29 or 30 frames of 1 tick or more"
    case .outOfRange(let name, let value, let allowed):
      "the \(name) \(value) is outside \(allowed); bring it into range"
    case .descendingTick(let tick, let previous):
      "tick \(tick) comes after tick \(previous); sort the events by tick"
    case .eventAfterEndOfTrack:
      "an event follows the end of its track; put the end of track last"
    case .disguisedMeta(let type):
      "type \(hexadecimal(type)) has a case of its own; use that instead of `other`"
    case .trackTooLong(let count):
      "\(count) bytes are more than a chunk can hold; split the track"
    }
  }
}

extension MIDIDamage: CustomStringConvertible {
  /// One sentence: what is wrong, where, how often and at what loss.
  public var description: String {
    let times = occurrences == 1 ? "" : ", \(occurrences) times in its track"
    let loss = droppedBytes == 0 ? "" : " (\(counted(droppedBytes, "byte")) dropped)"
    return "at byte \(offset), \(fault)\(times)\(loss)"
  }
}

private func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}

private func hexadecimal(_ value: some FixedWidthInteger & UnsignedInteger) -> String {
  "0x" + String(value, radix: 16, uppercase: true)
}
