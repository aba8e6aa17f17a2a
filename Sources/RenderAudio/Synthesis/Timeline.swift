import RenderMIDI

/// The channel messages of a file in the order in which they are played, with their times in seconds.
///
/// System exclusive messages are left out: every piece starts from a fresh synthesizer anyway, and
/// FluidSynth does not know what they ask of particular devices.
struct Timeline {
  private(set) var messages: [TimedMessage] = []
  /// The track of each message.
  private var tracks: [Int] = []
  /// The time at which the last track ends, in seconds.
  private(set) var end = 0.0

  init(_ midi: MIDIFile) {
    for played in midi.playedPieces.joined() {
      end = played.seconds
      if let message = ChannelMessage(played.event) {
        messages.append((end, message))
        tracks.append(played.track)
      }
    }
  }

  /// The messages in groups, each found by the message's index.
  func messages(groupedBy group: @escaping (Int) -> Int) -> some Sequence<TimedMessage> {
    messages.enumerated().lazy.map { index, timed -> TimedMessage in
      var message = timed.message
      message.group = group(index)
      return (timed.seconds, message)
    }
  }

  /// The number of the stem that each message belongs to, in their order; that of none is the number of stems.
  func numbers(of stems: some Collection<Stem>) -> [Int] {
    let numbers = Dictionary(
      stems.enumerated().flatMap { number, stem in stem.places.map { ($0, number) } },
      uniquingKeysWith: { first, _ in first })
    return zip(messages, tracks).map { timed, track in
      numbers[Stem.Place(track: track, channel: timed.message.channel)] ?? stems.count
    }
  }

  /// The instruments that the notes ask for.
  var instruments: [InstrumentRequest] {
    var current = (0..<16).map { InstrumentRequest(channel: $0) }
    var seen: Set<InstrumentRequest> = []
    var requests: [InstrumentRequest] = []
    var banks = current.map { ($0.bankMSB, $0.bankLSB) }
    for (_, message) in messages {
      let channel = Int(message.channel)
      switch message.kind {
      case .controlChange(controller: 0, let value): banks[channel].0 = value
      case .controlChange(controller: 32, let value): banks[channel].1 = value
      case .programChange(let program):
        current[channel].program = program
        (current[channel].bankMSB, current[channel].bankLSB) = banks[channel]
      case .noteOn where seen.insert(current[channel]).inserted:
        requests.append(current[channel])
      default: break
      }
    }
    return requests
  }
}
