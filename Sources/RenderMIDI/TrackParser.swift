/// A reader of the events of one track chunk.
struct TrackParser {
  private var offset: Int
  /// The offset at which reading stops: the declared end, or the file's if that comes first.
  private var end: Int
  private let fileEnd: Int
  private var tick = 0
  /// The last channel message's status byte, 0 before the first.
  private var status: UInt8 = 0
  /// Whether a sysex or meta event has come since, which cancels the running status.
  private var isStatusCancelled = false
  private var isEnded = false

  /// The offset of the chunk after the track, once the track has been read.
  private(set) var nextChunk: Int

  init(from start: Int, to declaredEnd: Int, fileEnd: Int) {
    offset = start
    end = min(declaredEnd, fileEnd)
    nextChunk = end
    self.fileEnd = fileEnd
  }

  mutating func parse(
    _ bytes: Span<UInt8>, log: inout DamageLog
  ) throws(MIDIError) -> MIDITrack {
    var events: [TimedEvent] = []
    let isStrict = log.mode == .strict
    // Strictly a track ends where its chunk does, and an event takes four bytes as a rule. Leniently
    // a length proves nothing: thousands of tracks may each claim the whole file.
    if isStrict { events.reserveCapacity((end - offset) / 4 + 1) }
    var isLengthTrusted = isStrict
    var previousTick = 0
    while true {
      let start = offset
      let startTick = tick
      do throws(MIDIError) {
        guard offset < end else { throw .malformed(.missingEndOfTrack, offset: offset) }
        tick += try parseQuantity(bytes, of: start)
        guard tick <= MIDIFile.maximumTick, tick - previousTick <= maximumQuantity else {
          throw .malformed(.tickTooLarge, offset: start)
        }
        guard let event = try parseEvent(bytes, start: start, log: &log) else { continue }
        events.append(TimedEvent(tick: tick, event: event))
        previousTick = tick
        if isEnded { break }
      } catch .malformed(let fault, let faultOffset) {
        if !isLengthTrusted, fault.isLackOfBytes, extendBeyondFalseLength(bytes, from: start) {
          isLengthTrusted = true
          offset = start
          tick = startTick
          try log.report(fault, at: faultOffset)
          continue
        }
        try log.report(fault, at: faultOffset, dropping: end - start)
        events.append(TimedEvent(tick: startTick, event: .meta(.endOfTrack)))
        offset = end
        break
      } catch {
        throw error
      }
    }
    try finish(bytes, log: &log)
    return MIDITrack(events: events)
  }

  // MARK: Extent

  /// Extends a track whose length is false, since no chunk and no end of file follows it and it lacks its
  /// end: it goes on to the next track. Returns whether there is more to read.
  private mutating func extendBeyondFalseLength(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    guard end < fileEnd, !bytes.looksLikeChunk(at: end, before: fileEnd) else { return false }
    end = bytes.firstChunk("MTrk", in: start..<fileEnd) ?? fileEnd
    nextChunk = end
    return true
  }

  private mutating func finish(_ bytes: Span<UInt8>, log: inout DamageLog) throws(MIDIError) {
    guard offset < end else { return }
    // A length that is too great would swallow the tracks after this one.
    let isFollowedByTrack = bytes.hasChunk("MTrk", at: offset, before: end)
    try log.report(
      .dataAfterEndOfTrack(count: end - offset), at: offset,
      dropping: isFollowedByTrack ? 0 : end - offset)
    if isFollowedByTrack { nextChunk = offset }
  }

  // MARK: Events

  /// Reads an event after its delta time; nil where a lenient reader drops it.
  @inline(__always)
  private mutating func parseEvent(
    _ bytes: Span<UInt8>, start: Int, log: inout DamageLog
  ) throws(MIDIError) -> MIDIEvent? {
    guard offset < end else { throw .malformed(.truncatedEvent, offset: start) }
    let first = bytes[offset]
    if first >= 0xF0 {
      return try parseSystemEvent(bytes, start: start, log: &log)
    }
    if first >= 0x80 {
      status = first
      isStatusCancelled = false
      offset += 1
    } else {
      guard status != 0 else { throw .malformed(.missingStatus(first), offset: offset) }
      // Many a real file goes on with the status from before a meta event.
      if isStatusCancelled { try log.report(.missingStatus(first), at: offset) }
    }
    let channel = status & 0x0F
    switch status >> 4 {
    case 0x8:
      let (key, velocity) = try parseTwoData(bytes, start: start, log: &log)
      return .noteOff(channel: channel, key: key, velocity: velocity)
    case 0x9:
      let (key, velocity) = try parseTwoData(bytes, start: start, log: &log)
      return .noteOn(channel: channel, key: key, velocity: velocity)
    case 0xA:
      let (key, pressure) = try parseTwoData(bytes, start: start, log: &log)
      return .polyphonicPressure(channel: channel, key: key, pressure: pressure)
    case 0xB:
      let (controller, value) = try parseTwoData(bytes, start: start, log: &log)
      return .controlChange(channel: channel, controller: controller, value: value)
    case 0xC:
      return .programChange(
        channel: channel, program: try parseData(bytes, start: start, log: &log))
    case 0xD:
      return .channelPressure(
        channel: channel, pressure: try parseData(bytes, start: start, log: &log))
    default:
      let (low, high) = try parseTwoData(bytes, start: start, log: &log)
      return .pitchBend(channel: channel, value: UInt16(high) << 7 | UInt16(low))
    }
  }

