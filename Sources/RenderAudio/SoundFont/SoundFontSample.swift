import RenderFiles

/// A sample header.
struct Sample {
  /// The beginning, in frames of the smpl chunk; in bytes where the sample is compressed.
  let start: Int
  let end: Int
  let loopStart: Int
  let loopEnd: Int
  let rate: Int
  /// The number of the sample that belongs to this one, in stereo.
  let link: Int
  let type: Int

  init(_ headers: RecordList, _ record: Int) {
    start = headers.uint32(record, at: 20)
    end = headers.uint32(record, at: 24)
    loopStart = headers.uint32(record, at: 28)
    loopEnd = headers.uint32(record, at: 32)
    rate = headers.uint32(record, at: 36)
    link = headers.uint16(record, at: 42)
    type = headers.uint16(record, at: 44)
  }

  /// The number of zero frames that section 7.10 of the specification wants behind every sample.
  static let silentFrames = 46

  /// The loop of a sample that is not compressed. Points that lie elsewhere in the sample data are
  /// put where the sample begins or ends, as FluidSynth does when it reads a whole file.
  var loop: (start: Int, end: Int) {
    let near = start...end + Self.silentFrames
    if near.contains(loopStart), near.contains(loopEnd) { return (loopStart, loopEnd) }
    let (first, last) = (min(loopStart, loopEnd), max(loopStart, loopEnd))
    return (near.contains(first) ? first : start, near.contains(last) ? last : end)
  }

  /// Whether its data are Ogg Vorbis (SoundFont 3).
  var isCompressed: Bool { type & 0x10 != 0 }
  /// Whether its data are in the memory of a sound card, so that nothing can play it.
  var isROM: Bool { type & 0x8000 != 0 }
  /// Whether it is a half of a stereo sample: right (2) or left (4).
  var isHalf: Bool { type & 0xF == 2 || type & 0xF == 4 }
}

extension SoundFontRecords {
  /// The other half of a stereo sample. Many files have halves that all link to their first
  /// sample, whatever it is, so halves count as a pair only where they link to each other.
  func stereoPartner(of record: Int) -> Int? {
    let sample = Sample(samples, record)
    guard sample.isHalf, sample.link != record, sample.link < samples.count - 1 else { return nil }
    let other = Sample(samples, sample.link)
    return other.isHalf && other.link == record ? sample.link : nil
  }

  /// Whether silence follows every sample, as the specification wants it. Compressed ones have
  /// nothing behind them.
  func hasSilenceBetweenSamples(
    in file: borrowing InputFile, _ chunks: SoundFontChunks
  ) throws -> Bool {
    for record in 0..<samples.count - 1 {
      let sample = Sample(samples, record)
      if sample.isROM || sample.isCompressed { continue }
      let end = chunks.samples.lowerBound + 2 * sample.end
      let bytes = try file.read(
        at: end, count: min(2 * Sample.silentFrames, chunks.samples.upperBound - end))
      if bytes.count < 2 * Sample.silentFrames || bytes.contains(where: { $0 != 0 }) {
        return false
      }
    }
    return true
  }
}
