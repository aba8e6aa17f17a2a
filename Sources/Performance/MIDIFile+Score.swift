import MIDI
import Music

extension MIDIFile {
  /// A score as it is played: what `MIDIFile(score)` holds, with the parts for the piano (programs
  /// 0...7) performed; in `plain` style it is the same.
  /// - Throws: `MusicError.unwritable` where a value has no place in a MIDI file.
  public init(
    performing score: Score, style: PerformanceStyle, seed: UInt64,
    weights: RuleWeights = RuleWeights()
  ) throws(MusicError) {
    var file = try MIDIFile(score)
    guard style == .expressive else {
      self = file
      return
    }
    let performed = score.parts.indices.filter {
      !score.parts[$0].isPercussion && score.parts[$0].program < 8
    }
    guard !performed.isEmpty else {
      self = file
      return
    }
    // The track of the tempi comes before those of the parts.
    let channels = performed.map { file.tracks[$0 + 1].channelOfNotes ?? 0 }
    let notes = performed.enumerated()
      .flatMap { index, part in score.parts[part].notes.map { PartNote($0, part: index) } }
      .sortedByOnset()
    let rendition = Rendition(
      notes, parts: channels.map { PianoPart(keyboard: Int($0)) }, time: ScoreTime(score),
      style: style, seed: seed, weights: weights)
    for part in performed { file.tracks[part + 1].removeNotes() }
    file.tracks[0].removeTempi()
    file.insert(
      rendition, places: zip(performed, channels).map { (track: $0 + 1, channel: $1) })
    self = file
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
  }
}

extension MIDITrack {
  fileprivate var channelOfNotes: UInt8? {
    for case .programChange(let channel, _) in events.lazy.map(\.event) { return channel }
    return nil
  }

  fileprivate mutating func removeNotes() {
    events.removeAll {
      switch $0.event {
      case .noteOn, .noteOff: true
      default: false
      }
    }
  }

  mutating func removeTempi() {
    events.removeAll { if case .meta(.tempo) = $0.event { true } else { false } }
  }

  /// Of one tick, notes end before what stands in the track, and begin after it.
  fileprivate mutating func merge(
    _ played: [PerformedEvent], channel: (_ part: Int?) -> UInt8
  ) {
    var merged: [TimedEvent] = []
    merged.reserveCapacity(events.count + played.count)
    var next = 0
    func timed(_ event: PerformedEvent) -> TimedEvent {
      TimedEvent(tick: event.tick, event: event.midiEvent(channel: channel(event.part)))
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
  /// By onset, and else in the order in which they stand.
  func sortedByOnset() -> [PartNote] {
    enumerated()
      .sorted { ($0.element.note.onset, $0.offset) < ($1.element.note.onset, $1.offset) }
      .map(\.element)
  }
}
