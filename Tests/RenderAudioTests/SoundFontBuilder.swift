import Glibc

/// Builds SoundFont 2 files from what they declare; as it is, one of less than 3 kB: a sine whose
/// pitch is known exactly.
///
/// Program 0 is a loop of 100 frames at 44 kHz: 440 Hz on key 69. It sounds at once, holds its
/// level and ends 10 ms after the key. Program 1 has all that a larger file has: global zones,
/// key and velocity ranges, generators and modulators on both levels. Program 2 never ends: its
/// release lasts 100 seconds.
struct SoundFontBuilder {
  static let amplitude = 0.5

  struct Zone {
    /// Numbers and amounts.
    var generators: [(UInt16, UInt16)]
    var modulators: [[UInt16]] = []
  }

  struct Preset {
    var name: String
    var bank: UInt16 = 0
    var program: UInt16
    var zones: [Zone]
  }

  struct Instrument {
    var name: String
    var zones: [Zone]
  }

  struct Sample {
    var name: String
    var range: Range<UInt32>
    var loop: (UInt32, UInt32)
    var rate: UInt32 = 44_000
    var key: UInt8 = 69
    var link: UInt16 = 0
    var type: UInt16 = 1
  }

  var version: UInt16 = 2
  var name = "Sine"
  var texts: [(String, String)] = []

  /// The smpl chunk. Its sine is followed by 46 zeros.
  var sampleData = (sine(period: 100, frames: 400) + [Int16](repeating: 0, count: 46)).littleEndian
  /// The sm24 chunk.
  var lowerBytes: [UInt8]?

  var presets = [
    Preset(name: "Sine", program: 0, zones: [Zone(generators: [(41, 0)])]),
    Preset(
      name: "Split", program: 1,
      zones: [
        Zone(generators: [(48, 30)]),  // global: attenuation
        Zone(generators: [(43, 0x3B00), (51, 0), (41, 1)]),  // keys 0...59
        // Keys 60...127; velocity to attenuation once more.
        Zone(generators: [(43, 0x7F3C), (41, 1)], modulators: [[0x0502, 48, 100, 0, 0]]),
      ]),
    Preset(name: "Endless", program: 2, zones: [Zone(generators: [(41, 2)])]),
  ]

  var instruments = [
    // A loop, and a release of 10 ms.
    Instrument(
      name: "Sine",
      zones: [Zone(generators: [(54, 1), (38, UInt16(bitPattern: -7973)), (53, 0)])]),
    Instrument(
      name: "Split",
      zones: [
        // Global: a loop, panned.
        Zone(generators: [(54, 1), (17, 100)], modulators: [[0x0081, 6, 50, 0, 0]]),
        // Soft, and loud.
        Zone(
          generators: [(43, 0x7F00), (44, 0x3F00), (52, 5), (53, 0)],
          modulators: [[0x0102, 8, 0xF6A0, 0, 0]]),
        Zone(generators: [(44, 0x7F40), (8, 9000), (53, 1)]),
      ]),
    // A release of 100 s.
    Instrument(name: "Endless", zones: [Zone(generators: [(54, 1), (38, 7973), (53, 0)])]),
  ]

  var samples = [
    Sample(name: "Sine", range: 0..<400, loop: (100, 300)),
    Sample(name: "Half", range: 100..<400, loop: (200, 300)),
  ]

  static func sine(period: Int, frames: Int) -> [Int16] {
    (0..<frames).map {
      Int16(amplitude * 32767 * sin(2 * .pi * Double($0) / Double(period)))
    }
  }
}

// MARK: - Encoding

extension SoundFontBuilder {
  func bytes() -> [UInt8] {
    let info =
      chunk("ifil", [UInt16(version), 1].littleEndian) + chunk("isng", text("EMU8000"))
      + chunk("INAM", text(name)) + texts.flatMap { chunk($0.0, text($0.1)) }
    let body =
      list("INFO", info)
      + list("sdta", chunk("smpl", sampleData) + (lowerBytes.map { chunk("sm24", $0) } ?? []))
      + list("pdta", presetData())
    return chunk("RIFF", Array("sfbk".utf8) + body)
  }

  private func presetData() -> [UInt8] {
    var sampleHeaders = samples.flatMap { header($0) }
    sampleHeaders += header(
      Sample(name: "EOS", range: 0..<0, loop: (0, 0), rate: 0, key: 0, type: 0))
    var firstZone = 0
    var presetHeaders: [UInt8] = []
    for preset in presets + [Preset(name: "EOP", program: 0, zones: [])] {
      let fields = [preset.program, preset.bank, UInt16(firstZone)]
      presetHeaders += header(preset.name) + fields.littleEndian + [UInt8](repeating: 0, count: 12)
      firstZone += preset.zones.count
    }
    firstZone = 0
    var instrumentHeaders: [UInt8] = []
    for instrument in instruments + [Instrument(name: "EOI", zones: [])] {
      instrumentHeaders += header(instrument.name) + [UInt16(firstZone)].littleEndian
      firstZone += instrument.zones.count
    }
    return chunk("phdr", presetHeaders) + zones(presets.flatMap(\.zones), "p")
      + chunk("inst", instrumentHeaders) + zones(instruments.flatMap(\.zones), "i")
      + chunk("shdr", sampleHeaders)
  }

  private func zones(_ zones: [Zone], _ level: String) -> [UInt8] {
    var bags: [UInt16] = []
    var (generators, modulators) = (0, 0)
    for zone in zones + [Zone(generators: [])] {
      bags += [UInt16(generators), UInt16(modulators)]
      generators += zone.generators.count
      modulators += zone.modulators.count
    }
    let terminal = Zone(generators: [(0, 0)], modulators: [[0, 0, 0, 0, 0]])
    let all = zones + [terminal]
    return chunk(level + "bag", bags.littleEndian)
      + chunk(level + "mod", all.flatMap { $0.modulators.flatMap(\.littleEndian) })
      + chunk(
        level + "gen", all.flatMap { $0.generators.flatMap { [$0.0, $0.1].littleEndian } })
  }

  private func header(_ sample: Sample) -> [UInt8] {
    let places = [
      sample.range.lowerBound, sample.range.upperBound, sample.loop.0, sample.loop.1, sample.rate,
    ]
    return header(sample.name) + places.littleEndian + [sample.key, 0]
      + [sample.link, sample.type].littleEndian
  }

  private func header(_ name: String) -> [UInt8] {
    Array(name.utf8) + [UInt8](repeating: 0, count: 20 - name.utf8.count)
  }

  private func text(_ string: String) -> [UInt8] {
    let bytes = Array(string.utf8) + [0]
    return bytes.count.isMultiple(of: 2) ? bytes : bytes + [0]
  }

  private func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    Array(name.utf8) + [UInt32(body.count)].littleEndian + body
  }

  private func list(_ form: String, _ body: [UInt8]) -> [UInt8] {
    chunk("LIST", Array(form.utf8) + body)
  }
}

extension Array where Element: FixedWidthInteger {
  var littleEndian: [UInt8] {
    flatMap { element in Swift.withUnsafeBytes(of: element.littleEndian) { [UInt8]($0) } }
  }
}
