import RenderFiles

/// The nine lists of records that describe presets, instruments and samples. A terminal record
/// closes every list.
struct SoundFontRecords {
  let presets: SoundFontZones
  let instruments: SoundFontZones
  let samples: RecordList

  /// The lists in the order of the file.
  var lists: [RecordList] {
    [presets, instruments].flatMap { [$0.headers, $0.bags, $0.modulators, $0.generators] }
      + [samples]
  }

  var hasCompressedSamples: Bool {
    (0..<samples.count - 1).contains { Sample(samples, $0).isCompressed }
  }
}

extension SoundFontRecords {
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
    presets = SoundFontZones(
      headers: lists[0], firstZoneOffset: 24, bags: lists[1], modulators: lists[2],
      generators: lists[3], reference: 41)
    instruments = SoundFontZones(
      headers: lists[4], firstZoneOffset: 20, bags: lists[5], modulators: lists[6],
      generators: lists[7], reference: 53)
    samples = lists[8]
  }
}

/// A chunk of records of one size.
struct RecordList {
  let chunk: String
  let size: Int
  private(set) var bytes: [UInt8]

  init(chunk: String, size: Int, bytes: [UInt8]) {
    self.chunk = chunk
    self.size = size
    self.bytes = bytes
  }

  /// The number of records, the terminal one included.
  var count: Int { bytes.count / size }

  func record(_ index: Int) -> ArraySlice<UInt8> { bytes[index * size..<(index + 1) * size] }

  func uint16(_ record: Int, at offset: Int) -> Int {
    bytes.littleEndian(at: record * size + offset, bytes: 2)
  }

  func uint32(_ record: Int, at offset: Int) -> Int {
    bytes.littleEndian(at: record * size + offset, bytes: 4)
  }

  /// The name of a record: the 20 bytes that begin a header.
  func name(_ record: Int) -> String { bytes.text(record * size..<record * size + 20) }
}

extension RecordList {
  /// A list of the same kind without records.
  var emptied: RecordList { RecordList(chunk: chunk, size: size, bytes: []) }

  mutating func append(_ record: ArraySlice<UInt8>) { bytes += record }

  /// Appends a record of 16-bit numbers.
  mutating func append(littleEndian fields: Int...) {
    for field in fields { bytes.append(littleEndian: field, bytes: 2) }
  }

  /// Appends the record that closes the list; readers go by its place, its name is conventional.
  mutating func appendTerminal() {
    let names = ["phdr": "EOP", "inst": "EOI", "shdr": "EOS"]
    let name = Array((names[chunk] ?? "").utf8)
    bytes += name + [UInt8](repeating: 0, count: size - name.count)
  }

  mutating func set(_ record: Int, at offset: Int, to value: Int, bytes width: Int = 2) {
    for byte in 0..<width {
      bytes[record * size + offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte))
    }
  }
}
