/// A fault of a MIDI file, or of a value that is to become one.
public enum MIDIError: Error, Hashable, Sendable {
  /// The bytes break the standard at this offset from the start of the file.
  case malformed(Fault, offset: Int)
  /// The value has no form as a file. Track and event are indices from 0, where there is one.
  case unwritable(Flaw, track: Int? = nil, event: Int? = nil)

  /// The ways in which bytes break the standard.
  public enum Fault: Hashable, Sendable {
    /// Neither `MThd` nor a RIFF file around it.
    case noHeader
    /// A header chunk of `length` bytes, fewer than the 6 that it must have.
    case headerTooShort(length: Int)
    /// A format other than 0, 1 and 2.
    case unknownFormat(UInt16)
    /// Zero, no ticks in a frame, or a frame rate that SMPTE time does not have.
    case invalidDivision(UInt16)
    /// A header that declares another number of tracks than the file has.
    case wrongTrackCount(declared: Int, found: Int)
    /// Format 0 is one track by definition.
    case notASingleTrack(found: Int)
    /// No file can declare more than 65,535 tracks.
    case tooManyTracks
    /// A chunk ends so many bytes after its file.
    case truncatedChunk(missing: Int)
    /// Bytes that are no chunk, or a second file, where a chunk should begin.
    case strayBytes(count: Int)
    /// An event runs past the end of its track.
    case truncatedEvent
    /// A track without its end-of-track event.
    case missingEndOfTrack
    /// Bytes of a track, `count` of them, after its end-of-track event.
    case dataAfterEndOfTrack(count: Int)
    /// A data byte where a status is due: a sysex or meta event cancels the running status.
    case missingStatus(UInt8)
    /// A status (F1...F6, F8...FE) that cannot stand in a file.
    case invalidStatus(UInt8)
    /// A status where a data byte (0...127) is due.
    case invalidData(UInt8)
    /// A variable-length quantity of more than four bytes.
    case quantityTooLong
    /// Beyond `MIDIFile.maximumTick`, or too far from the event before it to be written again.
    case tickTooLarge
    /// A meta event that is shorter than the standard's, or holds a value that it excludes.
    case invalidMeta(type: UInt8, length: Int)
  }

  /// The reasons why a value cannot be written.
  public enum Flaw: Error, Hashable {
    /// Format 0 is one track by definition.
    case notASingleTrack(found: Int)
    /// More than 65,535 tracks, and how many.
    case tooManyTracks(Int)
    /// Ticks a quarter outside 1...32767, or a frame rate or ticks a frame that SMPTE time does not have.
    case invalidDivision(MIDIFile.Division)
    /// A number outside of its range, and what it is the number of: `key`, say.
    case outOfRange(String, value: Int, allowed: ClosedRange<Int>)
    /// A tick before that of the event before it.
    case descendingTick(Int, previous: Int)
    /// An event after the end of its track.
    case eventAfterEndOfTrack
    /// `MetaEvent.other` with a type that has a case of its own.
    case disguisedMeta(type: UInt8)
    /// More than 2^32 - 1 bytes in a track.
    case trackTooLong(Int)
  }

  /// The offset of the fault from the start of the file, in bytes; nil when writing.
  public var offset: Int? {
    guard case .malformed(_, let offset) = self else { return nil }
    return offset
  }
}
