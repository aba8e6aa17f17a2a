import CRenderSndFile
import RenderFiles
import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("Samples of an extracted soundfont") struct SoundFontExtractionSampleTests {
  private let bench = ExtractionBench()

  @Test("have 46 zeros behind each, also where the whole file has none")
  func zeros() throws {
    var crowded = SoundFontBuilder.ensemble
    crowded.samples[0].range = 0..<100
    crowded.samples[0].loop = (10, 90)
    for builder in [SoundFontBuilder.ensemble, crowded] {
      let all = try bench.write(builder)
      let (before, after) = (
        try bench.contents(all), try bench.contents(bench.extract("0:1", "128:0", "8:3", from: all))
      )
      for (number, source) in [0, 1, 3, 4, 5].enumerated() {
        let (old, new) = (
          Sample(before.records.samples, source), Sample(after.records.samples, number)
        )
        #expect(after.smpl[new.start..<new.end] == before.smpl[old.start..<old.end])
        #expect(after.smpl[new.end..<new.end + 46].allSatisfy { $0 == 0 })
        #expect(new.loopStart - new.start == old.loopStart - old.start)
        #expect(new.loopEnd - new.start == old.loopEnd - old.start)
      }
    }
  }

  @Test("keep the lower bytes of 24 bits, an even number of them")
  func lowerBytes() throws {
    let all = try bench.write(.ensemble)
    let before = try bench.contents(all)
    let lower = try #require(before.sm24)
    for (preset, source) in [("128:0", [0, 1, 5]), ("8:3", [3, 4])] {
      let after = try bench.contents(bench.extract(preset, from: all))
      let kept = try #require(after.sm24)
      #expect(kept.count == after.smpl.count + after.smpl.count % 2)
      for (number, source) in source.enumerated() {
        let old = Sample(before.records.samples, source)
        let new = Sample(after.records.samples, number)
        #expect(kept[new.start..<new.end] == lower[old.start..<old.end])
      }
    }
    // As many as there are frames, or the synthesizer leaves them out, and so do we.
    var wrong = SoundFontBuilder.ensemble
    wrong.lowerBytes?.removeLast(2)
    #expect(try bench.contents(bench.extract("0:0", from: bench.write(wrong))).sm24 == nil)
  }

  @Test("keep loops, also those that end behind their sample or are reversed")
  func loops() throws {
    for loop in [(100, 430), (400, 300), (430, 445), (200, 200)] as [(UInt32, UInt32)] {
      let all = try bench.write(withLoop(loop))
      let one = try bench.extract("0:0", from: all)
      let number = SoundFont.PresetNumber(bank: 0, program: 0)
      #expect(try bench.sound(number, of: one) == bench.sound(number, of: all), "\(loop)")
    }
  }

  @Test("loop between their beginning and end where the loop lay elsewhere in the sample data")
  func strayLoops() throws {
    let expectations: [(UInt32, UInt32, Range<Int>)] = [
      (0, 0, 0..<300), (0, 20, 0..<300), (20, 446, 0..<346), (300, 0, 0..<200),
    ]
    for (start, end, expected) in expectations {
      let one = try bench.extract("0:0", from: bench.write(withLoop((start, end))))
      let sample = try Sample(bench.contents(one).records.samples, 0)
      #expect(sample.loopStart == expected.lowerBound)
      #expect(sample.loopEnd == expected.upperBound)
      #expect(try SoundFont(path: one.path) == one)
    }
  }

  /// Program 0 plays the frames 100..<400 with this loop.
  private func withLoop(_ loop: (UInt32, UInt32)) -> SoundFontBuilder {
    var builder = SoundFontBuilder()
    builder.samples[1].loop = loop
    builder.instruments[0].zones[0].generators[2] = (53, 1)
    return builder
  }

  @Test("that are compressed stay as they were")
  func compressed() throws {
    var builder = SoundFontBuilder()
    builder.version = 3
    var data: [UInt8] = []
    builder.samples = try [100, 60].map { period in
      let ogg = try vorbis(SoundFontBuilder.sine(period: period, frames: 4000))
      let start = UInt32(data.count)
      data += ogg
      return SoundFontBuilder.Sample(
        name: "Vorbis \(period)", range: start..<start + UInt32(ogg.count), loop: (100, 3900),
        type: 0x11)
    }
    builder.sampleData = data
    let all = try bench.write(builder)
    let one = try bench.extract("0:1", from: all, as: "some.sf3")
    #expect(one.isCompressed)
    #expect(one.sampleDataSize >= data.count)
    let number = SoundFont.PresetNumber(bank: 0, program: 1)
    let expected = try bench.sound(number, of: all)
    #expect(expected.peak > 0.01)
    #expect(try bench.sound(number, of: one) == expected)
  }

  @Test("that are compressed become no more than sounds do")
  func expansion() throws {
    let ogg = try vorbis(SoundFontBuilder.sine(period: 100, frames: 4000))
    #expect(VorbisStream.samples(in: ogg) == 4000)
    #expect(VorbisStream.samples(in: Array(ogg[1...])) == nil)
    #expect(VorbisStream.samples(in: Array(ogg[..<100])) != nil)
    #expect(VorbisStream.samples(in: Array("OggS".utf8) + ogg[4..<26]) == nil)
    // The last page says how many frames there are.
    let last = try #require(ogg.indices.last { ogg[$0...].starts(with: "OggS".utf8) })
    var long = ogg
    long.replaceSubrange(last + 6..<last + 14, with: [0, 0, 0, 1, 0, 0, 0, 0])
    #expect(VorbisStream.samples(in: long) == 1 << 24)
    // Two streams, one after the other, are both played.
    var other = ogg
    for page in ogg.indices where ogg[page...].starts(with: "OggS".utf8) { other[page + 14] ^= 1 }
    #expect(VorbisStream.samples(in: ogg + other) == 8000)
    var builder = SoundFontBuilder()
    builder.version = 3
    builder.samples = [0, 1].map {
      SoundFontBuilder.Sample(
        name: "Silence \($0)", range: 0..<UInt32(long.count), loop: (100, 3900), type: 0x11)
    }
    builder.sampleData = long
    let error = #expect(throws: AudioError.self) { try bench.write(builder) }
    #expect(error.map { "\($0)" }?.contains("that become more than") == true, "\(error as Any)")
  }

  private func vorbis(_ frames: [Int16]) throws -> [UInt8] {
    let path = bench.folder.path("sample.ogg")
    var info = SF_INFO()
    (info.samplerate, info.channels) = (44_000, 1)
    info.format = Int32(SF_FORMAT_OGG | SF_FORMAT_VORBIS)
    let file = try #require(sf_open(path, Int32(SFM_WRITE), &info))
    sf_write_short(file, frames, sf_count_t(frames.count))
    sf_close(file)
    return try readFile(path, first: .max)
  }

  @Test("in a sound card's memory stays where it is")
  func readOnlyMemory() throws {
    var builder = SoundFontBuilder()
    builder.samples[1].type = 0x8001
    let all = try bench.write(builder)
    let before = try bench.contents(all).records.samples
    let one = try bench.extract("0:1", from: all)
    #expect(try bench.contents(one).records.samples.record(1) == before.record(1))
    #expect(one.sampleDataSize == 446)
  }

  @Test("that would take more than 4 GiB together are refused")
  func tooMany() throws {
    // Three samples over one hole of 2 GiB, which takes no room on the disk.
    var builder = SoundFontBuilder()
    let frames = UInt32(1) << 30
    for index in 0..<2 { builder.samples[index].range = 0..<frames }
    builder.samples.append(builder.samples[0])
    builder.instruments[1].zones.append(.init(generators: [(53, 2)]))
    let hole = 2 * Int(frames)
    builder.sampleData = []
    let bytes = builder.bytes()
    let smpl = try #require(bytes.firstRange(of: "smpl".utf8)).lowerBound
    var head = Array(bytes[..<(smpl + 8)])
    for (position, size) in [(4, bytes.count - 8), (smpl - 8, 12), (smpl + 4, 0)] {
      head.replaceSubrange(position..<position + 4, with: [UInt32(size + hole)].littleEndian)
    }
    let file = try AtomicFile(replacing: bench.folder.path("huge.sf2"))
    try file.write(head)
    try file.seek(to: head.count + hole)
    try file.write(Array(bytes[(smpl + 8)...]))
    try file.commit()
    let huge = try SoundFont(path: bench.folder.path("huge.sf2"))
    #expect(throws: AudioError.tooManySamples(path: huge.path)) {
      try bench.extract("0:1", from: huge)
    }
    #expect(bench.folder.names == ["huge.sf2"])
  }
}
