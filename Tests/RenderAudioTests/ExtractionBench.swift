import RenderFiles
import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderAudio

extension SoundFontBuilder {
  /// A soundfont whose presets share instruments and samples, among what none of them uses.
  static let ensemble: SoundFontBuilder = {
    typealias Zone = SoundFontBuilder.Zone
    var font = SoundFontBuilder()
    font.name = "Ensemble"
    font.texts = [
      ("ICOP", "Copyright A"), ("IENG", "B"), ("ICMT", "Licence C"), ("ISFT", "Maker:Editor"),
    ]

    // Sines of different pitches, each followed by its zeros; the third is nobody's.
    let periods = [100, 50, 75, 99, 99, 20]
    var frames: [Int16] = []
    font.samples = periods.enumerated().map { index, period in
      let start = UInt32(frames.count)
      let length = 3 * period + index % 2
      frames += SoundFontBuilder.sine(period: period, frames: length)
      frames += [Int16](repeating: 0, count: 46)
      return SoundFontBuilder.Sample(
        name: "Sample \(index)", range: start..<start + UInt32(length),
        loop: (start + UInt32(period), start + 2 * UInt32(period)))
    }
    font.sampleData = frames.littleEndian
    font.lowerBytes = frames.indices.map { UInt8(truncatingIfNeeded: $0 * 7) }
    // Two halves that link to each other, and a left one without a right one.
    (font.samples[3].type, font.samples[3].link) = (4, 4)
    (font.samples[4].type, font.samples[4].link) = (2, 3)
    (font.samples[5].type, font.samples[5].link) = (4, 2)

    font.instruments.append(.init(name: "Nobody's", zones: [Zone(generators: [(53, 2)])]))
    font.instruments.append(
      .init(
        name: "Drums",
        zones: [
          Zone(generators: [(43, 0x3C00), (58, 50), (53, 5)]),
          // What follows the sample has no effect, whatever it is.
          Zone(generators: [(43, 0x7F3D), (57, 1), (53, 1), (53, 999), (48, 400)]),
        ]))
    font.instruments.append(
      .init(name: "Left", zones: [Zone(generators: [(17, 0xFE0C), (54, 1), (53, 3)])]))
    font.presets.append(
      .init(name: "Left", bank: 8, program: 3, zones: [Zone(generators: [(41, 5)])]))
    font.presets.append(
      .init(
        name: "Kit", bank: 128, program: 0,
        zones: [
          Zone(generators: [(41, 4), (41, 777)]), Zone(generators: [(43, 0x2000), (41, 0)]),
        ]))
    font.presets.append(.init(name: "Silent", program: 9, zones: [Zone(generators: [(48, 10)])]))
    return font
  }()
}

/// A folder to extract soundfonts in, and what can be asked of them.
struct ExtractionBench {
  let folder = TemporaryFolder()

  func write(_ builder: SoundFontBuilder) throws -> SoundFont {
    try SoundFont(path: folder.write(builder.bytes(), to: "all.sf2"))
  }

  @discardableResult
  func extract(
    _ presets: String..., from font: SoundFont, as name: String = "some.sf2"
  ) throws -> SoundFont {
    let numbers = try presets.map { try #require(SoundFont.PresetNumber($0)) }
    return try font.extract(numbers, to: folder.path(name), software: "render 1.0")
  }

  /// The lists and the sample data of a file.
  func contents(
    _ font: SoundFont
  ) throws -> (records: SoundFontRecords, smpl: [Int16], sm24: [UInt8]?, texts: [String: String]) {
    try SoundFont.reading(font.path) { file, chunks, records in
      let bytes = try file.read(at: chunks.samples.lowerBound, count: chunks.samples.count)
      let frames = stride(from: 0, to: bytes.count - 1, by: 2).map {
        Int16(truncatingIfNeeded: bytes.littleEndian(at: $0, bytes: 2))
      }
      var texts: [String: String] = [:]
      for (id, body) in chunks.information where id != "ifil" {
        texts[id] = try file.read(at: body.lowerBound, count: body.count).text(0..<body.count)
      }
      let lowerBytes = try chunks.lowerBytes.map {
        try file.read(at: $0.lowerBound, count: $0.count)
      }
      return (records, frames, lowerBytes, texts)
    }
  }

  /// Notes of all keys and velocities through a preset.
  func sound(_ preset: SoundFont.PresetNumber, of font: SoundFont) throws -> [Float] {
    let channel: UInt8 = preset.bank == 128 ? 9 : 0
    var events: [(Int, MIDIEvent)] = [
      (0, .controlChange(channel: channel, controller: 0, value: UInt8(preset.bank & 0x7F))),
      (0, program(UInt8(preset.program), channel: channel)),
    ]
    for (index, key) in stride(from: 24 as UInt8, through: 108, by: 7).enumerated() {
      let velocity = UInt8(1 + index * 40 % 127)
      events.append((index * 30, noteOn(key, velocity: velocity, channel: channel)))
      events.append((index * 30 + 30, noteOff(key, channel: channel)))
    }
    var settings = RenderSettings.dry
    settings.maximumTail = 0.2
    return try samples(
      of: millisecondFile(events), font: LoadedSoundFont(path: font.path), settings: settings
    ).samples
  }
}
