import MIDI

/// What the keys and the sustain pedals of a piece do, in seconds from the start of the MIDI file.
public struct PianoRoll: Hashable, Sendable {
  /// A key that is held.
  public struct Note: Hashable, Sendable {
    public var onset: Double
    public var duration: Double
    /// 0...127; 60 is middle C.
    public var key: UInt8
    /// 1...127.
    public var velocity: UInt8
    /// 0...15.
    public var channel: UInt8

    /// On channel 10 of General MIDI, counted from 1, keys are drums and no pitches.
    public var isPercussion: Bool { channel == 9 }
  }

  /// A sustain pedal that is held.
  public struct PedalSpan: Hashable, Sendable {
    public var start: Double
    public var end: Double
    /// 0...15.
    public var channel: UInt8
  }

  /// In the order of their onsets.
  public private(set) var notes: [Note] = []
  /// In the order of their starts; those of several channels may overlap.
  public private(set) var pedal: [PedalSpan] = []
  /// The time of the last event of all.
  public private(set) var end = 0.0

  /// The notes and pedals of a file of any format, those of format 2 one track after the other.
  ///
  /// As a synthesizer does, a key struck again ends its earlier note, and the events of all tracks
  /// act on the same sixteen channels. What nothing ends lasts until the last event (in format 2
  /// of its track). A pedal is down from a value of controller 64 of 64 on.
  public init(_ midi: MIDIFile) {
    switch midi.format {
    case .singleTrack, .simultaneousTracks:
      append(midi.tracks, tempos: TempoMap(midi))
    case .independentTracks:
      for (number, track) in midi.tracks.enumerated() {
        append([track], tempos: TempoMap(midi, track: number))
      }
    }
    notes.sort { ($0.onset, $0.key, $0.channel) < ($1.onset, $1.key, $1.channel) }
    pedal.sort { ($0.start, $0.channel) < ($1.start, $1.channel) }
  }

  private mutating func append(_ tracks: [MIDITrack], tempos: TempoMap) {
    let start = end
    let (actions, lastTick) = Self.actions(of: tracks)
    end = start + tempos.seconds(atTick: lastTick)

    var sounding = [Note?](repeating: nil, count: 16 * 128)
    var pedalDown = [Double?](repeating: nil, count: 16)
    for action in actions {
      let seconds = start + tempos.seconds(atTick: action.tick)
      let channel = Int(action.channel)
      switch action.kind {
      case .strike(let key, let velocity):
        let slot = channel << 7 | Int(key)
        finish(&sounding[slot], at: seconds)
        sounding[slot] = Note(
          onset: seconds, duration: 0, key: key, velocity: velocity, channel: action.channel)
      case .release(let key):
        finish(&sounding[channel << 7 | Int(key)], at: seconds)
      case .releaseAll:
        for slot in channel << 7..<(channel + 1) << 7 { finish(&sounding[slot], at: seconds) }
      case .pedal(isDown: true):
        pedalDown[channel] = pedalDown[channel] ?? seconds
      case .pedal(isDown: false):
        lift(&pedalDown[channel], at: seconds, channel: channel)
      }
    }
    for slot in sounding.indices { finish(&sounding[slot], at: end) }
    for channel in pedalDown.indices { lift(&pedalDown[channel], at: end, channel: channel) }
  }

  private mutating func finish(_ sounding: inout Note?, at seconds: Double) {
    guard var note = sounding else { return }
    note.duration = seconds - note.onset
    notes.append(note)
    sounding = nil
  }

  private mutating func lift(_ down: inout Double?, at seconds: Double, channel: Int) {
    guard let start = down else { return }
    if start < seconds {
      pedal.append(PedalSpan(start: start, end: seconds, channel: UInt8(channel)))
    }
    down = nil
  }
}

// MARK: - Merging tracks

extension PianoRoll {
  private struct Action {
    enum Kind {
      case strike(key: UInt8, velocity: UInt8)
      case release(key: UInt8)
      case releaseAll
      case pedal(isDown: Bool)
    }

    var tick: Int
    /// What a track has before its first note of a tick comes before the notes of all tracks: a
    /// key that one track leaves and another strikes at the same tick ends before it begins.
    var isFromFirstStrike: Bool
    var order: Int
    var channel: UInt8
    var kind: Kind
  }

  private static func actions(of tracks: [MIDITrack]) -> (actions: [Action], lastTick: Int) {
    var actions: [Action] = []
    var lastTick = 0
    for track in tracks {
      var tick = 0
      var hasStruck = false
      for timed in track.events {
        if timed.tick != tick { (tick, hasStruck) = (timed.tick, false) }
        lastTick = max(lastTick, tick)
        guard let (channel, kind) = meaning(of: timed.event) else { continue }
        if case .strike = kind { hasStruck = true }
        actions.append(
          Action(
            tick: tick, isFromFirstStrike: hasStruck, order: actions.count, channel: channel,
            kind: kind))
      }
    }
    actions.sort {
      ($0.tick, $0.isFromFirstStrike ? 1 : 0, $0.order)
        < ($1.tick, $1.isFromFirstStrike ? 1 : 0, $1.order)
    }
    return (actions, lastTick)
  }

  private static func meaning(of event: MIDIEvent) -> (channel: UInt8, kind: Action.Kind)? {
    switch event {
    case .noteOn(let channel, let key, let velocity) where velocity > 0:
      (channel & 15, .strike(key: key & 127, velocity: min(velocity, 127)))
    case .noteOn(let channel, let key, _), .noteOff(let channel, let key, _):
      (channel & 15, .release(key: key & 127))
    case .controlChange(let channel, controller: 64, let value):
      (channel & 15, .pedal(isDown: value >= 64))
    case .controlChange(let channel, controller: 121, _):  // reset all controllers
      (channel & 15, .pedal(isDown: false))
    case .controlChange(let channel, controller: 120, _),  // all sound off
      .controlChange(let channel, controller: 123...127, _):  // all notes off, in four ways more
      (channel & 15, .releaseAll)
    default: nil
    }
  }
}
