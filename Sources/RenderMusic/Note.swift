/// A note of a score. Times are ticks of the score's `ticksPerQuarter`.
public struct Note: Hashable, Sendable {
  /// The tick at which the note begins.
  public var onset: Int
  /// The length in ticks.
  public var duration: Int
  /// The MIDI key number, 0...127; 60 is middle C (C4).
  public var key: UInt8
  /// The velocity, 1...127.
  public var velocity: UInt8

  /// The keys of a piano, A0 to C8.
  public static let pianoKeys: ClosedRange<Int> = 21...108

  /// The velocity of *mezzo forte*, that of notes about which nothing else is said.
  public static let mezzoForte: UInt8 = 80

  public init(onset: Int, duration: Int, key: UInt8, velocity: UInt8 = mezzoForte) {
    self.onset = onset
    self.duration = duration
    self.key = key
    self.velocity = velocity
  }
}
