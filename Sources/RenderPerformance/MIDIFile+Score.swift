import RenderMIDI
import RenderMusic

extension MIDIFile {
  /// Makes a file of a score as it is played: that of `MIDIFile(score)`, with all parts but percussion performed; in
  /// `plain` style it is the same.
  /// - Throws: `MusicError.unwritable` where a value has no place in a MIDI file.
  public init(
    performing score: Score, style: PerformanceStyle, seed: UInt64,
    weights: RuleWeights = RuleWeights()
  ) throws(MusicError) {
    guard style == .expressive else {
      self = try MIDIFile(score)
      return
    }
    var others = score
    var notes: [PartNote] = []
    for (index, part) in score.parts.enumerated() where !part.isPercussion {
      notes += part.notes.map { PartNote($0, part: index) }
      others.parts[index].notes = []
    }
    try self.init(
      Rendition(
        notes.sortedByOnset(), parts: score.performedParts, time: ScoreTime(score), style: style,
        seed: seed,
        weights: weights),
      of: others)
  }

  /// Makes a file of what was played of a score, whose own notes, if it has any, stay beside it. Tempi are
  /// those of the performance.
  /// - Throws: `MusicError.unwritable` where a value has no place in a MIDI file.
  public init(
    _ performance: some Sequence<PerformedEvent>, of score: Score
  ) throws(MusicError) {
    self = try MIDIFile(score)
    tracks[0].removeTempi()
    // The track of the tempi comes before those of the parts.
    insert(performance, places: score.channels.enumerated().map { (track: $0 + 1, channel: $1) })
  }
}

extension Score {
  /// The properties of the parts that a performance needs.
  var performedParts: [PerformedPart] {
    zip(parts, channels).map { part, channel in
      // Percussion is not performed: it has no say in who plays, and nobody steps on a pedal for it.
      PerformedPart(
        program: part.isPercussion ? 0 : part.program, keyboard: Int(channel),
        hasOwnPedal: part.isPercussion)
    }
  }
}

extension MIDIFile {
  /// Puts played events into the tracks of their parts, and tempi into the first one.
  mutating func insert(
    _ events: some Sequence<PerformedEvent>, places: [(track: Int, channel: UInt8)]
  ) {
    var played = [[PerformedEvent]](repeating: [], count: tracks.count)
    for event in events {
      played[event.part.map { places[$0].track } ?? 0].append(event)
    }
    for track in tracks.indices where !played[track].isEmpty {
      tracks[track].merge(played[track]) { $0.map { places[$0].channel } ?? 0 }
    }
    // What lay in a gap may have been left out, or moved.
    for track in tracks.indices { tracks[track].bridgeGaps() }
  }
}

extension MIDITrack {
  mutating func removeTempi() {
    events.removeAll { if case .meta(.tempo) = $0.event { true } else { false } }
  }

  /// Merges played events into the track. At one tick, notes end before what stands in the track, and begin
  /// after it.
  fileprivate mutating func merge(
    _ played: [PerformedEvent], channel: (_ part: Int?) -> UInt8
  ) {
    var merged: [TimedEvent] = []
    merged.reserveCapacity(events.count + played.count)
    var next = 0
    func timed(_ event: PerformedEvent) -> TimedEvent {
      // A performance may be late at the end of time.
      TimedEvent(
        tick: min(event.tick, MIDIFile.maximumTick),
        event: event.midiEvent(channel: channel(event.part)))
    }
    var end: TimedEvent?
    for event in events {
      if event.event == .meta(.endOfTrack) {
        end = event
        continue
      }
      while next < played.count,
        played[next].tick < event.tick || played[next].tick == event.tick && played[next].isNoteOff
      {
        merged.append(timed(played[next]))
        next += 1
      }
      merged.append(event)
    }
    merged += played[next...].map(timed)
    let tick = max(end?.tick ?? 0, merged.last?.tick ?? 0)
    merged.append(TimedEvent(tick: tick, event: .meta(.endOfTrack)))
    events = merged
  }
}

extension PerformedEvent {
  fileprivate var isNoteOff: Bool { if case .noteOff = action { true } else { false } }
}

extension [PartNote] {
  /// The notes by onset, and else in the order in which they stand.
  func sortedByOnset() -> [PartNote] {
    enumerated()
      .sorted { ($0.element.note.onset, $0.offset) < ($1.element.note.onset, $1.offset) }
      .map(\.element)
  }
}
