import RenderMIDI

extension MIDIFile {
  /// A score as a file of format 1: first a track with title, tempo, time and key signatures,
  /// then a track a part, with name, program change, notes and the end of the track.
  ///
  /// Parts have the channels of `Score.channels`. A key struck again while it sounds ends its
  /// earlier note.
  /// - Throws: `MusicError.unwritable` where a value has no place in a MIDI file.
  public init(_ score: Score) throws(MusicError) {
    guard (1...0x7FFF).contains(score.ticksPerQuarter) else {
      throw .unwritable("\(score.ticksPerQuarter) ticks a quarter is not in 1...32767")
    }
    var tracks = [try MIDITrack(conducting: score)]
    for (part, channel) in zip(score.parts, score.channels) {
      tracks.append(try MIDITrack(part, channel: channel))
    }
    self.init(
      format: .simultaneousTracks,
      division: .ticksPerQuarter(UInt16(score.ticksPerQuarter)),
      tracks: tracks)
  }
}

extension Score {
  /// The most programs of pitched parts that have a channel each.
  public static let mostPrograms = 15

  /// The MIDI channel of each part, 0...15: pitched ones take them in order, percussion the tenth. Where they are more
  /// than fifteen, those of one program share a channel; a sixteenth program begins again with the first channel.
  public var channels: [UInt8] {
    let shares = parts.count { !$0.isPercussion } > Self.mostPrograms
    var channelOfProgram: [UInt8: UInt8] = [:]
    var taken = 0
    return parts.map { part in
      if part.isPercussion { return MIDIEvent.percussionChannel }
      if shares, let channel = channelOfProgram[part.program] { return channel }
      let index = UInt8(taken % Self.mostPrograms)
      taken += 1
      let channel = index < MIDIEvent.percussionChannel ? index : index + 1
      channelOfProgram[part.program] = channel
      return channel
    }
  }
}

/// The longest time between two events that a MIDI file can hold.
private let longestTime = 0x0FFF_FFFF

extension MIDITrack {
  /// The title, the tempi and the signatures of a score.
  fileprivate init(conducting score: Score) throws(MusicError) {
    var events: [TimedEvent] = []
    if !score.title.isEmpty {
      events.append(TimedEvent(tick: 0, event: .meta(.text(.trackName, Array(score.title.utf8)))))
    }
    var signatures = score.timeSignatures.sorted { $0.tick < $1.tick }
    if signatures.first?.tick != 0 {
      signatures.insert(Score.TimeSignature(tick: 0, beats: 4, beatUnit: 4), at: 0)
    }
    for signature in signatures {
      guard (0...longestTime).contains(signature.tick), (1...255).contains(signature.beats),
        (1...128).contains(signature.beatUnit), signature.beatUnit.nonzeroBitCount == 1
      else { throw .unwritable("a time signature of \(signature.beats)/\(signature.beatUnit)") }
      events.append(
        TimedEvent(
          tick: signature.tick,
          event: .meta(
            .timeSignature(
              numerator: UInt8(signature.beats),
              denominatorPower: UInt8(signature.beatUnit.trailingZeroBitCount),
              clocksPerClick: 24, thirtySecondsPerQuarter: 8))))
    }
    // The event has no way to leave the mode open.
    if let key = score.keySignature, let mode = key.mode {
      guard (-7...7).contains(key.sharps) else {
        throw .unwritable("a key signature of \(key.sharps) sharps")
      }
      events.append(
        TimedEvent(
          tick: 0,
          event: .meta(.keySignature(sharps: Int8(key.sharps), isMinor: mode == .minor))))
    }
    var tempos = score.tempos.sorted { $0.tick < $1.tick }
    if tempos.first?.tick != 0 {
      tempos.insert(Score.Tempo(tick: 0, quartersPerMinute: 120), at: 0)
    }
    for tempo in tempos {
      let microseconds = (60_000_000 / tempo.quartersPerMinute).rounded()
      guard (0...longestTime).contains(tempo.tick), (1...16_777_215).contains(microseconds) else {
        throw .unwritable("a tempo of \(tempo.quartersPerMinute) quarters a minute")
      }
      events.append(
        TimedEvent(
          tick: tempo.tick, event: .meta(.tempo(microsecondsPerQuarter: UInt32(microseconds)))))
    }
    events = events.enumerated()
      .sorted { ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset) }
      .map(\.element)
    events.append(TimedEvent(tick: events.last?.tick ?? 0, event: .meta(.endOfTrack)))
    self.init(events: events)
  }

  fileprivate init(_ part: Score.Part, channel: UInt8) throws(MusicError) {
    guard part.program < 128 else { throw .unwritable("program \(part.program) is above 127") }
    var events: [TimedEvent] = []
    if !part.name.isEmpty {
      events.append(TimedEvent(tick: 0, event: .meta(.text(.trackName, Array(part.name.utf8)))))
    }
    events.append(
      TimedEvent(tick: 0, event: .programChange(channel: channel, program: part.program)))
    if let place = part.place {
      for (controller, value) in [(7, place.volume), (10, place.pan), (91, place.reverb)] {
        events.append(
          TimedEvent(
            tick: 0,
            event: .controlChange(
              channel: channel, controller: UInt8(controller), value: value)))
      }
    }

    var notes: [(on: Int, off: Int, key: UInt8, velocity: UInt8)] = []
    var last: [UInt8: Int] = [:]
    for note in part.notes.sorted(by: { ($0.onset, $0.key) < ($1.onset, $1.key) }) {
      guard (0...longestTime).contains(note.onset), (0...longestTime).contains(note.duration),
        note.key < 128, (1...127).contains(note.velocity)
      else {
        throw .unwritable(
          "a note at tick \(note.onset), key \(note.key), velocity \(note.velocity)")
      }
      let off = note.onset + max(1, note.duration)
      if let earlier = last[note.key], notes[earlier].off > note.onset {
        if notes[earlier].on == note.onset {
          notes[earlier].off = max(notes[earlier].off, off)
          continue
        }
        notes[earlier].off = note.onset
      }
      last[note.key] = notes.count
      notes.append((note.onset, off, note.key, note.velocity))
    }
    // Ends come before beginnings at the same tick, so that a repeated key is heard twice.
    var strokes = notes.map { (tick: $0.on, order: 1, key: $0.key, velocity: $0.velocity) }
    strokes += notes.map { (tick: $0.off, order: 0, key: $0.key, velocity: 64) }
    strokes.sort { ($0.tick, $0.order, $0.key) < ($1.tick, $1.order, $1.key) }
    for stroke in strokes {
      events.append(
        TimedEvent(
          tick: stroke.tick,
          event: stroke.order == 1
            ? .noteOn(channel: channel, key: stroke.key, velocity: stroke.velocity)
            : .noteOff(channel: channel, key: stroke.key, velocity: stroke.velocity)))
    }
    events.append(TimedEvent(tick: events.last?.tick ?? 0, event: .meta(.endOfTrack)))
    self.init(events: events)
  }
}
