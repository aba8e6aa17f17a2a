import Files

/// What a SoundFont 2 file holds, read without its sample data and checked from end to end.
///
/// FluidSynth is known to crash on damaged files. One that gets a value of this type has all its
/// chunks in place and every index, range and reference within bounds (SoundFont Technical
/// Specification 2.04, sections 4 to 7). Two fields that no synthesizer here uses are not
/// looked at, since files in circulation have them wrong: links between stereo samples and
/// original keys. Compressed samples (SoundFont 3, Ogg Vorbis) are recognized.
public struct SoundFont: Hashable, Sendable {
  /// An instrument that MIDI can choose.
  public struct Preset: Hashable, Sendable {
    /// 0...127, and 128 for drum kits.
    public var bank: Int
    public var program: Int
    public var name: String
  }

  public var path: String
  /// In bytes.
  public var size: Int
  public var version: (major: Int, minor: Int) { (majorVersion, minorVersion) }
  /// The bank's name, from its INFO list.
  public var name: String
  /// In the order of bank and program.
  public var presets: [Preset]
  public var instrumentCount: Int
  public var sampleCount: Int
  /// Frames of 16 bits; bytes where samples are compressed.
  public var sampleDataSize: Int
  public var isCompressed: Bool

  private var majorVersion: Int
  private var minorVersion: Int

  /// Reads and checks a file. Throws `missingSoundFont`, `damagedSoundFont`, or `file` for one
  /// that cannot be read.
  public init(path: String) throws(AudioError) {
    do {
      let file = try InputFile(path: path)
      let chunks = try SoundFontChunks(file)
      let records = try SoundFontRecords(file, chunks)
      try records.validate()
      try records.validateSamples(in: file, chunks)
      self.init(path: path, size: file.size, chunks, records)
    } catch let fault as SoundFontFault {
      throw .damagedSoundFont(path: path, fault)
    } catch let error as FileError {
      throw error.isMissing ? .missingSoundFont(path: path) : .file(error)
    } catch {
      preconditionFailure("only faults and file errors are thrown above, not \(error)")
    }
  }

  private init(
    path: String, size: Int, _ chunks: SoundFontChunks, _ records: SoundFontRecords
  ) {
    self.path = path
    self.size = size
    name = chunks.name
    (majorVersion, minorVersion) = chunks.version
    presets = (0..<records.presets.count - 1).map { index in
      Preset(
        bank: records.presets.uint16(index, at: 22), program: records.presets.uint16(index, at: 20),
        name: records.presets.name(index))
    }
    presets.sort { ($0.bank, $0.program) < ($1.bank, $1.program) }
    instrumentCount = records.instruments.count - 1
    sampleCount = records.samples.count - 1
    isCompressed = records.hasCompressedSamples
    sampleDataSize = isCompressed ? chunks.samples.count : chunks.samples.count / 2
  }
}
