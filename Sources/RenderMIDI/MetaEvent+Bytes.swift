extension MetaEvent {
  /// The type bytes of the standard's meta events.
  enum Number {
    static let sequenceNumber: UInt8 = 0x00
    static let channelPrefix: UInt8 = 0x20
    static let port: UInt8 = 0x21
    static let endOfTrack: UInt8 = 0x2F
    static let tempo: UInt8 = 0x51
    static let smpteOffset: UInt8 = 0x54
    static let timeSignature: UInt8 = 0x58
    static let keySignature: UInt8 = 0x59
    static let sequencerSpecific: UInt8 = 0x7F
  }

  /// Whether the standard defines the type, so that a case other than `other` holds it.
  static func isKnown(type: UInt8) -> Bool {
    switch type {
    case Number.sequenceNumber, 0x01...0x0F, Number.channelPrefix, Number.port, Number.endOfTrack,
      Number.tempo, Number.smpteOffset, Number.timeSignature, Number.keySignature,
      Number.sequencerSpecific:
      true
    default:
      false
    }
  }

  /// Reads an event's content; nil where it is too short or excluded by the standard. Surplus bytes are
  /// ignored except at the end of a track, where they mean a broken file, not parameters of a later standard.
  init?(type: UInt8, content: [UInt8]) {
    if let kind = TextKind(rawValue: type) {
      self = .text(kind, content)
      return
    }
    switch (type, content.count) {
    case (Number.sequenceNumber, 2...):
      self = .sequenceNumber(UInt16(content[0]) << 8 | UInt16(content[1]))
    case (Number.channelPrefix, 1...) where content[0] < 16:
      self = .channelPrefix(content[0])
    case (Number.port, 1...) where content[0] < 128:
      self = .port(content[0])
    case (Number.endOfTrack, 0):
      self = .endOfTrack
    case (Number.tempo, 3...):
      let tempo = UInt32(content[0]) << 16 | UInt32(content[1]) << 8 | UInt32(content[2])
      guard tempo > 0 else { return nil }
      self = .tempo(microsecondsPerQuarter: tempo)
    case (Number.smpteOffset, 5...):
      self = .smpteOffset(
        hours: content[0], minutes: content[1], seconds: content[2], frames: content[3],
        subframes: content[4])
    case (Number.timeSignature, 4...):
      self = .timeSignature(
        numerator: content[0], denominatorPower: content[1], clocksPerClick: content[2],
        thirtySecondsPerQuarter: content[3])
    case (Number.keySignature, 2...):
      let sharps = Int8(bitPattern: content[0])
      guard -7...7 ~= sharps, content[1] < 2 else { return nil }
      self = .keySignature(sharps: sharps, isMinor: content[1] == 1)
    case (Number.sequencerSpecific, _):
      self = .sequencerSpecific(content)
    default:
      guard type < 0x80, !Self.isKnown(type: type) else { return nil }
      self = .other(type: type, content)
    }
  }

  /// The type byte and the content, with every value within its range.
  func encoded() throws(MIDIError.Flaw) -> (type: UInt8, content: [UInt8]) {
    switch self {
    case .sequenceNumber(let number):
      return (Number.sequenceNumber, [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)])
    case .text(let kind, let content):
      return (kind.rawValue, content)
    case .channelPrefix(let channel):
      return (Number.channelPrefix, [try checked(channel, "channel", 0...15)])
    case .port(let port):
      return (Number.port, [try checked(port, "port", 0...127)])
    case .endOfTrack:
      return (Number.endOfTrack, [])
    case .tempo(let tempo):
      let tempo = try checked(tempo, "tempo", 1...0xFF_FFFF)
      return (Number.tempo, [16, 8, 0].map { UInt8(truncatingIfNeeded: tempo >> $0) })
    case .smpteOffset(let hours, let minutes, let seconds, let frames, let subframes):
      return (Number.smpteOffset, [hours, minutes, seconds, frames, subframes])
    case .timeSignature(let numerator, let power, let clocks, let thirtySeconds):
      return (Number.timeSignature, [numerator, power, clocks, thirtySeconds])
    case .keySignature(let sharps, let isMinor):
      let sharps = try checked(sharps, "number of sharps", -7...7)
      return (Number.keySignature, [UInt8(bitPattern: sharps), isMinor ? 1 : 0])
    case .sequencerSpecific(let content):
      return (Number.sequencerSpecific, content)
    case .other(let type, let content):
      let type = try checked(type, "meta type", 0...127)
      guard !Self.isKnown(type: type) else { throw .disguisedMeta(type: type) }
      return (type, content)
    }
  }
}

/// The value, or the flaw of one that its field cannot hold.
@inline(__always)
func checked<Value: FixedWidthInteger>(
  _ value: Value, _ name: StaticString, _ allowed: ClosedRange<Value>
) throws(MIDIError.Flaw) -> Value {
  guard allowed.contains(value) else {
    throw .outOfRange(
      "\(name)", value: Int(value), allowed: Int(allowed.lowerBound)...Int(allowed.upperBound))
  }
  return value
}
