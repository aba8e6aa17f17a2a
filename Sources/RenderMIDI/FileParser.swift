/// A reader of a file's chunks.
struct FileParser {
  var log: DamageLog
  /// The offset at which the file ends: before the end of the bytes in a RIFF file.
  private var end = 0
  private var offset = 0

  init(mode: MIDIFile.ReadingMode) {
    log = DamageLog(mode: mode)
  }

  mutating func parse(_ bytes: Span<UInt8>) throws(MIDIError) -> MIDIFile {
    try findHeader(bytes)
    let headerOffset = offset
    let (rawFormat, declaredTracks, rawDivision) = try parseHeader(bytes)
    var format = MIDIFile.Format(rawValue: rawFormat)
    if format == nil {
      try log.report(.unknownFormat(rawFormat), at: headerOffset + 8)
    }
    var division = MIDIFile.Division(rawValue: rawDivision)
    if division == nil {
      try log.report(.invalidDivision(rawDivision), at: headerOffset + 12)
      division = .ticksPerQuarter(480)
    }
    let tracks = try parseChunks(bytes)
    if tracks.count != declaredTracks {
      try log.report(
        .wrongTrackCount(declared: declaredTracks, found: tracks.count), at: headerOffset + 10)
    }
    if format == .singleTrack && tracks.count != 1 {
      try log.report(.notASingleTrack(found: tracks.count), at: headerOffset + 8)
      format = nil
    }
    return MIDIFile(
      format: format ?? .simultaneousTracks, division: division ?? .ticksPerQuarter(480),
      tracks: tracks)
  }

  // MARK: Header

  /// Sets `offset` to the `MThd` and `end` to the end of the file that it begins.
  private mutating func findHeader(_ bytes: Span<UInt8>) throws(MIDIError) {
    end = bytes.count
    if let content = riffContent(bytes) {
      let missing = content.upperBound - bytes.count
      if missing > 0 {
        try log.report(.truncatedChunk(missing: missing), at: content.lowerBound - 8)
      }
      offset = content.lowerBound
      end = min(content.upperBound, bytes.count)
    }
    guard !bytes.hasChunk("MThd", at: offset, before: end) else { return }
    guard log.mode == .lenient, let found = bytes.firstChunk("MThd", in: offset..<end) else {
      throw .malformed(.noHeader, offset: offset)
    }
    try log.report(.strayBytes(count: found - offset), at: offset, dropping: found - offset)
    offset = found
  }

  private mutating func parseHeader(
    _ bytes: Span<UInt8>
  ) throws(MIDIError) -> (format: UInt16, tracks: Int, division: UInt16) {
    let start = offset
    // Without these six bytes nothing that follows has a meaning, in either mode.
    guard end - start >= 14 else {
      throw .malformed(.headerTooShort(length: max(0, end - start - 8)), offset: start)
    }
    var length = Int(bytes.bigEndian32(at: start + 4))
    if length < 6 {
      try log.report(.headerTooShort(length: length), at: start + 4)
      length = 6
    }
    if start + 8 + length > end {
      try log.report(.truncatedChunk(missing: start + 8 + length - end), at: start)
      length = 6
    }
    offset = start + 8 + length
    return (
      bytes.bigEndian16(at: start + 8), Int(bytes.bigEndian16(at: start + 10)),
      bytes.bigEndian16(at: start + 12)
    )
  }

  // MARK: Chunks

  private mutating func parseChunks(_ bytes: Span<UInt8>) throws(MIDIError) -> [MIDITrack] {
    var tracks: [MIDITrack] = []
    while offset < end {
      log.beginTrack()
      guard bytes.looksLikeChunk(at: offset, before: end),
        !bytes.hasChunk("MThd", at: offset, before: end)
      else {
        try skipStrayBytes(bytes)
        continue
      }
      let start = offset + 8
      let declaredEnd = start + Int(bytes.bigEndian32(at: offset + 4))
      let isTrack = bytes.hasChunk("MTrk", at: offset, before: end)
      var next = declaredEnd
      if declaredEnd > end {
        if !isTrack { next = bytes.firstChunk("MTrk", in: start..<end) ?? end }
        try log.report(
          .truncatedChunk(missing: declaredEnd - end), at: offset,
          dropping: isTrack ? 0 : next - offset)
      }
      guard isTrack else {
        offset = next
        continue
      }
      guard tracks.count < Int(UInt16.max) else {
        try log.report(.tooManyTracks, at: offset, dropping: end - offset)
        break
      }
      var parser = TrackParser(from: start, to: declaredEnd, fileEnd: end)
      tracks.append(try parser.parse(bytes, log: &log))
      offset = parser.nextChunk
    }
    return tracks
  }

  /// Goes on at the next track; a second header ends the file.
  private mutating func skipStrayBytes(_ bytes: Span<UInt8>) throws(MIDIError) {
    let isSecondFile = bytes.hasChunk("MThd", at: offset, before: end)
    let next = isSecondFile ? end : bytes.firstChunk("MTrk", in: offset..<end) ?? end
    try log.report(.strayBytes(count: next - offset), at: offset, dropping: next - offset)
    offset = next
  }
}

extension MIDIFile.Division {
  /// The header's division word; nil where it means no time at all.
  fileprivate init?(rawValue: UInt16) {
    if rawValue & 0x8000 == 0 {
      guard rawValue > 0 else { return nil }
      self = .ticksPerQuarter(rawValue)
    } else {
      let framesPerSecond = 0 &- UInt8(rawValue >> 8)
      let ticksPerFrame = UInt8(truncatingIfNeeded: rawValue)
      guard Self.smpteRates.contains(framesPerSecond), ticksPerFrame > 0 else { return nil }
      self = .smpte(framesPerSecond: framesPerSecond, ticksPerFrame: ticksPerFrame)
    }
  }

  static let smpteRates: [UInt8] = [24, 25, 29, 30]
}
