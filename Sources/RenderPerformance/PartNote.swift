import RenderMusic

/// A note and the part that it belongs to.
public struct PartNote: Hashable, Sendable {
  public var note: Note
  /// An index into the parts of the piece.
  public var part: Int

  public init(_ note: Note, part: Int = 0) {
    self.note = note
    self.part = part
  }
}

/// What a performance has to know of a part for the piano.
public struct PianoPart: Hashable, Sendable {
  /// General MIDI's pianos; electric ones, harpsichord and clavinet have no pedal, and hardly
  /// dynamics.
  public static let programs: ClosedRange<UInt8> = 0...3

  /// Parts of one number are played on the same keys, as those of one MIDI channel are: there a key
  /// struck by one part ends the note that another one holds on it.
  public var keyboard: Int
  /// The part has pedal marks of its own, and none are added.
  public var hasOwnPedal: Bool

  public init(keyboard: Int = 0, hasOwnPedal: Bool = false) {
    self.keyboard = keyboard
    self.hasOwnPedal = hasOwnPedal
  }
}
