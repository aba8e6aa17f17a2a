/// How far music was from the grid of 1/24 quarter, and what became of it there.
public struct Quantization: Hashable, Codable, Sendable {
  /// Notes read, before any are merged.
  public internal(set) var notes = 0
  /// Notes that begin or end off the grid. One too short for a unit lasts one, and counts here.
  public internal(set) var movedNotes = 0
  /// In quarters.
  public internal(set) var onsets = Deviation()
  /// In quarters.
  public internal(set) var ends = Deviation()
  /// Notes that joined an equal key at the same onset.
  public internal(set) var mergedNotes = 0
  /// Notes that end early, where their key is struck again.
  public internal(set) var endedNotes = 0
  /// Tempi that hold for no note, or are the same as the one before.
  public internal(set) var mergedTempos = 0

  public init() {}

  /// That of two pieces together.
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
