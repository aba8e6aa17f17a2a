import RenderFiles

/// The contents of a SoundFont 2 file, read without its sample data and checked from end to end.
///
/// FluidSynth is known to crash on damaged files. One that gets a value of this type has all its
/// chunks in place and every index, range and reference within bounds (SoundFont Technical
/// Specification 2.04, sections 4 to 7). Two fields that no synthesizer here uses are not
/// looked at, since files in circulation have them wrong: links between stereo samples and
/// original keys. Compressed samples (SoundFont 3, Ogg Vorbis) are recognized.
public struct SoundFont: Hashable, Sendable {
  /// An instrument that MIDI can choose.
  public struct Preset: Hashable, Sendable {
    /// The bank, 0...127, and 128 for drum kits.
    public var bank: Int
    /// The program, 0...127.
    public var program: Int
    /// The name of the preset.
    public var name: String

    /// The bank and program together.
    public var number: PresetNumber { PresetNumber(bank: bank, program: program) }
  }

  /// The bank and program that choose a preset, written `0:56`.
  public struct PresetNumber: Hashable, Sendable {
    /// The bank, 0...127, and 128 for drum kits.
    public var bank: Int
    /// The program, 0...127.
    public var program: Int

    /// The number of a preset, which a soundfont may have or not.
    public init(bank: Int, program: Int) {
      self.bank = bank
      self.program = program
    }
  }

  /// The path of the file.
  public var path: String
  /// The size of the file in bytes.
  public var size: Int
  /// The version of the format.
  public var version: (major: Int, minor: Int) { (majorVersion, minorVersion) }
  /// The bank's name, from its INFO list.
  public var name: String
  /// The presets in the order of bank and program.
  public var presets: [Preset]
  /// The number of instruments.
  public var instrumentCount: Int
  /// The number of samples.
  public var sampleCount: Int
  /// The length of the sample data, in frames of 16 bits; in bytes where samples are compressed.
  public var sampleDataSize: Int
  /// Whether samples are compressed (SoundFont 3, Ogg Vorbis).
  public var isCompressed: Bool

  /// Whether silence follows every sample, so that playing beyond an end is not heard.
  var hasSilenceBetweenSamples = true
  /// Whether there are notes that end one another, as an open and a closed hi-hat do, outside the drum
  /// kits.
  let hasExclusiveNotes: Bool
  /// What the notes of a preset send to the reverb by themselves, in thousandths; a preset whose notes differ has none.
  let reverbSends: [PresetNumber: Int]

  private var majorVersion: Int
  private var minorVersion: Int

  /// Reads and checks a file.
  ///
  /// - Throws: `AudioError.missingSoundFont`, `.damagedSoundFont`, or `.file` for one that cannot be read.
  public init(path: String) throws(AudioError) {
    self = try Self.reading(path) { file, chunks, records in
      var font = SoundFont(
        path: path, size: file.size, version: chunks.version, name: chunks.name,
        sampleBytes: chunks.samples.count, records)
      font.hasSilenceBetweenSamples = try records.hasSilenceBetweenSamples(in: file, chunks)
      return font
    }
  }

  init(
    path: String, size: Int, version: (major: Int, minor: Int), name: String, sampleBytes: Int,
    _ records: SoundFontRecords
  ) {
    self.path = path
    self.size = size
    self.name = name
    (majorVersion, minorVersion) = version
    presets = (0..<records.presets.headers.count - 1).map { index in
      let number = records.presetNumber(index)
      return Preset(
        bank: number.bank, program: number.program, name: records.presets.headers.name(index))
    }
    presets.sort { ($0.bank, $0.program) < ($1.bank, $1.program) }
    hasExclusiveNotes = records.hasExclusiveNotes
    reverbSends = records.reverbSends
    instrumentCount = records.instruments.headers.count - 1
    sampleCount = records.samples.count - 1
    isCompressed = records.hasCompressedSamples
    sampleDataSize = isCompressed ? sampleBytes : sampleBytes / 2
  }

  /// Opens and checks a file for `body`.
  static func reading<Result>(
    _ path: String,
    _ body: (borrowing InputFile, SoundFontChunks, SoundFontRecords) throws -> Result
  ) throws(AudioError) -> Result {
    do {
      let file = try InputFile(path: path)
      let chunks = try SoundFontChunks(file)
      let records = try SoundFontRecords(file, chunks)
      try records.validate()
      try records.validateSamples(in: file, chunks)
      return try body(file, chunks, records)
    } catch let fault as SoundFontFault {
      throw .damagedSoundFont(path: path, fault)
    } catch let error as FileError {
      throw error.isMissing ? .missingSoundFont(path: path) : .file(error)
    } catch let error as AudioError {
      throw error
    } catch {
      preconditionFailure("only faults, file and audio errors are thrown above, not \(error)")
    }
  }
}

extension SoundFont.PresetNumber: LosslessStringConvertible {
  /// The number that a text such as `0:56` names; nil for another text.
  public init?(_ description: String) {
    let parts = description.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let bank = UInt16(parts[0]), let program = UInt16(parts[1])
    else { return nil }
    self.init(bank: Int(bank), program: Int(program))
  }

  public var description: String { "\(bank):\(program)" }
}

extension SoundFontRecords {
  func presetNumber(_ preset: Int) -> SoundFont.PresetNumber {
    SoundFont.PresetNumber(
      bank: presets.headers.uint16(preset, at: 22), program: presets.headers.uint16(preset, at: 20))
  }
}
