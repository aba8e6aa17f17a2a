/// The four lists that describe presets, or instruments.
///
/// Both are built alike: a header names the first of its zones (bags), a bag the first of its
/// generators and modulators, and each range ends where the next one begins.
struct SoundFontZones {
  let headers: RecordList
  /// The offset in a header at which the number of its first zone stands.
  let firstZoneOffset: Int
  let bags: RecordList
  let modulators: RecordList
  let generators: RecordList
  /// The number of the generator that names what a zone plays: an instrument, or a sample.
  let reference: Int

  func zones(of header: Int) -> Range<Int> {
    headers.uint16(header, at: firstZoneOffset)..<headers.uint16(header + 1, at: firstZoneOffset)
  }

  func generators(of zone: Int) -> Range<Int> {
    bags.uint16(zone, at: 0)..<bags.uint16(zone + 1, at: 0)
  }

  func modulators(of zone: Int) -> Range<Int> {
    bags.uint16(zone, at: 2)..<bags.uint16(zone + 1, at: 2)
  }

  /// The generator of a zone that names what it plays; those after it are without effect. Nil for a zone
  /// that holds what the others have in common.
  func referring(of zone: Int) -> Int? {
    generators(of: zone).first { generators.uint16($0, at: 0) == reference }
  }

  /// The number that a generator refers to.
  func target(of generator: Int) -> Int { generators.uint16(generator, at: 2) }
}

extension SoundFontZones {
  /// The numbers that the zones of these headers refer to, each once and in ascending order.
  func targets(of chosen: [Int]) -> [Int] {
    let zones = chosen.flatMap { self.zones(of: $0) }
    return Set(zones.compactMap { referring(of: $0).map(target) }).sorted()
  }

  /// The same lists with these headers alone.
  ///
  /// - Parameter numbers: the new numbers, by the old ones, of everything that they refer to.
  func selecting(_ chosen: [Int], renumbering numbers: [Int: Int]) -> SoundFontZones {
    var headers = headers.emptied
    var bags = bags.emptied
    var modulators = modulators.emptied
    var generators = generators.emptied

    func appendBag() {
      bags.append(littleEndian: generators.count, modulators.count)
    }
    for header in chosen {
      headers.append(self.headers.record(header))
      headers.set(headers.count - 1, at: firstZoneOffset, to: bags.count)
      for zone in zones(of: header) {
        appendBag()
        for modulator in self.modulators(of: zone) {
          modulators.append(self.modulators.record(modulator))
        }
        let all = self.generators(of: zone)
        guard let last = referring(of: zone) else {
          for generator in all { generators.append(self.generators.record(generator)) }
          continue
        }
        for generator in all.lowerBound...last {
          generators.append(self.generators.record(generator))
        }
        generators.set(generators.count - 1, at: 2, to: numbers[target(of: last)]!)
      }
    }
    headers.appendTerminal()
    headers.set(headers.count - 1, at: firstZoneOffset, to: bags.count)
    appendBag()
    modulators.appendTerminal()
    generators.appendTerminal()
    return SoundFontZones(
      headers: headers, firstZoneOffset: firstZoneOffset, bags: bags, modulators: modulators,
      generators: generators, reference: reference)
  }
}

extension SoundFontRecords {
  /// Whether an instrument outside the drum kits has notes of an exclusive class.
  var hasExclusiveNotes: Bool {
    let exclusiveClass = 57
    let drums = 128
    let melodic = (0..<presets.headers.count - 1).filter { presetNumber($0).bank < drums }
    return presets.targets(of: melodic).contains { instrument in
      instruments.zones(of: instrument).contains { zone in
        instruments.generators(of: zone).contains {
          instruments.generators.uint16($0, at: 0) == exclusiveClass
            && instruments.generators.uint16($0, at: 2) != 0
        }
      }
    }
  }
}
