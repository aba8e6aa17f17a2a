import CRenderSndFile
import Glibc
import RenderFiles
import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("A WAV stream") struct WAVStreamTests {
  private let folder = TemporaryFolder()

  @Test("is what libsndfile reads as the same samples", arguments: SampleFormat.allCases)
  func readable(_ format: SampleFormat) throws {
    let values: [Int32] = [0, 1, -1, 1000, -1000, 32767, -32768, 5]
    let file = try AtomicFile(replacing: folder.path("a.wav"))
    let stream = try WAVStream(
      sampleFormat: format, sampleRate: 48_000, frames: 4,
      tags: AudioTags(title: "odd", software: "s", comment: nil)
    ) { (raw) throws(FileError) in try file.write(raw) }
    let expected: [Float]
    if format == .float32 {
      expected = values.map { Float($0) / 32768 }
      try expected.withUnsafeBufferPointer { try stream.write($0) }
    } else {
      expected = values.map { Float($0) / Float(1 << (format.integerBits! - 1)) }
      try stream.write(values)
    }
    try file.commit()
    let decoded = try DecodedFile(path: folder.path("a.wav"))
    #expect(decoded.sampleRate == 48_000)
    #expect(decoded.samples == expected)
    #expect(decoded.tags[SF_STR_TITLE] == "odd")
  }

  @Test("declares its true size, and the largest there is beyond 4 GiB")
  func sizes() {
    func header(_ frames: Int) -> [UInt8] {
      WAVStream.header(
        sampleFormat: .integer16, sampleRate: 44_100, frames: frames, tags: AudioTags())
    }
    #expect(header(1000).count == 44)
    #expect(header(1000).littleEndian(at: 4, bytes: 4) == 4036)
    #expect(header(1000).littleEndian(at: 40, bytes: 4) == 4000)
    #expect(header(1 << 31).littleEndian(at: 4, bytes: 4) == 0xFFFF_FFFF)
    #expect(header(1 << 31).littleEndian(at: 40, bytes: 4) == 0xFFFF_FFFF)
  }

  @Test("to a closed pipe ends with an error that says so")
  func closedPipe() throws {
    let error = #expect(throws: AudioError.self) {
      _ = try WAVStream(
        sampleFormat: .integer16, sampleRate: 44_100, frames: 1, tags: AudioTags()
      ) { (_) throws(FileError) in throw FileError(.write, "standard output", code: EPIPE) }
    }
    guard case .file(let cause) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause.isClosedPipe)
  }
}
