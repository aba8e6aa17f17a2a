import RenderMIDI

/// The division of a piece between two synthesizers: always the same, so that a piece has the same
/// samples on every machine.
struct KeyDivision {
  /// The channels whose notes act on one another, so that one synthesizer plays all of them; a bit a
  /// channel.
  private var whole: UInt16

  /// The division for messages that are not all known yet, and have no modes that join notes.
  ///
  /// - Parameter soundFonts: the soundfonts; ones whose notes end one another are not divided by keys.
  init(_ soundFonts: [SoundFont]) {
    whole =
      soundFonts.contains(where: \.hasExclusiveNotes) ? .max : 1 << MIDIEvent.percussionChannel
  }

  /// The division for all messages of a piece.
  init(_ soundFonts: [SoundFont], _ messages: some Sequence<TimedMessage>) {
    self.init(soundFonts)
    let (portamento, legato, portamentoControl, mono) = (65, 68, 84, 126)
    for (_, message) in messages {
      guard case .controlChange(let controller, let value) = message.kind else { continue }
      switch Int(controller) {
      case portamento, legato: if value >= 64 { whole |= 1 << message.channel }
      case portamentoControl: whole |= 1 << message.channel
      // It may hold for other channels, too.
      case mono: whole = .max
      default: break
      }
    }
  }

  /// The synthesizer, 0 or 1, for a message; `nil` where it concerns both.
  func half(for message: ChannelMessage) -> Int? {
    switch message.kind {
    case .noteOn(let key, _), .noteOff(let key), .polyphonicPressure(let key, _):
      let isWhole = whole & 1 << message.channel != 0
      return Int(isWhole ? message.channel : key) & 1
    case .controlChange, .programChange, .channelPressure, .pitchBend:
      return nil
    }
  }
}
