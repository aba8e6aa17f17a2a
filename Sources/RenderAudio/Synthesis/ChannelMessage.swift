import RenderMIDI

/// A MIDI channel message: the part of the events that an instrument hears.
struct ChannelMessage: Hashable {
  enum Kind: Hashable {
    case noteOff(key: UInt8)
    case noteOn(key: UInt8, velocity: UInt8)
    case polyphonicPressure(key: UInt8, pressure: UInt8)
    case controlChange(controller: UInt8, value: UInt8)
    case programChange(UInt8)
    case channelPressure(UInt8)
    case pitchBend(UInt16)
  }

  var channel: UInt8
  var kind: Kind
  /// The group whose sound a note belongs to, where a synthesizer keeps several apart.
  var group: Int

  init(channel: UInt8, group: Int = 0, _ kind: Kind) {
    self.channel = channel
    self.group = group
    self.kind = kind
  }

  /// The message of an event; nil for system exclusive and meta events. A note on with velocity 0 ends the
  /// note.
  init?(_ event: MIDIEvent) {
    switch event {
    case .noteOff(let channel, let key, _), .noteOn(let channel, let key, velocity: 0):
      self.init(channel: channel, .noteOff(key: key))
    case .noteOn(let channel, let key, let velocity):
      self.init(channel: channel, .noteOn(key: key, velocity: velocity))
    case .polyphonicPressure(let channel, let key, let pressure):
      self.init(channel: channel, .polyphonicPressure(key: key, pressure: pressure))
    case .controlChange(let channel, let controller, let value):
      self.init(channel: channel, .controlChange(controller: controller, value: value))
    case .programChange(let channel, let program):
      self.init(channel: channel, .programChange(program))
    case .channelPressure(let channel, let pressure):
      self.init(channel: channel, .channelPressure(pressure))
    case .pitchBend(let channel, let value):
      self.init(channel: channel, .pitchBend(value))
    case .systemExclusive, .escape, .meta:
      return nil
    }
  }

  var isNoteOn: Bool {
    if case .noteOn = kind { true } else { false }
  }

  /// Whether a note begins or ends.
  var isNote: Bool {
    switch kind {
    case .noteOn, .noteOff: true
    default: false
    }
  }
}
