import RenderMusic

/// A note and the part that it belongs to.
public struct PartNote: Hashable, Sendable {
  /// The note, with its times in ticks.
  public var note: Note
  /// The index of the part in the piece.
  public var part: Int

  public init(_ note: Note, part: Int = 0) {
    self.note = note
    self.part = part
  }
}
