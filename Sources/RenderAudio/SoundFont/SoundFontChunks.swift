import RenderFiles

/// The places of a SoundFont file's chunks.
///
///     RIFF sfbk
///       LIST INFO   ifil INAM …        version and texts
///       LIST sdta   smpl [sm24]        all samples, one after the other
///       LIST pdta   phdr pbag pmod pgen inst ibag imod igen shdr
///
/// Chunks follow one another without a gap. RIFF pads chunks of odd length; in SoundFont 2 there
/// are none, and SoundFont 3 files, whose sample data can be odd, do not pad them.
struct SoundFontChunks {
  static let recordChunks = [
    "phdr", "pbag", "pmod", "pgen", "inst", "ibag", "imod", "igen", "shdr",
  ]

  /// The chunks of texts that section 5 of the specification names. FluidSynth takes no others.
  private static let informationChunks: Set = [
    "ifil", "isng", "INAM", "irom", "iver", "ICRD", "IENG", "IPRD", "ICOP", "ICMT", "ISFT",
  ]

  private(set) var version = (major: 0, minor: 0)
  private(set) var name = ""
  /// The bytes of the first chunk of each kind in the INFO list.
  private(set) var information: [(id: String, body: Range<Int>)] = []
  /// The bytes of the smpl chunk.
  private(set) var samples = 0..<0
  /// The bytes of the sm24 chunk: the lower bytes of 24-bit samples, one a frame. One whose size is wrong
  /// is left out, as synthesizers do.
  private(set) var lowerBytes: Range<Int>?
  /// The bytes of the lists in pdta, in the order of `recordChunks`.
  private(set) var records: [Range<Int>] = []

  /// Finds the chunks.
  ///
  /// - Throws: `SoundFontFault` and `FileError`.
  init(_ file: borrowing InputFile) throws {
    let header = try file.read(at: 0, count: 12)
    guard header.count == 12, header.text(0..<4) == "RIFF", header.text(8..<12) == "sfbk"
    else { throw SoundFontFault("RIFF", .notASoundFont) }
    let declared = header.littleEndian(at: 4, bytes: 4) + 8
    guard declared == file.size
    else { throw SoundFontFault("RIFF", .fileSize(declared: declared, actual: file.size)) }

    let whole = 12..<file.size
    let info = try Self.list("INFO", in: file, at: whole)
    let sampleData = try Self.list("sdta", in: file, at: info.upperBound..<whole.upperBound)
    let presetData = try Self.list("pdta", in: file, at: sampleData.upperBound..<whole.upperBound)

    try readInfo(file, info)
    samples = try Self.expect("smpl", in: file, at: sampleData)
    if samples.upperBound < sampleData.upperBound {
      let (id, body) = try Self.next(
        in: file, at: samples.upperBound..<sampleData.upperBound, of: "sdta")
      let frames = samples.count / 2
      if id == "sm24", body.count == frames + frames % 2 { lowerBytes = body }
    }
    var position = presetData.lowerBound
    for name in Self.recordChunks {
      let body = try Self.expect(name, in: file, at: position..<presetData.upperBound)
      records.append(body)
      position = body.upperBound
    }
  }

  private mutating func readInfo(_ file: borrowing InputFile, _ info: Range<Int>) throws {
    var position = info.lowerBound
    var hasVersion = false
    while position < info.upperBound {
      let (id, body) = try Self.next(in: file, at: position..<info.upperBound, of: "INFO")
      switch id {
      case "ifil", "iver":
        guard body.count == 4
        else { throw SoundFontFault(id, .byteCount(body.count, allowed: 4...4)) }
        if id == "iver" { break }
        let bytes = try file.read(at: body.lowerBound, count: 4)
        version = (bytes.littleEndian(at: 0, bytes: 2), bytes.littleEndian(at: 2, bytes: 2))
        hasVersion = true
      case "INAM":
        let bytes = try file.read(at: body.lowerBound, count: min(body.count, 256))
        name = bytes.text(0..<bytes.count)
      case _ where !Self.informationChunks.contains(id):
        throw SoundFontFault(id, .unknownInformation)
      default: break
      }
      let allowed = 0...(id == "ICMT" ? 65_536 : 256)
      guard allowed.contains(body.count)
      else { throw SoundFontFault(id, .byteCount(body.count, allowed: allowed)) }
      guard body.count.isMultiple(of: 2)
      else { throw SoundFontFault(id, .size(body.count, recordSize: 2)) }
      if !information.contains(where: { $0.id == id }) { information.append((id, body)) }
      position = body.upperBound
    }
    guard hasVersion else { throw SoundFontFault("ifil", .missing) }
    guard version.major == 2 || version.major == 3
    else { throw SoundFontFault("ifil", .version(major: version.major, minor: version.minor)) }
  }

  // MARK: - Walking

  /// The body, after the form type, of the list that has to begin `range`.
  private static func list(
    _ form: String, in file: borrowing InputFile, at range: Range<Int>
  ) throws -> Range<Int> {
    let body = try expect("LIST", in: file, at: range, named: form)
    let type = try file.read(at: body.lowerBound, count: min(4, body.count))
    guard type.count == 4, type.text(0..<4) == form else { throw SoundFontFault(form, .missing) }
    return body.dropFirst(4)
  }

  private static func expect(
    _ id: String, in file: borrowing InputFile, at range: Range<Int>, named name: String? = nil
  ) throws -> Range<Int> {
    guard range.count >= 8 else { throw SoundFontFault(name ?? id, .missing) }
    let (found, body) = try next(in: file, at: range, of: name ?? id)
    guard found == id else { throw SoundFontFault(name ?? id, .missing) }
    return body
  }

  /// The chunk that begins `range`, which is the rest of the chunk `parent`.
  private static func next(
    in file: borrowing InputFile, at range: Range<Int>, of parent: String
  ) throws -> (id: String, body: Range<Int>) {
    guard range.count >= 8
    else { throw SoundFontFault(parent, .tooLong(size: 8, available: range.count)) }
    let header = try file.read(at: range.lowerBound, count: 8)
    guard header.count == 8
    else { throw SoundFontFault(parent, .tooLong(size: 8, available: header.count)) }
    let size = header.littleEndian(at: 4, bytes: 4)
    let start = range.lowerBound + 8
    guard size <= range.upperBound - start else {
      throw SoundFontFault(parent, .tooLong(size: size, available: range.upperBound - start))
    }
    return (header.text(0..<4), start..<start + size)
  }
}

extension [UInt8] {
  /// An unsigned little-endian number.
  func littleEndian(at offset: Int, bytes: Int) -> Int {
    var value = 0
    for index in (0..<bytes).reversed() { value = value << 8 | Int(self[offset + index]) }
    return value
  }

  mutating func append(littleEndian value: Int, bytes: Int) {
    for byte in 0..<bytes { append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }

  /// The text up to the first zero byte. The encoding of old files is not known, so all that is not
  /// printable ASCII becomes a question mark.
  func text(_ range: Range<Int>) -> String {
    let bytes = self[range].prefix { $0 != 0 }
    return String(decoding: bytes.map { 0x20..<0x7F ~= $0 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }
}
