import MIDI

/// The channel messages of all tracks in the order and at the seconds in which they are played.
///
/// Tracks of formats 0 and 1 sound together; those of format 2 are pieces of their own and follow
/// one another. System exclusive messages are left out: every piece starts from a fresh
/// synthesizer anyway, and what they ask of particular devices FluidSynth does not know.
struct Timeline {
  private(set) var messages: [TimedMessage] = []
  /// The end of the last track.
  private(set) var end = 0.0

  init(_ midi: MIDIFile) {
    switch midi.format {
    case .singleTrack, .simultaneousTracks:
      append(midi.tracks, tempos: TempoMap(midi))
    case .independentTracks:
      for (number, track) in midi.tracks.enumerated() {
        append([track], tempos: TempoMap(midi, track: number))
      }
    }
  }

  /// Where an event stands among those of the same tick.
  private struct Position: Comparable {
    var tick: Int
    /// What a track has before its first note of a tick comes before the notes of all tracks: a
    /// key that one track leaves and another strikes at the same tick ends before it begins.
    var isFromFirstNoteOn: Bool
    var track: Int
    var index: Int

    static func < (a: Position, b: Position) -> Bool {
      (a.tick, a.isFromFirstNoteOn ? 1 : 0, a.track, a.index)
        < (b.tick, b.isFromFirstNoteOn ? 1 : 0, b.track, b.index)
    }
  }

  private mutating func append(_ tracks: [MIDITrack], tempos: TempoMap) {
    var events: [(position: Position, event: MIDIEvent)] = []
    for (number, track) in tracks.enumerated() {
      var position = Position(tick: 0, isFromFirstNoteOn: false, track: number, index: 0)
      for (index, timed) in track.events.enumerated() {
        if timed.tick != position.tick { position.isFromFirstNoteOn = false }
        if ChannelMessage(timed.event)?.isNoteOn == true { position.isFromFirstNoteOn = true }
        position.tick = timed.tick
        position.index = index
        events.append((position, timed.event))
      }
    }
    events.sort { $0.position < $1.position }

    let start = end
    for (position, event) in events {
      let seconds = start + tempos.seconds(atTick: position.tick)
      end = max(end, seconds)
      if let message = ChannelMessage(event) { messages.append((seconds, message)) }
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
