import MIDI

/// The channel messages of a MIDI file on FluidSynth's grid of 64 frames.
///
/// FluidSynth starts and ends notes only between two blocks, so every message goes to the block
/// boundary nearest to its time: at 44.1 kHz at most 0.73 ms away.
struct EventSchedule {
  struct Entry {
    var block: Int
    var message: ChannelMessage
  }

  /// In ascending order of blocks.
  private(set) var entries: [Entry] = []
  /// From here on no note begins or ends any more, and the piece ends when it has died away.
  private(set) var tailBlock = 0
  /// Where everything that still sounds is let go.
  private(set) var releaseBlock = 0
  private(set) var noteCount = 0
  /// The silence before the first note that was left out.
  private(set) var omittedLeadIn = 0.0

  init(_ midi: MIDIFile, settings: RenderSettings) throws(AudioError) {
    let timeline = Timeline(midi)
    guard let firstNote = timeline.messages.first(where: { $0.message.isNoteOn })
    else { throw .noNotes }
    omittedLeadIn = max(0, firstNote.seconds - settings.maximumLeadIn)
    let last = timeline.messages.last?.seconds ?? 0
    // The last message ends the piece. Only notes that no message ends go on until the end of
    // the track, and no longer than a tail may last.
    let isHanging = Self.hasHangingNotes(timeline)
    let release = isHanging ? min(max(last, timeline.end), last + settings.maximumTail) : last
    guard release - omittedLeadIn <= settings.maximumSeconds else {
      throw .tooLong(seconds: release - omittedLeadIn, limit: settings.maximumSeconds)
    }

    let blocksPerSecond = Double(settings.sampleRate) / Double(Synthesizer.blockLength)
    let omitted = omittedLeadIn
    func block(_ seconds: Double) -> Int {
      Int((max(0, seconds - omitted) * blocksPerSecond).rounded())
    }
    entries.reserveCapacity(timeline.messages.count)
    for (seconds, message) in timeline.messages {
      let entry = Entry(block: block(seconds), message: message)
      entries.append(entry)
      if message.isNoteOn { noteCount += 1 }
      if message.isNoteOn || message.isNoteOff { tailBlock = entry.block }
    }
    releaseBlock = block(release)
    if isHanging { tailBlock = releaseBlock }
  }

  /// The instruments that the notes ask for.
  var instruments: [InstrumentRequest] {
    var current = (0..<16).map { InstrumentRequest(channel: $0) }
    var seen: Set<InstrumentRequest> = []
    var requests: [InstrumentRequest] = []
    var banks = current.map { ($0.bankMSB, $0.bankLSB) }
    for entry in entries {
      let channel = Int(entry.message.channel)
      switch entry.message.kind {
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

  private static func hasHangingNotes(_ timeline: Timeline) -> Bool {
    var sounding: Set<[UInt8]> = []
    for (_, message) in timeline.messages {
      switch message.kind {
      case .noteOn(let key, _): sounding.insert([message.channel, key])
      case .noteOff(let key): sounding.remove([message.channel, key])
      default: break
      }
    }
    return !sounding.isEmpty
  }
}
