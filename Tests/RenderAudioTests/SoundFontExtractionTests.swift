import RenderFiles
import RenderRandomness
import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("An extracted soundfont") struct SoundFontExtractionTests {
  private let bench = ExtractionBench()

  @Test("sounds as its preset does in the whole file, sample for sample")
  func sameSound() throws {
    let all = try bench.write(.ensemble)
    for preset in all.presets where preset.name != "Silent" {
      let one = try bench.extract("\(preset.number)", from: all)
      let expected = try bench.sound(preset.number, of: all)
      #expect(expected.peak > 0.01)
      #expect(try bench.sound(preset.number, of: one) == expected, "\(preset)")
    }
  }

  @Test("is sound, and what is returned is what it holds")
  func described() throws {
    let all = try bench.write(.ensemble)
    for preset in all.presets where preset.name != "Silent" {
      let one = try bench.extract("\(preset.number)", from: all)
      #expect(try SoundFont(path: one.path) == one)
      #expect(one.name == preset.name)
      #expect(one.presets == [preset])
    }
  }

  @Test("holds what its presets need and nothing else, each once")
  func minimal() throws {
    let all = try bench.write(.ensemble)
    func names(_ list: RecordList) -> [String] { (0..<list.count).map { list.name($0) } }
    let kit = try bench.contents(bench.extract("128:0", from: all)).records
    #expect(names(kit.instruments.headers) == ["Sine", "Drums", "EOI"])
    #expect(names(kit.samples) == ["Sample 0", "Sample 1", "Sample 5", "EOS"])
    #expect(kit.presets.targets(of: [0]) == [0, 1])
    #expect(kit.instruments.targets(of: [1]) == [1, 2])
    // Presets share the instrument "Sine", instruments the samples 0 and 1.
    let three = try bench.contents(bench.extract("0:1", "128:0", "0:0", "0:1", from: all)).records
    #expect(names(three.presets.headers) == ["Sine", "Split", "Kit", "EOP"])
    #expect(names(three.instruments.headers) == ["Sine", "Split", "Drums", "EOI"])
    #expect(names(three.samples) == ["Sample 0", "Sample 1", "Sample 5", "EOS"])
  }

  @Test("keeps zones, generators and modulators, but for the numbers that they refer to")
  func zones() throws {
    let all = try bench.write(.ensemble)
    let before = try bench.contents(all).records
    let after = try bench.contents(bench.extract("0:1", from: all)).records
    #expect(after.presets.bags.bytes == ([0, 0, 1, 0, 4, 0, 6, 1] as [UInt16]).littleEndian)
    let generators: [UInt16] = [48, 30, 43, 0x3B00, 51, 0, 41, 0, 43, 0x7F3C, 41, 0, 0, 0]
    #expect(after.presets.generators.bytes == generators.littleEndian)
    #expect(after.presets.modulators.bytes == before.presets.modulators.bytes)
    #expect(after.instruments.modulators.bytes == before.instruments.modulators.bytes)
    #expect(
      after.instruments.generators.bytes.prefix(36) == before.instruments.generators.bytes[12..<48])
  }

  @Test("takes both halves of a stereo sample, where they link to each other")
  func stereo() throws {
    let all = try bench.write(.ensemble)
    let left = try bench.contents(bench.extract("8:3", from: all)).records
    #expect(left.samples.count == 3)
    let halves = (0..<2).map { Sample(left.samples, $0) }
    #expect(halves.map(\.link) == [1, 0])
    #expect(halves.map(\.type) == [4, 2])
    // The link of this one leads to a sample that knows nothing of it.
    let kit = try bench.contents(bench.extract("128:0", from: all)).records
    #expect(Sample(kit.samples, 2).link == 0)
    #expect(Sample(kit.samples, 2).type == 1)
  }

  @Test("carries the texts on origin and rights along, and names itself and its editor")
  func texts() throws {
    let all = try bench.write(.ensemble)
    let one = try bench.contents(bench.extract("8:3", from: all)).texts
    #expect(
      one == [
        "isng": "EMU8000", "INAM": "Left", "ICOP": "Copyright A", "IENG": "B",
        "ICMT": "Licence C", "ISFT": "Maker:render 1.0",
      ])
    #expect(try bench.contents(bench.extract("8:3", "0:0", from: all)).texts["INAM"] == "Ensemble")
    var plain = SoundFontBuilder.ensemble
    plain.texts = []
    #expect(
      try bench.contents(bench.extract("0:0", from: bench.write(plain))).texts["ISFT"]
        == "render 1.0")
  }

  @Test("gives the same bytes when it is extracted again, in whatever order")
  func again() throws {
    for builder in [SoundFontBuilder.ensemble, SoundFontBuilder()] {
      let all = try bench.write(builder)
      for presets in [["0:0"], ["0:1"], ["0:2", "0:1"]] {
        let numbers = presets.compactMap { SoundFont.PresetNumber($0) }
        let once = try all.extract(
          numbers, to: bench.folder.path("once.sf2"), software: "render 1.0")
        try once.extract(
          numbers.reversed(), to: bench.folder.path("twice.sf2"), software: "render 1.0")
        #expect(try bench.folder.bytes("twice.sf2") == readFile(once.path, first: .max))
      }
    }
  }

  @Test("of a preset that is not there, or has no samples, is refused and not begun")
  func refusals() throws {
    let all = try bench.write(.ensemble)
    let number = SoundFont.PresetNumber(bank: 5, program: 6)
    #expect(throws: AudioError.missingPreset(path: all.path, number)) {
      try bench.extract("0:0", "5:6", from: all)
    }
    #expect(throws: AudioError.silentPresets(path: all.path)) {
      try bench.extract("0:9", from: all)
    }
    #expect(bench.folder.names == ["all.sf2"])
    #expect(
      AudioError.missingPreset(path: "a.sf2", number).description
        == "the soundfont a.sf2 has no preset 5:6")
  }

  @Test("of a file with bytes changed at random is sound where that file is")
  func randomDamage() throws {
    var random = SeededGenerator(seed: 5)
    func number(below limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
    let sound = SoundFontBuilder.ensemble.bytes()
    var extracted = 0
    for _ in 0..<1000 {
      var bytes = sound
      for _ in 0...number(below: 4) {
        bytes[number(below: bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      let path = bench.folder.write(bytes, to: "all.sf2")
      guard let all = try? SoundFont(path: path) else { continue }
      let preset = all.presets[number(below: all.presets.count)]
      do {
        let one = try bench.extract("\(preset.number)", from: all)
        #expect(try SoundFont(path: one.path) == one)
        extracted += 1
      } catch AudioError.silentPresets {}
    }
    #expect(extracted > 200)
  }

  @Test("numbers its presets by bank and program", arguments: ["0:0", "128:56", "65535:127"])
  func numbers(text: String) {
    #expect(SoundFont.PresetNumber(text)?.description == text)
    for wrong in ["", ":", "0", "0:", ":0", "0:0:0", "-1:0", "0:x", "65536:0"] {
      #expect(SoundFont.PresetNumber(wrong) == nil)
    }
  }
}
