extension MIDIFile {
  /// The way in which damaged bytes are treated.
  public enum ReadingMode: Sendable {
    /// The first departure from the standard is thrown.
    case strict
    /// All that can be read is kept. The result can be written, and then reads strictly.
    case lenient
  }

  /// Reads a Standard MIDI File, bare or in a RIFF file (RMID).
  ///
  /// Chunks other than the header and the tracks are left out of the value, as is surplus data in
  /// the header. Memory taken is proportional to `bytes.count`, whatever the header declares.
  ///
  /// - Throws: `MIDIError.malformed`; in lenient mode only where there is no usable header.
  public init(parsing bytes: [UInt8], mode: ReadingMode = .strict) throws(MIDIError) {
    self = try Self.parse(bytes, mode: mode).file
  }

  /// Reads like `init(parsing:mode:)` and returns also the faults that lenient reading passed over, in
  /// the order of the tracks. In strict mode there are none.
  public static func parse(
    _ bytes: [UInt8], mode: ReadingMode
  ) throws(MIDIError) -> (file: MIDIFile, damages: [MIDIDamage]) {
    var parser = FileParser(mode: mode)
    let file = try parser.parse(bytes.span)
    return (file, parser.log.damages)
  }
}
