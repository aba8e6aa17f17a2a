import Glibc

/// Builds a SoundFont 2 file of less than 3 kB: a sine whose pitch is known exactly.
///
/// Program 0 is a loop of 100 frames at 44 kHz: 440 Hz on key 69. It sounds at once, holds its
/// level and ends 10 ms after the key. Program 1 has all that a larger file has: global zones,
/// key and velocity ranges, generators and modulators on both levels. Program 2 never ends: its
/// release lasts 100 seconds.
struct SoundFontBuilder {
  static let amplitude = 0.5

  var version: UInt16 = 2
  var name = "Sine"

  func bytes() -> [UInt8] {
    let info =
      chunk("ifil", [UInt16(version), 1].littleEndian) + chunk("isng", text("EMU8000"))
      + chunk("INAM", text(name))
    let samples = (0..<400).map { frame in
      Int16(Self.amplitude * 32767 * sin(2 * .pi * Double(frame) / 100))
    }
    let body =
      list("INFO", info)
      + list("sdta", chunk("smpl", (samples + [Int16](repeating: 0, count: 46)).littleEndian))
      + list("pdta", presetData())
    return chunk("RIFF", Array("sfbk".utf8) + body)
  }

  private func presetData() -> [UInt8] {
    let presetHeaders =
      preset("Sine", program: 0, bag: 0) + preset("Split", program: 1, bag: 1)
      + preset("Endless", program: 2, bag: 4) + preset("EOP", program: 0, bag: 5)
    let presetBags: [UInt16] = [0, 0, 1, 0, 2, 0, 5, 1, 7, 1, 8, 1]
    let presetGenerators: [(UInt16, UInt16)] = [
      (41, 0),  // Sine
      (48, 30),  // Split: global zone, attenuation
      (43, 0x3B00), (51, 0), (41, 1),  // keys 0...59
      (43, 0x7F3C), (41, 1),  // keys 60...127
      (41, 2),  // Endless
      (0, 0),
    ]
    // Velocity to attenuation once more, for the low keys of Split.
    let presetModulators: [UInt16] = [0x0502, 48, 100, 0, 0, 0, 0, 0, 0, 0]

    let instrumentHeaders =
      instrument("Sine", bag: 0) + instrument("Split", bag: 1) + instrument("Endless", bag: 4)
      + instrument("EOI", bag: 5)
    let instrumentBags: [UInt16] = [0, 0, 3, 0, 5, 1, 9, 1, 12, 2, 15, 2]
    let instrumentGenerators: [(UInt16, UInt16)] = [
      (54, 1), (38, UInt16(bitPattern: -7973)), (53, 0),  // Sine: loop, release 10 ms
      (54, 1), (17, 100),  // Split: global zone, loop, pan
      (43, 0x7F00), (44, 0x3F00), (52, 5), (53, 0),  // soft
      (44, 0x7F40), (8, 9000), (53, 1),  // loud
      (54, 1), (38, 7973), (53, 0),  // Endless: release 100 s
      (0, 0),
    ]
    let instrumentModulators: [UInt16] = [
      0x0081, 6, 50, 0, 0,
      0x0102, 8, 0xF6A0, 0, 0,
      0, 0, 0, 0, 0,
    ]
    let sampleHeaders =
      sample("Sine", start: 0, end: 400, loop: 100..<300)
      + sample("Half", start: 100, end: 400, loop: 200..<300)
      + sample("EOS", start: 0, end: 0, loop: 0..<0, rate: 0, key: 0, type: 0)

    return chunk("phdr", presetHeaders) + chunk("pbag", presetBags.littleEndian)
      + chunk("pmod", presetModulators.littleEndian)
      + chunk("pgen", presetGenerators.flatMap { [$0.0, $0.1] }.littleEndian)
      + chunk("inst", instrumentHeaders) + chunk("ibag", instrumentBags.littleEndian)
      + chunk("imod", instrumentModulators.littleEndian)
      + chunk("igen", instrumentGenerators.flatMap { [$0.0, $0.1] }.littleEndian)
      + chunk("shdr", sampleHeaders)
  }

  private func preset(_ name: String, program: UInt16, bag: UInt16) -> [UInt8] {
    header(name) + [program, 0, bag].littleEndian + [UInt32](repeating: 0, count: 3).littleEndian
  }

  private func instrument(_ name: String, bag: UInt16) -> [UInt8] {
    header(name) + [bag].littleEndian
  }

  private func sample(
    _ name: String, start: UInt32, end: UInt32, loop: Range<UInt32>, rate: UInt32 = 44_000,
    key: UInt8 = 69, type: UInt16 = 1
  ) -> [UInt8] {
    header(name) + [start, end, loop.lowerBound, loop.upperBound, rate].littleEndian + [key, 0]
      + [0, type].littleEndian
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
  fileprivate var littleEndian: [UInt8] {
    flatMap { element in Swift.withUnsafeBytes(of: element.littleEndian) { [UInt8]($0) } }
  }
}
