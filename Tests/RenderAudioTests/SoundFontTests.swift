import RenderMIDI
import RenderRandomness
import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("A soundfont") struct SoundFontTests {
  private let folder = TemporaryFolder()
  private let sound = SoundFontBuilder().bytes()

  private func fault(_ bytes: [UInt8]) throws -> SoundFontFault? {
    let path = folder.write(bytes, to: "font.sf2")
    do {
      _ = try SoundFont(path: path)
      return nil
    } catch .damagedSoundFont(path, let fault) {
      return fault
    }
  }

  @Test("tells what it holds")
  func contents() throws {
    let font = try SoundFont(path: folder.write(sound, to: "font.sf2"))
    #expect(sound.count < 3000)
    #expect(font.size == sound.count)
    #expect(font.name == "Sine")
    #expect(font.version == (2, 1))
    #expect(font.presets.map(\.name) == ["Sine", "Split", "Endless"])
    #expect(font.presets.map(\.program) == [0, 1, 2])
    #expect(font.presets.allSatisfy { $0.bank == 0 })
    #expect(font.instrumentCount == 3)
    #expect(font.sampleCount == 2)
    #expect(font.sampleDataSize == 446)
    #expect(!font.isCompressed)
  }

  @Test("that the package ships is sound")
  func shipped() throws {
    let font = try SoundFont(path: Fonts.pianoPath)
    #expect(font.name == "FluidR3 Grand Piano")
    #expect(font.presets.count == 1)
    #expect(font.presets[0].name == "Yamaha Grand Piano")
    #expect(font.sampleCount == 41)
  }

  @Test("that is not there is missing, and a folder is none")
  func missing() throws {
    #expect(throws: AudioError.missingSoundFont(path: "/none.sf2")) {
      try SoundFont(path: "/none.sf2")
    }
    let error = #expect(throws: AudioError.self) { try SoundFont(path: "/tmp") }
    #expect(error?.description.hasPrefix("cannot open /tmp: Is a directory") == true)
  }

  @Test("cut off at any byte is refused")
  func truncated() throws {
    for length in 0..<sound.count {
      #expect(try fault(Array(sound[..<length])) != nil, "\(length) bytes")
      // The same with a size that fits, as a damaged download that was repaired by guessing.
      var repaired = Array(sound[..<length])
      if length >= 12 {
        let size = UInt32(length - 8)
        for byte in 0..<4 { repaired[4 + byte] = UInt8(truncatingIfNeeded: size >> (8 * byte)) }
        #expect(try fault(repaired) != nil, "\(length) bytes")
      }
    }
  }

  /// A field of the sine soundfont, what is written over it, and what is then wrong with it.
  struct Damage: CustomTestStringConvertible, Sendable {
    var chunk: String
    var record = 0
    var recordSize = 0
    var offset = 0
    var bytes: [UInt8]
    var fault: SoundFontFault

    var testDescription: String { fault.description }
  }

  @Test("with a wrong field is refused for that field", arguments: damages)
  func damaged(_ damage: Damage) throws {
    var bytes = sound
    let body = try #require(position(of: damage.chunk)) + 8
    let start = body + damage.record * damage.recordSize + damage.offset
    bytes.replaceSubrange(start..<start + damage.bytes.count, with: damage.bytes)
    #expect(try fault(bytes) == damage.fault)
  }

  static let damages: [Damage] = [
    Damage(chunk: "RIFF", bytes: Array("WAVE".utf8), fault: .init("RIFF", .notASoundFont)),
    Damage(
      chunk: "RIFF", offset: -4, bytes: [0, 0, 0, 0],
      fault: .init("RIFF", .fileSize(declared: 8, actual: 1638))),
    Damage(
      chunk: "ifil", bytes: [1, 0], fault: .init("ifil", .version(major: 1, minor: 1))),
    Damage(
      chunk: "INAM", offset: -8, bytes: Array("XXXX".utf8),
      fault: .init("XXXX", .unknownInformation)),
    Damage(
      chunk: "smpl", offset: -8, bytes: Array("SMPL".utf8), fault: .init("smpl", .missing)),
    Damage(
      chunk: "pbag", offset: -8, bytes: Array("ibag".utf8), fault: .init("pbag", .missing)),
    Damage(
      chunk: "shdr", offset: -4, bytes: [0, 1, 0, 0],
      fault: .init("shdr", .tooLong(size: 256, available: 138))),
    Damage(
      chunk: "shdr", offset: -4, bytes: [45, 0, 0, 0],
      fault: .init("shdr", .size(45, recordSize: 46))),
    Damage(
      chunk: "shdr", offset: -4, bytes: [46, 0, 0, 0],
      fault: .init("shdr", .count(1, allowed: 2...65_537))),
    Damage(
      chunk: "phdr", offset: 24, bytes: [1, 0], fault: .init("phdr", record: 0, .firstIndex(1))),
    Damage(
      chunk: "phdr", record: 2, recordSize: 38, offset: 24, bytes: [0, 0],
      fault: .init("phdr", record: 2, .descending(from: 1, to: 0))),
    Damage(
      chunk: "phdr", record: 3, recordSize: 38, offset: 24, bytes: [6, 0],
      fault: .init("phdr", record: 3, .lastIndex(6, count: 5, of: "zones"))),
    Damage(
      chunk: "ibag", record: 5, recordSize: 4, bytes: [99, 0],
      fault: .init("ibag", record: 5, .lastIndex(99, count: 15, of: "generators"))),
    Damage(
      chunk: "ibag", record: 5, recordSize: 4, offset: 2, bytes: [9, 0],
      fault: .init("ibag", record: 5, .lastIndex(9, count: 2, of: "modulators"))),
    Damage(
      chunk: "pgen", record: 4, recordSize: 4, offset: 2, bytes: [3, 0],
      fault: .init("pgen", record: 4, .reference(3, count: 3, to: "instruments"))),
    Damage(
      chunk: "igen", record: 2, recordSize: 4, offset: 2, bytes: [2, 0],
      fault: .init("igen", record: 2, .reference(2, count: 2, to: "samples"))),
    // The second zone of "Split" loses its sample.
    Damage(
      chunk: "igen", record: 8, recordSize: 4, bytes: [52, 0],
      fault: .init("ibag", record: 2, .secondGlobalZone)),
    Damage(
      chunk: "imod", offset: 2, bytes: [255, 0],
      fault: .init("imod", record: 0, .modulatorDestination(255))),
    Damage(
      chunk: "shdr", record: 1, recordSize: 46, offset: 24, bytes: [191, 1],
      fault: .init("shdr", record: 1, .sampleRange(start: 100, end: 447, available: 446))),
    Damage(
      chunk: "shdr", record: 1, recordSize: 46, offset: 24, bytes: [100, 0],
      fault: .init("shdr", record: 1, .sampleRange(start: 100, end: 100, available: 446))),
    Damage(
      chunk: "shdr", offset: 32, bytes: [0, 2],
      fault: .init("shdr", record: 0, .loop(start: 100, end: 512, available: 446))),
    Damage(
      chunk: "shdr", offset: 36, bytes: [0, 0],
      fault: .init("shdr", record: 0, .sampleRate(0, allowed: 400...192_000))),
    Damage(
      chunk: "shdr", offset: 44, bytes: [0x11, 0], fault: .init("shdr", record: 0, .notOgg)),
  ]

  private func position(of chunk: String) -> Int? {
    let name = Array(chunk.utf8)
    return (0...sound.count - 4).last { Array(sound[$0..<$0 + 4]) == name }
  }

  /// FluidSynth may read beyond a sample that is loaded alone.
  @Test("plays no sample into the next one where no silence is between them")
  func crowdedSamples() throws {
    var builder = SoundFontBuilder()
    // A soft sample that is played once, and a loud one right behind it.
    let soft = SoundFontBuilder.sine(period: 100, frames: 400).map { $0 / 16 }
    builder.sampleData =
      (soft + [Int16](repeating: 32_000, count: 400) + [Int16](repeating: 0, count: 46))
      .littleEndian
    builder.samples = [
      SoundFontBuilder.Sample(name: "Soft", range: 0..<400, loop: (8, 392)),
      SoundFontBuilder.Sample(name: "Loud", range: 400..<800, loop: (408, 792)),
    ]
    builder.presets = [builder.presets[0]]
    builder.instruments = [
      SoundFontBuilder.Instrument(
        name: "Once", zones: [SoundFontBuilder.Zone(generators: [(53, 0)])])
    ]
    let font = try LoadedSoundFont(path: folder.write(builder.bytes(), to: "font.sf2"))
    #expect(!font.contents.hasSilenceBetweenSamples)
    #expect(Fonts.piano.contents.hasSilenceBetweenSamples)
    let midi = millisecondFile([(0, noteOn(69)), (200, noteOff(69))])
    let sound = try samples(of: midi, font: font).samples
    #expect(sound.peak > 0.001)
    #expect(sound.peak < 0.04)
  }

  @Test("with bytes changed at random is refused, or loads and plays")
  func randomDamage() throws {
    var random = SeededGenerator(seed: 1)
    func number(below limit: Int) -> Int { Int(random.next(below: UInt64(limit))) }
    var accepted = 0
    for trial in 0..<4000 {
      var bytes = sound
      for _ in 0...number(below: 6) {
        bytes[number(below: bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      guard try fault(bytes) == nil else { continue }
      accepted += 1
      // Playing takes longer than checking; a part of them will do.
      guard trial.isMultiple(of: 8) else { continue }
      let font = try LoadedSoundFont(path: folder.path("font.sf2"))
      var events: [(Int, MIDIEvent)] = []
      for number in UInt8(0)..<3 {
        events.append((Int(number) * 40, program(number)))
        for key in [0, 59, 60, 69, 127] as [UInt8] {
          events.append((Int(number) * 40 + 10, noteOn(key, velocity: key)))
        }
      }
      var settings = RenderSettings()
      settings.maximumTail = 0.05
      let report = try samples(of: millisecondFile(events), font: font, settings: settings).report
      #expect(report.frames > 0)
    }
    // Enough of both kinds for the test to mean something.
    #expect(200...3800 ~= accepted)
  }
}
