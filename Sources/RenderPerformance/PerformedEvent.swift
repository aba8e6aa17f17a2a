import RenderMIDI

/// One thing that a performer does, at a tick of the score.
public struct PerformedEvent: Hashable, Sendable {
  /// The things that a performer does.
  public enum Action: Hashable, Sendable {
    /// The release of a key, 0...127.
    case noteOff(key: UInt8)
    /// The stroke of a key, 0...127, with a velocity of 1...127.
    case noteOn(key: UInt8, velocity: UInt8)
    /// The sustain pedal, pressed or lifted.
    case pedal(isDown: Bool)
    /// The loudness of all that sounds in the part from this tick on, 1...127, as MIDI's controller 11 has it:
    /// 40 log10(value / 127) dB below the greatest (SoundFont 2.04, 8.4.7).
    case expression(UInt8)
    /// The tempo from this tick on, in microseconds a quarter, 1...16777215.
    case tempo(microsecondsPerQuarter: UInt32)
  }

  /// The tick of the score, moved by the performance.
  public var tick: Int
  /// The index of the part; nil for a tempo, which all parts have in common.
  public var part: Int?
  /// The thing that is done.
  public var action: Action

  public init(tick: Int, part: Int?, action: Action) {
    self.tick = tick
    self.part = part
    self.action = action
  }

  /// The event for a part that is played on a MIDI channel (0...15).
  public func midiEvent(channel: UInt8) -> MIDIEvent {
    switch action {
    case .noteOff(let key): .noteOff(channel: channel, key: key, velocity: 64)
    case .noteOn(let key, let velocity): .noteOn(channel: channel, key: key, velocity: velocity)
    case .pedal(let isDown):
      .controlChange(channel: channel, controller: 64, value: isDown ? 127 : 0)
    case .expression(let value): .controlChange(channel: channel, controller: 11, value: value)
    case .tempo(let microseconds): .meta(.tempo(microsecondsPerQuarter: microseconds))
    }
  }

  /// The sort key: at one tick, notes end before notes begin, the pedal is lifted before a note begins and
  /// pressed after it, and a note begins with its expression.
  var order: (tick: Int, rank: Int, part: Int, key: Int) {
    switch action {
    case .noteOff(let key): (tick, 0, part ?? -1, Int(key))
    case .pedal(isDown: false): (tick, 1, part ?? -1, 0)
    case .tempo: (tick, 2, -1, 0)
    case .expression(let value): (tick, 3, part ?? -1, Int(value))
    case .noteOn(let key, _): (tick, 4, part ?? -1, Int(key))
    case .pedal(isDown: true): (tick, 5, part ?? -1, 0)
    }
  }
}
