import RenderFiles

extension SoundFont {
  /// Writes a soundfont of some presets of this one: their zones, the instruments that these use,
  /// and the samples of those, with both halves of stereo samples. Generators and modulators stay
  /// as they are, so that every preset sounds as it does here; texts about origin and rights go
  /// along. Where a number belongs to several presets the first is taken. Extracted from the
  /// result again, the same presets give the same bytes.
  ///
  /// One thing may sound better: behind every sample stand the zeros that the specification asks
  /// for. In files without them FluidSynth plays the beginning of the next sample, too.
  ///
  /// The file appears when it is complete. Samples are copied in small parts.
  ///
  /// - Parameters:
  ///   - numbers: the presets, one at least, in any order.
  ///   - path: the file to write, which is not this one.
  ///   - software: the program at work, for the file's record of its editors: `render 1.0`.
  /// - Returns: the contents of the new file.
  /// - Throws: `missingPreset`, `silentPresets`, `tooManySamples`, `file`, and what `init(path:)`
  ///   throws, since the file is read anew.
  @discardableResult
  public func extract(
    _ numbers: [PresetNumber], to path: String, software: String
  ) throws(AudioError) -> SoundFont {
    try SoundFont.reading(self.path) { source, chunks, records in
      let all = 0..<records.presets.headers.count - 1
      let chosen = try numbers.map { number in
        guard let index = all.first(where: { records.presetNumber($0) == number })
        else { throw AudioError.missingPreset(path: self.path, number) }
        return index
      }
      let extraction = SoundFontExtraction(of: Set(chosen).sorted(), from: records)
      guard extraction.sampleBytes > 0 else { throw AudioError.silentPresets(path: self.path) }
      let file = try SoundFontFile(extraction, of: source, chunks, software: software)
      guard file.size <= UInt32.max else { throw AudioError.tooManySamples(path: self.path) }
      let output = try AtomicFile(replacing: path)
      try file.write(to: output, from: source)
      try output.commit()
      return SoundFont(
        path: path, size: file.size, version: chunks.version, name: file.name,
        sampleBytes: extraction.sampleBytes, extraction.records)
    }
  }
}

/// The records of a soundfont made of some presets of another, and where its samples come from.
struct SoundFontExtraction {
  /// The data of a sample: its bytes in the source's smpl chunk, and their place in the new one.
  struct Copy {
    var source: Range<Int>
    var position: Int
    /// The number of zero bytes that follow.
    var padding: Int
  }

  let records: SoundFontRecords
  let copies: [Copy]
  /// The size of the new smpl chunk in bytes.
  let sampleBytes: Int

  /// - Parameter presets: the record numbers of the presets, ascending.
  init(of presets: [Int], from source: SoundFontRecords) {
    let instruments = source.presets.targets(of: presets)
    let used = source.instruments.targets(of: instruments)
    let samples = Set(used + used.compactMap(source.stereoPartner)).sorted()
    let sampleNumbers = Self.numbers(of: samples)

    var headers = source.samples.emptied
    var copies: [Copy] = []
    var position = 0
    for (number, record) in samples.enumerated() {
      let sample = Sample(source.samples, record)
      headers.append(source.samples.record(record))
      let partner = source.stereoPartner(of: record)
      headers.set(number, at: 42, to: partner.map { sampleNumbers[$0]! } ?? 0)
      // Without its other half it is a mono sample (1), whatever it was called.
      if partner == nil { headers.set(number, at: 44, to: sample.type & ~0xF | 1) }
      if sample.isROM { continue }
      let copy = Self.copy(sample, to: position)
      copies.append(copy)
      position += copy.source.count + copy.padding
      Self.move(sample, to: copy.position, in: &headers, number)
    }
    headers.appendTerminal()
    self.copies = copies
    sampleBytes = position
    records = SoundFontRecords(
      presets: source.presets.selecting(presets, renumbering: Self.numbers(of: instruments)),
      instruments: source.instruments.selecting(instruments, renumbering: sampleNumbers),
      samples: headers)
  }

  private static func numbers(of records: [Int]) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: records.enumerated().map { ($1, $0) })
  }

  private static func copy(_ sample: Sample, to position: Int) -> Copy {
    if sample.isCompressed {
      // Padded so that chunks, and samples that are not compressed, begin at even places.
      let source = sample.start..<sample.end
      return Copy(source: source, position: position, padding: source.count % 2)
    }
    // Some loops end a little behind their sample, and what lies between sounds.
    let end = max(sample.end, sample.loop.end)
    return Copy(
      source: 2 * sample.start..<2 * end, position: position, padding: 2 * Sample.silentFrames)
  }

  /// Writes the beginning, end and loop of a sample; the loop of a compressed one counts from its own
  /// beginning.
  private static func move(
    _ sample: Sample, to position: Int, in headers: inout RecordList, _ number: Int
  ) {
    let shift = (sample.isCompressed ? position : position / 2) - sample.start
    headers.set(number, at: 20, to: sample.start + shift, bytes: 4)
    headers.set(number, at: 24, to: sample.end + shift, bytes: 4)
    if sample.isCompressed { return }
    headers.set(number, at: 28, to: sample.loop.start + shift, bytes: 4)
    headers.set(number, at: 32, to: sample.loop.end + shift, bytes: 4)
  }
}
