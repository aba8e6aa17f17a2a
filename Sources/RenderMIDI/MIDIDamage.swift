/// A fault that lenient reading passed over.
public struct MIDIDamage: Hashable, Sendable {
  /// The fault, as it occurs first in the track.
  public internal(set) var fault: MIDIError.Fault
  /// The offset of the fault from the start of the file, in bytes.
  public internal(set) var offset: Int
  /// The number of times that the same kind of fault occurs in the track.
  public internal(set) var occurrences = 1
  /// The number of bytes of the file that are lost by it, over all occurrences.
  public internal(set) var droppedBytes: Int
}

/// The difference between the two modes: strict reading throws what lenient reading notes.
struct DamageLog {
  let mode: MIDIFile.ReadingMode
  private(set) var damages: [MIDIDamage] = []
  /// The index of the current track's first fault.
  private var startOfTrack = 0

  init(mode: MIDIFile.ReadingMode) {
    self.mode = mode
  }

  mutating func beginTrack() {
    startOfTrack = damages.count
  }

  mutating func report(
    _ fault: MIDIError.Fault, at offset: Int, dropping droppedBytes: Int = 0
  ) throws(MIDIError) {
    guard mode == .lenient else { throw .malformed(fault, offset: offset) }
    // One entry a kind and track: a broken file must not fill memory with its faults.
    for index in startOfTrack..<damages.count where damages[index].fault.isSameKind(as: fault) {
      damages[index].occurrences += 1
      damages[index].droppedBytes += droppedBytes
      return
    }
    damages.append(MIDIDamage(fault: fault, offset: offset, droppedBytes: droppedBytes))
  }
}

extension MIDIError.Fault {
  /// Whether both are one of the faults that may recur within a track.
  fileprivate func isSameKind(as other: Self) -> Bool {
    switch (self, other) {
    case (.missingStatus, .missingStatus), (.invalidStatus, .invalidStatus),
      (.invalidData, .invalidData), (.invalidMeta, .invalidMeta):
      true
    default:
      false
    }
  }
}
