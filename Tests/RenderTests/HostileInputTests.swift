import RenderFiles
import RenderTestMaterial
import Testing

/// Whatever the bytes of an input are, the program ends by itself: with a result, or with 65.
struct HostileInputTests {
  private let folder = Material.folder()

  private func expectSurvival(
    _ arguments: [String], _ bytes: [UInt8], as name: String, _ damage: String
  ) {
    folder.write(bytes, to: name)
    let result = Program.run(arguments, in: folder)
    #expect(result.code == 0 || result.code == 65, "\(damage): \(result)")
  }

  /// Prefixes of the bytes, and copies with some bits flipped.
  private func damaged(
    _ bytes: [UInt8], cuts: Int, flips: Int, within region: Range<Int>? = nil,
    _ body: ([UInt8], String) -> Void
  ) {
    let region = region ?? 0..<bytes.count
    for cut in 0..<cuts {
      let length = region.lowerBound + region.count * cut / cuts
      body(Array(bytes[..<length]), "cut to \(length) bytes")
    }
    var random = Xorshift(state: 0x9e37_79b9_7f4a_7c15)
    for flip in 0..<flips {
      var copy = bytes
      for _ in 0...flip % 4 {
        copy[Int.random(in: region, using: &random)] ^= 1 << Int.random(in: 0..<8, using: &random)
      }
      body(copy, "flips number \(flip)")
    }
  }

  @Test("A damaged model gives a piece or an error")
  func model() {
    // The header with all its JSON, and the first tensors.
    damaged(Material.model, cuts: 12, flips: 24, within: 0..<4000) {
      expectSurvival(
        ["--model", "bad.safetensors", "--length", "5", "--out", "a.mid"], $0,
        as: "bad.safetensors", $1)
    }
  }

  @Test("A damaged MIDI file gives tokens or an error")
  func midi() {
    damaged(Material.piece(1), cuts: 10, flips: 20) {
      expectSurvival(["tokens", "bad.mid"], $0, as: "bad.mid", $1)
    }
  }

  @Test("A damaged soundfont gives audio or an error")
  func soundFont() throws {
    let bytes = try readFile(Material.soundFont, first: .max)
    folder.write(Material.piece(1, events: 4), to: "short.mid")
    damaged(
      bytes, cuts: 3, flips: 12, within: bytes.count - Material.soundFontRecords..<bytes.count
    ) {
      expectSurvival(
        ["audio", "short.mid", "--soundfont", "bad.sf2", "--out", "a.wav"], $0, as: "bad.sf2", $1)
    }
  }

  @Test("A damaged MIDI file gives audio or an error")
  func midiAudio() {
    damaged(Material.piece(1, events: 8), cuts: 4, flips: 8) {
      expectSurvival(["audio", "bad.mid", "--out", "a.wav"], $0, as: "bad.mid", $1)
    }
  }
}

/// Marsaglia's xorshift64: the same damage every time.
private struct Xorshift: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
