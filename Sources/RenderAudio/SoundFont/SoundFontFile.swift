import RenderFiles

/// The file that an extraction becomes: all of it is in memory but the samples, which are copied from
/// the source.
struct SoundFontFile {
  /// The name of the bank: that of its only preset, or the source's.
  let name: String
  /// The size of the file in bytes.
  let size: Int

  private let copies: [SoundFontExtraction.Copy]
  /// The bytes of the source's sample data.
  private let samples: Range<Int>
  private let lowerBytes: Range<Int>?
  /// The bytes before the samples, after them, and after their lower bytes.
  private let head: [UInt8]
  private let lowerBytesHead: [UInt8]
  private let tail: [UInt8]

  /// The number of bytes of samples that are in memory at a time.
  private static let partSize = 1 << 20

  /// Reads the texts of the source.
  ///
  /// - Throws: `FileError`.
  init(
    _ extraction: SoundFontExtraction, of source: borrowing InputFile, _ chunks: SoundFontChunks,
    software: String
  ) throws {
    let texts = try Self.texts(of: source, chunks, extraction.records, software: software)
    let nameBytes = texts.first { $0.id == "INAM" }?.bytes ?? []
    name = nameBytes.text(0..<nameBytes.count)
    copies = extraction.copies
    samples = chunks.samples

    // One byte a frame, and an even number of bytes. What is compressed has no lower bytes.
    lowerBytes = extraction.records.hasCompressedSamples ? nil : chunks.lowerBytes
    let frames = extraction.sampleBytes / 2
    let lowerByteCount = lowerBytes == nil ? 0 : frames + frames % 2
    lowerBytesHead = lowerBytes == nil ? [] : header("sm24", lowerByteCount)

    tail = list("pdta", extraction.records.lists.map { ($0.chunk, $0.bytes) })
    let information = list("INFO", texts)
    let sampleDataSize = 4 + 8 + extraction.sampleBytes + lowerBytesHead.count + lowerByteCount
    let bodySize = 4 + information.count + 8 + sampleDataSize + tail.count
    size = 8 + bodySize
    head =
      header("RIFF", bodySize) + Array("sfbk".utf8) + information + header("LIST", sampleDataSize)
      + Array("sdta".utf8) + header("smpl", extraction.sampleBytes)
  }

  /// The INFO list. What the source says of its origin and its rights is kept.
  private static func texts(
    of source: borrowing InputFile, _ chunks: SoundFontChunks, _ records: SoundFontRecords,
    software: String
  ) throws -> [(id: String, bytes: [UInt8])] {
    var texts: [(id: String, bytes: [UInt8])] = []
    for (id, body) in chunks.information {
      texts.append((id, try source.read(at: body.lowerBound, count: body.count)))
    }
    func set(_ id: String, _ text: some Sequence<UInt8>) {
      var bytes = Array(text) + [0]
      if bytes.count % 2 == 1 { bytes.append(0) }
      if let index = texts.firstIndex(where: { $0.id == id }) {
        texts[index].bytes = bytes
      } else {
        texts.append((id, bytes))
      }
    }
    func has(_ id: String) -> Bool { texts.contains { $0.id == id } }

    // The sound engine that a file is for; this one where nothing is said.
    if !has("isng") { set("isng", "EMU8000".utf8) }
    if records.presets.headers.count == 2 || !has("INAM") {
      set("INAM", records.presets.headers.record(0).prefix(20).prefix { $0 != 0 })
    }
    // The program that made the file and, after a colon, the one that changed it last.
    let editor = Array(software.utf8.prefix(100))
    let creator = (texts.first { $0.id == "ISFT" }?.bytes ?? [])
      .prefix { $0 != 0 && $0 != UInt8(ascii: ":") }.prefix(100)
    let isFirst = creator.isEmpty || creator.elementsEqual(editor)
    set("ISFT", isFirst ? editor : creator + [UInt8(ascii: ":")] + editor)
    return texts
  }

  /// Writes everything.
  ///
  /// - Throws: `FileError`, and `SoundFontFault` where the source has become shorter meanwhile.
  func write(to output: AtomicFile, from source: borrowing InputFile) throws {
    try output.write(head)
    for copy in copies {
      try write(copy.source, of: samples, from: source, to: output)
      try output.write([UInt8](repeating: 0, count: copy.padding))
    }
    try output.write(lowerBytesHead)
    if let lowerBytes {
      for copy in copies {
        let frames = copy.source.lowerBound / 2..<copy.source.upperBound / 2
        try write(frames, of: lowerBytes, from: source, to: output)
        try output.write([UInt8](repeating: 0, count: copy.padding / 2))
      }
      let frames = copies.reduce(0) { $0 + $1.source.count + $1.padding } / 2
      try output.write([UInt8](repeating: 0, count: frames % 2))
    }
    try output.write(tail)
  }

  /// Copies `part` of a chunk.
  private func write(
    _ part: Range<Int>, of chunk: Range<Int>, from source: borrowing InputFile,
    to output: AtomicFile
  ) throws {
    for start in stride(from: part.lowerBound, to: part.upperBound, by: Self.partSize) {
      let count = min(Self.partSize, part.upperBound - start)
      let bytes = try source.read(at: chunk.lowerBound + start, count: count)
      guard bytes.count == count
      else { throw SoundFontFault("smpl", .tooLong(size: count, available: bytes.count)) }
      try output.write(bytes)
    }
  }
}

/// The eight bytes that begin a chunk. A size beyond 32 bits is cut off: whoever writes the file
/// has looked at its size before.
private func header(_ id: String, _ size: Int) -> [UInt8] {
  var bytes = Array(id.utf8)
  bytes.append(littleEndian: size, bytes: 4)
  return bytes
}

private func list(_ form: String, _ chunks: [(id: String, bytes: [UInt8])]) -> [UInt8] {
  let body = Array(form.utf8) + chunks.flatMap { header($0.id, $0.bytes.count) + $0.bytes }
  return header("LIST", body.count) + body
}
