/// The distances of music from the grid of 1/24 quarter, and the changes made to place it there.
public struct Quantization: Hashable, Codable, Sendable {
  /// The number of notes read, before any are merged.
  public internal(set) var notes = 0
  /// The number of notes that begin or end off the grid. One too short for a unit lasts one, and counts here.
  public internal(set) var movedNotes = 0
  /// The distances of onsets, in quarters.
  public internal(set) var onsets = Deviation()
  /// The distances of ends, in quarters.
  public internal(set) var ends = Deviation()
  /// The number of notes that joined an equal key at the same onset.
  public internal(set) var mergedNotes = 0
  /// The number of notes that end early, where their key is struck again.
  public internal(set) var endedNotes = 0
  /// The number of tempi that hold for no note, or are the same as the one before.
  public internal(set) var mergedTempos = 0

  public init() {}

  /// Adds the quantization of another piece.
  public static func += (sum: inout Self, other: Self) {
    sum.notes += other.notes
    sum.movedNotes += other.movedNotes
    sum.onsets += other.onsets
    sum.ends += other.ends
    sum.mergedNotes += other.mergedNotes
    sum.endedNotes += other.endedNotes
    sum.mergedTempos += other.mergedTempos
  }
}
