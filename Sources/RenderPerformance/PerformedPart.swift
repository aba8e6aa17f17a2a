/// The properties of a part that decide how it is performed.
public struct PerformedPart: Hashable, Sendable {
  /// The program of General MIDI, 0...127; 0 is the acoustic grand piano.
  public var program: UInt8
  /// The number of the keyboard. Parts with the same one share its keys, as those of one MIDI channel do:
  /// there a key struck by one part ends the note that another one holds on it.
  public var keyboard: Int
  /// Whether the part has pedal marks of its own, so that none are added.
  public var hasOwnPedal: Bool
  /// Whether the part has changes of loudness of its own while it plays, so that no expression is added.
  public var hasOwnExpression: Bool
  /// The value of controller 11 at which the part is at its full loudness, 1...127: expression stays below it.
  public var fullExpression: UInt8

  public init(
    program: UInt8 = 0, keyboard: Int = 0, hasOwnPedal: Bool = false,
    hasOwnExpression: Bool = false, fullExpression: UInt8 = 127
  ) {
    self.program = program
    self.keyboard = keyboard
    self.hasOwnPedal = hasOwnPedal
    self.hasOwnExpression = hasOwnExpression
    self.fullExpression = fullExpression
  }

  /// The way in which the part's instrument makes its sound.
  public var technique: PlayingTechnique { PlayingTechnique(program: program) }

  /// Whether the pedal of a performance is for this part.
  var isPedalled: Bool { technique == .piano && !hasOwnPedal }
}