  private mutating func parseSystemEvent(
    _ bytes: Span<UInt8>, start: Int, log: inout DamageLog
  ) throws(MIDIError) -> MIDIEvent? {
    let statusOffset = offset
    let first = bytes[offset]
    offset += 1
    switch first {
    case 0xF0, 0xF7:
      isStatusCancelled = true
      let content = try parseContent(bytes, start: start)
      return first == 0xF0 ? .systemExclusive(content) : .escape(content)
    case 0xFF:
      isStatusCancelled = true
      guard offset < end else { throw .malformed(.truncatedEvent, offset: start) }
      let type = bytes[offset]
      offset += 1
      let content = try parseContent(bytes, start: start)
      isEnded = type == MetaEvent.Number.endOfTrack
      guard let meta = MetaEvent(type: type, content: content) else {
        // The end of a track is its end, however odd its length.
        try log.report(
          .invalidMeta(type: type, length: content.count), at: statusOffset,
          dropping: isEnded ? content.count : offset - start)
        return isEnded ? .meta(.endOfTrack) : nil
      }
      return .meta(meta)
    default:
      // What a live stream would have after these; a file may hold none of them.
      let dataCount = first == 0xF2 ? 2 : first == 0xF1 || first == 0xF3 ? 1 : 0
      guard end - offset >= dataCount else { throw .malformed(.truncatedEvent, offset: start) }
      offset += dataCount
      try log.report(.invalidStatus(first), at: statusOffset, dropping: offset - start)
      return nil
    }
  }

  // MARK: Bytes

  @inline(__always)
  private mutating func parseTwoData(
    _ bytes: Span<UInt8>, start: Int, log: inout DamageLog
  ) throws(MIDIError) -> (UInt8, UInt8) {
    guard end - offset >= 2 else { throw .malformed(.truncatedEvent, offset: start) }
    let first = bytes[offset]
    let second = bytes[offset + 1]
    if (first | second) & 0x80 != 0 {
      let isFirst = first >= 0x80
      try log.report(
        .invalidData(isFirst ? first : second), at: isFirst ? offset : offset + 1)
    }
    offset += 2
    return (min(first, 127), min(second, 127))
  }

  @inline(__always)
  private mutating func parseData(
    _ bytes: Span<UInt8>, start: Int, log: inout DamageLog
  ) throws(MIDIError) -> UInt8 {
    guard offset < end else { throw .malformed(.truncatedEvent, offset: start) }
    let value = bytes[offset]
    if value >= 0x80 { try log.report(.invalidData(value), at: offset) }
    offset += 1
    return min(value, 127)
  }

  /// Reads a length and as many bytes.
  private mutating func parseContent(
    _ bytes: Span<UInt8>, start: Int
  ) throws(MIDIError) -> [UInt8] {
    let count = try parseQuantity(bytes, of: start)
    guard end - offset >= count else { throw .malformed(.truncatedEvent, offset: start) }
    let content = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count { buffer[index] = bytes[offset + index] }
      initialized = count
    }
    offset += count
    return content
  }

  /// Reads a variable-length quantity: seven bits a byte, the highest first, four bytes at most.
  @inline(__always)
  private mutating func parseQuantity(
    _ bytes: Span<UInt8>, of start: Int
  ) throws(MIDIError) -> Int {
    let first = offset
    var value = 0
    while offset < end {
      let byte = bytes[offset]
      offset += 1
      value = value << 7 | Int(byte & 0x7F)
      if byte < 0x80 { return value }
      if offset - first == 4 { throw .malformed(.quantityTooLong, offset: first) }
    }
    throw .malformed(.truncatedEvent, offset: start)
  }
}

/// The largest variable-length quantity: four bytes of seven bits.
let maximumQuantity = 0x0FFF_FFFF

extension MIDIError.Fault {
  /// Whether a longer track would not have had the fault.
  fileprivate var isLackOfBytes: Bool {
    self == .truncatedEvent || self == .missingEndOfTrack
  }
}
