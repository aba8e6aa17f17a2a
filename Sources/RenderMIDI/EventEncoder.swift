/// The bytes of one track, event after event.
struct EventEncoder {
  private var tick = 0
  /// The status byte that the next event may leave out, 0 for none.
  private var runningStatus: UInt8 = 0
  private var isEnded = false

  mutating func encode(
    _ timed: TimedEvent, into bytes: inout [UInt8]
  ) throws(MIDIError.Flaw) {
    guard !isEnded else { throw .eventAfterEndOfTrack }
    guard timed.tick >= tick else { throw .descendingTick(timed.tick, previous: tick) }
    let now = try checked(timed.tick, "tick", 0...MIDIFile.maximumTick)
    let delta = try checked(now - tick, "time since the event before", 0...maximumQuantity)
    tick = now
    bytes.append(quantity: delta)
    switch timed.event {
    case .noteOff(let channel, let key, let velocity):
      try encodeStatus(0x80, channel, into: &bytes)
      bytes.append(try checked(key, "key", 0...127))
      bytes.append(try checked(velocity, "velocity", 0...127))
    case .noteOn(let channel, let key, let velocity):
      try encodeStatus(0x90, channel, into: &bytes)
      bytes.append(try checked(key, "key", 0...127))
      bytes.append(try checked(velocity, "velocity", 0...127))
    case .polyphonicPressure(let channel, let key, let pressure):
      try encodeStatus(0xA0, channel, into: &bytes)
      bytes.append(try checked(key, "key", 0...127))
      bytes.append(try checked(pressure, "pressure", 0...127))
    case .controlChange(let channel, let controller, let value):
      try encodeStatus(0xB0, channel, into: &bytes)
      bytes.append(try checked(controller, "controller", 0...127))
      bytes.append(try checked(value, "control value", 0...127))
    case .programChange(let channel, let program):
      try encodeStatus(0xC0, channel, into: &bytes)
      bytes.append(try checked(program, "program", 0...127))
    case .channelPressure(let channel, let pressure):
      try encodeStatus(0xD0, channel, into: &bytes)
      bytes.append(try checked(pressure, "pressure", 0...127))
    case .pitchBend(let channel, let value):
      try encodeStatus(0xE0, channel, into: &bytes)
      let bend = try checked(value, "pitch bend", 0...0x3FFF)
      bytes.append(UInt8(bend & 0x7F))
      bytes.append(UInt8(bend >> 7))
    case .systemExclusive(let content):
      bytes.append(0xF0)
      try encodeContent(content, into: &bytes)
    case .escape(let content):
      bytes.append(0xF7)
      try encodeContent(content, into: &bytes)
    case .meta(let meta):
      let (type, content) = try meta.encoded()
      bytes.append(0xFF)
      bytes.append(type)
      try encodeContent(content, into: &bytes)
      isEnded = meta == .endOfTrack
    }
  }

  mutating func finish(into bytes: inout [UInt8]) {
    guard !isEnded else { return }
    bytes.append(contentsOf: [0x00, 0xFF, MetaEvent.Number.endOfTrack, 0x00])
    isEnded = true
  }

  private mutating func encodeStatus(
    _ kind: UInt8, _ channel: UInt8, into bytes: inout [UInt8]
  ) throws(MIDIError.Flaw) {
    let status = kind | (try checked(channel, "channel", 0...15))
    guard status != runningStatus else { return }
    bytes.append(status)
    runningStatus = status
  }

  /// Writes the length and the bytes of a sysex or meta event, which cancels the running status.
  private mutating func encodeContent(
    _ content: [UInt8], into bytes: inout [UInt8]
  ) throws(MIDIError.Flaw) {
    bytes.append(quantity: try checked(content.count, "length of data", 0...maximumQuantity))
    bytes.append(contentsOf: content)
    runningStatus = 0
  }
}

extension [UInt8] {
  /// Writes a variable-length quantity of 0...`maximumQuantity`, in as few bytes as it takes.
  fileprivate mutating func append(quantity: Int) {
    if quantity >= 1 << 21 { append(UInt8(quantity >> 21) | 0x80) }
    if quantity >= 1 << 14 { append(UInt8(quantity >> 14 & 0x7F) | 0x80) }
    if quantity >= 1 << 7 { append(UInt8(quantity >> 7 & 0x7F) | 0x80) }
    append(UInt8(quantity & 0x7F))
  }
}
