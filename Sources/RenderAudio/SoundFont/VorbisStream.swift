import RenderSystem

/// What the pages of an Ogg Vorbis stream say of its length (RFC 3533, section 6; Vorbis I specification, section 4.2.2).
enum VorbisStream {
  private static let mark = Array("OggS".utf8)
  /// The bytes of a page up to the numbers of its segments, and where in them the position and the stream's number stand.
  private static let header = 27
  private static let position = 6
  private static let stream = 14

  /// The number of samples that a decoder makes of a stream, those of all channels together; `nil` for what does not begin as
  /// Vorbis does.
  ///
  /// Each page says how many frames there are up to its end, and decoders believe the last one. Pages are looked for at
  /// every byte, as decoders do that have lost their way, so that none is missed.
  static func samples(in bytes: [UInt8]) -> Int? {
    guard bytes.starts(with: mark), bytes.count > header else { return nil }
    let packet = header + Int(bytes[header - 1])
    guard bytes.count > packet + 11, bytes[packet..<packet + 7].elementsEqual([1] + "vorbis".utf8)
    else { return nil }
    let channels = Int(bytes[packet + 11])
    var frames: [Int: Int] = [:]
    for page in pages(in: bytes) {
      // What ends no packet says -1.
      let count = Int(truncatingIfNeeded: number(in: bytes, at: page + position, bytes: 8))
      let stream = Int(number(in: bytes, at: page + stream, bytes: 4))
      frames[stream] = max(frames[stream] ?? 0, min(count, 1 << 40))
    }
    let (total, isTooMany) = frames.values.reduce(0, +).multipliedReportingOverflow(by: channels)
    return isTooMany ? .max : total
  }

  /// The places at which pages begin.
  private static func pages(in bytes: [UInt8]) -> [Int] {
    var places: [Int] = []
    bytes.withUnsafeBytes { bytes in
      var start = 0
      while start + header <= bytes.count,
        let found = memchr(bytes.baseAddress! + start, Int32(mark[0]), bytes.count - start)
      {
        let place = UnsafeRawPointer(found) - bytes.baseAddress!
        // The version is 0, and there are three flags: else these bytes are sound.
        if place + header <= bytes.count, bytes[place..<place + 4].elementsEqual(mark),
          bytes[place + 4] == 0, bytes[place + 5] < 8
        {
          places.append(place)
        }
        start = place + 1
      }
    }
    return places
  }

  private static func number(in bytes: [UInt8], at place: Int, bytes count: Int) -> UInt64 {
    bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
