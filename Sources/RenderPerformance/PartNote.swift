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

/// The properties of a piano part that decide how it is performed.
public struct PianoPart: Hashable, Sendable {
  /// The programs of General MIDI's pianos; electric ones, harpsichord and clavinet have no pedal, and hardly
  /// dynamics.
  public static let programs: ClosedRange<UInt8> = 0...3

  /// The number of the keyboard. Parts with the same one share its keys, as those of one MIDI channel do:
  /// there a key struck by one part ends the note that another one holds on it.
  public var keyboard: Int
  /// Whether the part has pedal marks of its own, so that none are added.
  public var hasOwnPedal: Bool

  public init(keyboard: Int = 0, hasOwnPedal: Bool = false) {
    self.keyboard = keyboard
    self.hasOwnPedal = hasOwnPedal
  }
}
