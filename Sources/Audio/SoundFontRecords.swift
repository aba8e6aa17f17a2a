import Files

/// The nine lists of records that describe presets, instruments and samples.
///
/// Presets and instruments are built alike: a header names the first of its zones (bags), a bag
/// the first of its generators and modulators, and each range ends where the next one begins; a
/// terminal record closes every list.
struct SoundFontRecords {
  let presets: RecordList
  let presetBags: RecordList
  let presetModulators: RecordList
  let presetGenerators: RecordList
  let instruments: RecordList
  let instrumentBags: RecordList
  let instrumentModulators: RecordList
  let instrumentGenerators: RecordList
  let samples: RecordList

  /// Reads the lists. They take a few hundred kilobytes in large files; since indices have 16
  /// bits, none of a sound file has more than 65536 records beside its terminal one.
  init(_ file: borrowing InputFile, _ chunks: SoundFontChunks) throws {
    let sizes = [38, 4, 10, 4, 22, 4, 10, 4, 46]
    let leastCounts = [2, 2, 0, 0, 2, 2, 0, 0, 2]
    var lists: [RecordList] = []
    for (index, name) in SoundFontChunks.recordChunks.enumerated() {
      let range = chunks.records[index]
      let size = sizes[index]
      guard range.count.isMultiple(of: size)
      else { throw SoundFontFault(name, .size(range.count, recordSize: size)) }
      let allowed = leastCounts[index]...65_537
      guard allowed.contains(range.count / size)
      else { throw SoundFontFault(name, .count(range.count / size, allowed: allowed)) }
      let bytes = try file.read(at: range.lowerBound, count: range.count)
      guard bytes.count == range.count
      else { throw SoundFontFault(name, .tooLong(size: range.count, available: bytes.count)) }
      lists.append(RecordList(chunk: name, size: size, bytes: bytes))
    }
    presets = lists[0]
    presetBags = lists[1]
    presetModulators = lists[2]
    presetGenerators = lists[3]
    instruments = lists[4]
    instrumentBags = lists[5]
    instrumentModulators = lists[6]
    instrumentGenerators = lists[7]
    samples = lists[8]
  }

  var hasCompressedSamples: Bool {
    (0..<samples.count - 1).contains { Sample(samples, $0).isCompressed }
  }
}

/// A chunk of records of one size.
struct RecordList {
  let chunk: String
  let size: Int
  let bytes: [UInt8]

  /// The terminal record included.
  var count: Int { bytes.count / size }

  func uint16(_ record: Int, at offset: Int) -> Int {
    bytes.littleEndian(at: record * size + offset, bytes: 2)
  }

  func uint32(_ record: Int, at offset: Int) -> Int {
    bytes.littleEndian(at: record * size + offset, bytes: 4)
  }

  /// The 20 bytes that begin a header.
  func name(_ record: Int) -> String { bytes.text(record * size..<record * size + 20) }
}

/// A sample header.
struct Sample {
  /// In frames of the smpl chunk; in bytes where the sample is compressed.
  let start: Int
  let end: Int
  let loopStart: Int
  let loopEnd: Int
  let rate: Int
  private let type: Int

  init(_ headers: RecordList, _ record: Int) {
    start = headers.uint32(record, at: 20)
    end = headers.uint32(record, at: 24)
    loopStart = headers.uint32(record, at: 28)
    loopEnd = headers.uint32(record, at: 32)
    rate = headers.uint32(record, at: 36)
    type = headers.uint16(record, at: 44)
  }

  /// Its data are Ogg Vorbis (SoundFont 3).
  var isCompressed: Bool { type & 0x10 != 0 }
  /// Its data are in the memory of a sound card, which nobody has.
  var isROM: Bool { type & 0x8000 != 0 }
}
