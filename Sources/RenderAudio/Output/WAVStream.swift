import RenderFiles

/// A WAV file for pipes and devices, written from front to back, as libsndfile cannot.
/// A size that is not known or beyond 32 bits is written as 0xFFFFFFFF, which players take for "to the
/// end of the stream".
struct WAVStream {
  private let sampleFormat: SampleFormat
  private let output: (UnsafeRawBufferPointer) throws(FileError) -> Void

  /// Writes the header of a stereo file.
  init(
    sampleFormat: SampleFormat, sampleRate: Int, frames: Int?, tags: AudioTags,
    to output: @escaping (UnsafeRawBufferPointer) throws(FileError) -> Void
  ) throws(AudioError) {
    self.sampleFormat = sampleFormat
    self.output = output
    let header = Self.header(
      sampleFormat: sampleFormat, sampleRate: sampleRate, frames: frames, tags: tags)
    try send(header)
  }

  /// Appends interleaved samples.
  func write(_ samples: [Int32]) throws(AudioError) {
    let width = sampleFormat.bytes
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count * width)
    for sample in samples {
      for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: sample >> (8 * byte))) }
    }
    try send(bytes)
  }

  /// Appends interleaved samples, 1 being full scale.
  func write(_ samples: UnsafeBufferPointer<Float>) throws(AudioError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count * 4)
    for sample in samples { bytes.append(littleEndian: sample.bitPattern) }
    try send(bytes)
  }

  private func send(_ bytes: [UInt8]) throws(AudioError) {
    do {
      try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
        try output(UnsafeRawBufferPointer(buffer))
      }
    } catch { throw .file(error) }
  }

  static func header(
    sampleFormat: SampleFormat, sampleRate: Int, frames: Int?, tags: AudioTags
  ) -> [UInt8] {
    let frameBytes = 2 * sampleFormat.bytes
    let isFloat = sampleFormat == .float32
    var format: [UInt8] = []
    format.append(littleEndian: UInt16(isFloat ? 3 : 1))
    format.append(littleEndian: UInt16(2))
    format.append(littleEndian: UInt32(sampleRate))
    format.append(littleEndian: UInt32(sampleRate * frameBytes))
    format.append(littleEndian: UInt16(frameBytes))
    format.append(littleEndian: UInt16(8 * sampleFormat.bytes))
    // All formats but integers have a size of their extension, which is empty.
    if isFloat { format.append(littleEndian: UInt16(0)) }

    var chunks: [UInt8] = Array("WAVE".utf8)
    chunks.append(chunk: "fmt ", format)
    if isFloat {
      var fact: [UInt8] = []
      fact.append(littleEndian: frames.map(UInt32.init(clamping:)) ?? .max)
      chunks.append(chunk: "fact", fact)
    }
    var info: [UInt8] = Array("INFO".utf8)
    let strings = [
      ("INAM", tags.title), ("ISFT", tags.software), ("ICMT", tags.comment),
      ("ICRD", tags.date),
    ]
    for case (let name, let text?) in strings { info.append(chunk: name, Array(text.utf8) + [0]) }
    if info.count > 4 { chunks.append(chunk: "LIST", info) }

    let dataSize = frames.map { $0 * frameBytes }
    var header: [UInt8] = Array("RIFF".utf8)
    header.append(littleEndian: dataSize.map { UInt32(clamping: chunks.count + 8 + $0) } ?? .max)
    header += chunks
    header += Array("data".utf8)
    header.append(littleEndian: dataSize.map(UInt32.init(clamping:)) ?? .max)
    return header
  }
}

extension [UInt8] {
  fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  /// RIFF chunks start at even offsets.
  fileprivate mutating func append(chunk name: String, _ body: [UInt8]) {
    append(contentsOf: name.utf8)
    append(littleEndian: UInt32(body.count))
    append(contentsOf: body)
    if !body.count.isMultiple(of: 2) { append(0) }
  }
}
