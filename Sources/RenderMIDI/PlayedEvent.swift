/// An event of a file and the time at which it is played.
public struct PlayedEvent: Hashable, Sendable {
  /// The time from the beginning of the file, in seconds.
  public let seconds: Double
  /// The event.
  public let event: MIDIEvent
  /// The track of the event, counted from 0.
  public let track: Int
}

extension MIDIFile {
  /// The events of all tracks in the order and at the times in which they are played: one piece, or,
  /// in format 2, whose tracks are pieces of their own, one after another.
  ///
  /// What a track has before its first note of a tick comes before the notes of all tracks: a key
  /// that one track leaves and another strikes at the same tick ends before it begins. Otherwise
  /// events of a tick keep their order, and tracks theirs.
  public var playedPieces: [[PlayedEvent]] {
    guard format == .independentTracks else {
      return [Self.merged(tracks[...], tempos: TempoMap(self), start: 0)]
    }
    var pieces: [[PlayedEvent]] = []
    var start = 0.0
    for number in tracks.indices {
      let piece = Self.merged(
        tracks[number...number], tempos: TempoMap(self, track: number), start: start)
      start = piece.last?.seconds ?? start
      pieces.append(piece)
    }
    return pieces
  }

  /// The time at which the last event is played, in seconds from the beginning of the file; 0 without
  /// events.
  public var playedSeconds: Double { playedPieces.joined().reduce(0) { max($0, $1.seconds) } }

  private static func merged(
    _ tracks: ArraySlice<MIDITrack>, tempos: TempoMap, start: Double
  ) -> [PlayedEvent] {
    var events: [(tick: Int, isFromFirstNote: Bool, event: MIDIEvent, track: Int)] = []
    events.reserveCapacity(tracks.reduce(0) { $0 + $1.events.count })
    for (number, track) in zip(tracks.indices, tracks) {
      var tick = 0
      var hasBegun = false
      for timed in track.events {
        if timed.tick != tick { (tick, hasBegun) = (timed.tick, false) }
        if case .noteOn(_, _, let velocity) = timed.event, velocity > 0 { hasBegun = true }
        events.append((tick, hasBegun, timed.event, number))
      }
    }
    let order = events.indices.sorted {
      (events[$0].tick, events[$0].isFromFirstNote ? 1 : 0, $0)
        < (events[$1].tick, events[$1].isFromFirstNote ? 1 : 0, $1)
    }
    return order.map {
      PlayedEvent(
        seconds: start + tempos.seconds(atTick: events[$0].tick), event: events[$0].event,
        track: events[$0].track)
    }
  }
}
