import RenderMIDI

/// An event as the ALSA sequencer takes it: the 28 bytes of `snd_seq_event_t`, part of the kernel's interface.
struct SequencerEvent: Hashable {
  let bytes: [UInt8]

  /// An event to be sent at once, to all that are connected with a port.
  ///
  /// - Parameter port: the number of the port that sends it.
  /// - Returns: `nil` for what concerns no channel.
  init?(_ event: MIDIEvent, from port: UInt8) {
    var bytes = [UInt8](repeating: 0, count: 28)
    func note(_ type: UInt8, _ channel: UInt8, _ key: UInt8, _ velocity: UInt8) {
      bytes[0] = type
      bytes[16...18] = [channel, key, velocity]
    }
    func control(_ type: UInt8, _ channel: UInt8, _ parameter: UInt8, _ value: Int32) {
      bytes[0] = type
      bytes[16] = channel
      bytes[20] = parameter
      withUnsafeBytes(of: value) { bytes.replaceSubrange(24..<28, with: $0) }
    }
    switch event {
    case .noteOn(let channel, let key, let velocity): note(6, channel, key, velocity)
    case .noteOff(let channel, let key, let velocity): note(7, channel, key, velocity)
    case .polyphonicPressure(let channel, let key, let pressure): note(8, channel, key, pressure)
    case .controlChange(let channel, let controller, let value):
      control(10, channel, controller, Int32(value))
    case .programChange(let channel, let program): control(11, channel, 0, Int32(program))
    case .channelPressure(let channel, let pressure): control(12, channel, 0, Int32(pressure))
    case .pitchBend(let channel, let value): control(13, channel, 0, Int32(value) - 8192)
    case .systemExclusive, .escape, .meta: return nil
    }
    // No queue; from the port, whose client the kernel knows, to all subscribers.
    bytes[3] = 253
    bytes[13] = port
    bytes[14...15] = [254, 253]
    self.bytes = bytes
  }
}
