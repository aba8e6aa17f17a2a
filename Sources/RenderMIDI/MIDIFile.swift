/// A Standard MIDI File as values (MIDI 1.0 specification, RP-001 "Standard MIDI Files 1.0").
public struct MIDIFile: Hashable, Sendable {
  /// The header's format word.
  public enum Format: UInt16, Hashable, Sendable {
    /// One track with everything in it.
    case singleTrack = 0
    /// Tracks that sound together; the tempo map is in the first.
    case simultaneousTracks = 1
    /// Tracks that are pieces of their own.
    case independentTracks = 2
  }

  /// The length of one tick.
  public enum Division: Hashable, Sendable {
    /// Musical time: so many ticks a quarter note (1...32767).
    case ticksPerQuarter(UInt16)
    /// Clock time: frames a second (24, 25, 29 for 29.97 drop frame, or 30) times ticks a frame.
    case smpte(framesPerSecond: UInt8, ticksPerFrame: UInt8)
  }

  /// The latest tick an event may have, read or written (2^36 - 1: four years and a half at 480
  /// ticks a quarter and 120 quarters a minute). It keeps every sum of times within 64 bits.
  public static let maximumTick = 0xF_FFFF_FFFF

  /// The relation of the tracks.
  public var format: Format
  /// The length of one tick.
  public var division: Division
  /// The tracks in the order of the file.
  public var tracks: [MIDITrack]

  /// A file, which is checked where it is encoded.
  public init(format: Format, division: Division, tracks: [MIDITrack]) {
    self.format = format
    self.division = division
    self.tracks = tracks
  }
}

/// One track chunk: events in file order, ticks never descending, the end of track last.
public struct MIDITrack: Hashable, Sendable {
  /// The events in the order of the file.
  public var events: [TimedEvent]

  /// A track, by default without events.
  public init(events: [TimedEvent] = []) {
    self.events = events
  }
}

/// An event and its absolute time in ticks from the start of the track.
public struct TimedEvent: Hashable, Sendable {
  /// The time from the start of the track, in ticks.
  public var tick: Int
  /// The event.
  public var event: MIDIEvent

  /// An event at a time in ticks.
  public init(tick: Int, event: MIDIEvent) {
    self.tick = tick
    self.event = event
  }
}
