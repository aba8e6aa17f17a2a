import RenderFiles

extension SoundFontRecords {
  /// The largest number of regions: the zones of all presets times those of their instruments. A
  /// synthesizer expands them, and a small file could ask for thousands of millions. Large General MIDI
  /// files have 50,000.
  private static let regionLimit = 1_000_000
  /// The largest number of regions of one preset, all of which a note has to look at.
  private static let presetRegionLimit = 65_536

  /// Checks all that can be known without the samples.
  func validate() throws(SoundFontFault) {
    for lists in [presets, instruments] {
      try validateIndices(of: lists.headers, at: lists.firstZoneOffset, into: lists.bags, "zones")
      try validateIndices(of: lists.bags, at: 0, into: lists.generators, "generators")
      try validateIndices(of: lists.bags, at: 2, into: lists.modulators, "modulators")
    }
    for lists in [presets, instruments] { try validateModulators(of: lists) }

    let instrumentZones = try (0..<instruments.headers.count - 1).map {
      index throws(SoundFontFault) in
      try targets(of: index, in: instruments, count: samples.count - 1, "samples").count
    }
    var regions = 0
    for preset in 0..<presets.headers.count - 1 {
      let used = try targets(
        of: preset, in: presets, count: instruments.headers.count - 1, "instruments")
      let count = used.reduce(0) { $0 + instrumentZones[$1] }
      regions += count
      try check(count, Self.presetRegionLimit, preset)
      try check(regions, Self.regionLimit, preset)
    }
  }

  private func check(_ regions: Int, _ limit: Int, _ preset: Int) throws(SoundFontFault) {
    if regions > limit {
      throw SoundFontFault(
        presets.headers.chunk, record: preset, .tooManyRegions(regions, limit: limit))
    }
  }

  /// Checks the 16-bit numbers at `offset` of `list`, which count the records of `other`: they begin at 0,
  /// never descend, and the terminal record's is the number of the others, terminal excluded.
  /// Some files lack the terminal generator or modulator, which does no harm.
  private func validateIndices(
    of list: RecordList, at offset: Int, into other: RecordList, _ kind: String
  ) throws(SoundFontFault) {
    var previous = 0
    for record in 0..<list.count {
      let index = list.uint16(record, at: offset)
      if record == 0, index != 0 { throw SoundFontFault(list.chunk, record: 0, .firstIndex(index)) }
      if index < previous {
        throw SoundFontFault(list.chunk, record: record, .descending(from: previous, to: index))
      }
      previous = index
    }
    let needsTerminal = kind == "zones"
    guard previous == other.count - 1 || (!needsTerminal && previous == other.count) else {
      throw SoundFontFault(
        list.chunk, record: list.count - 1,
        .lastIndex(previous, count: max(0, other.count - 1), of: kind))
    }
  }

  /// Checks the modulators' destinations: the number of a generator or, with the highest bit set, that of
  /// a modulator in the same zone. FluidSynth writes to whatever is named there.
  private func validateModulators(of lists: SoundFontZones) throws(SoundFontFault) {
    let highestGenerator = 58
    let link = 0x8000
    for zone in 0..<lists.bags.count - 1 {
      let range = lists.modulators(of: zone)
      for record in range {
        let destination = lists.modulators.uint16(record, at: 2)
        let exists =
          destination < link
          ? destination <= highestGenerator : destination - link < range.count
        if !exists {
          throw SoundFontFault(
            lists.modulators.chunk, record: record, .modulatorDestination(destination))
        }
      }
    }
  }

  /// The targets of the zones of a preset or instrument, among `count`. Only the first zone may refer to
  /// nothing: it holds what all of them have in common. (The specification says to pass over others;
  /// FluidSynth frees memory twice on them.)
  private func targets(
    of header: Int, in lists: SoundFontZones, count: Int, _ kind: String
  ) throws(SoundFontFault) -> [Int] {
    let zones = lists.zones(of: header)
    var targets: [Int] = []
    for zone in zones {
      guard let generator = lists.referring(of: zone) else {
        if zone == zones.lowerBound { continue }
        throw SoundFontFault(lists.bags.chunk, record: zone, .secondGlobalZone)
      }
      let target = lists.target(of: generator)
      guard target < count else {
        throw SoundFontFault(
          lists.generators.chunk, record: generator, .reference(target, count: count, to: kind))
      }
      targets.append(target)
    }
    return targets
  }

  // MARK: - Samples

  private static let sampleRates = 400...192_000
  /// The largest ratio of all samples' lengths to that of the sample data: samples may share data, but a
  /// small file may not stand for many times its size.
  private static let overlapFactor = 4

  /// The most numbers that each byte of compressed samples may become, and as many more: real instruments become three,
  /// single ones that die away ten, and silence two thousand.
  private static let expansionFactor = 24
  private static let freeExpansion = 1 << 22

  /// Checks that every sample and its loop lie within the sample data, and that compressed ones
  /// begin as Ogg streams do.
  func validateSamples(in file: borrowing InputFile, _ chunks: SoundFontChunks) throws {
    var total = 0
    var (compressed, expanded) = (0, 0)
    for record in 0..<samples.count - 1 {
      let sample = Sample(samples, record)
      if sample.isROM { continue }
      let available = sample.isCompressed ? chunks.samples.count : chunks.samples.count / 2
      guard sample.start < sample.end, sample.end <= available else {
        throw SoundFontFault(
          samples.chunk, record: record,
          .sampleRange(start: sample.start, end: sample.end, available: available))
      }
      // The loop of a compressed sample counts frames of what it decodes to.
      guard sample.isCompressed || max(sample.loopStart, sample.loopEnd) <= available else {
        throw SoundFontFault(
          samples.chunk, record: record,
          .loop(start: sample.loopStart, end: sample.loopEnd, available: available))
      }
      guard Self.sampleRates.contains(sample.rate) else {
        throw SoundFontFault(
          samples.chunk, record: record, .sampleRate(sample.rate, allowed: Self.sampleRates))
      }
      total += (sample.end - sample.start) * (sample.isCompressed ? 1 : 2)
      guard total <= Self.overlapFactor * chunks.samples.count else {
        throw SoundFontFault(samples.chunk, .overlappingSamples(factor: Self.overlapFactor))
      }
      if sample.isCompressed {
        let place = chunks.samples.lowerBound + sample.start
        let bytes = try file.read(at: place, count: sample.end - sample.start)
        guard let count = VorbisStream.samples(in: bytes)
        else { throw SoundFontFault(samples.chunk, record: record, .notOgg) }
        (compressed, expanded) = (compressed + bytes.count, expanded + count)
        let most = Self.freeExpansion + Self.expansionFactor * chunks.samples.count
        guard expanded <= most else {
          throw SoundFontFault(samples.chunk, .expansion(compressed, most: most))
        }
      }
    }
  }
}
