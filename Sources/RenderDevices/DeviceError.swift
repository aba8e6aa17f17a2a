/// An error of a device, or of the library that leads to it.
public enum DeviceError: Error, Hashable, Sendable {
  /// ALSA's library cannot be loaded, for this reason.
  case missingLibrary(reason: String)
  /// The sound device cannot be opened as it is needed, for this reason.
  case soundDevice(name: String, reason: String)
  /// A sound device that was opened takes no more sound.
  case lostSoundDevice(name: String, reason: String)
  /// There is no ALSA sequencer, for this reason.
  case sequencer(reason: String)
  /// There is no such port in the sequencer, or it takes no events.
  case port(String, reason: String)
  /// A port that was connected takes no more events.
  case lostPort(String, reason: String)
}

extension DeviceError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingLibrary(let reason): "ALSA's library cannot be loaded: \(reason)"
    case .soundDevice(let name, let reason):
      "the sound device \(name) cannot be opened: \(reason)"
    case .lostSoundDevice(let name, let reason):
      "the sound device \(name) takes no more sound: \(reason)"
    case .sequencer(let reason): "the ALSA sequencer cannot be opened: \(reason)"
    case .port(let port, let reason): "the MIDI port \(port) cannot be connected: \(reason)"
    case .lostPort(let port, let reason): "the MIDI port \(port) takes no more events: \(reason)"
    }
  }
}
