import RenderDevices
import RenderMIDI
import RenderMusic
import RenderPerformance

extension Studio {
  /// Sends a piece to a port of the ALSA sequencer while it is composed.
  ///
  /// - Returns: the number of notes.
  func send(
    _ rendition: some Sequence<PerformedEvent>, of header: Piece.Header, to port: String,
    _ cancellation: Cancellation
  ) throws -> Int {
    let output = try SequencerOutput(port: port)
    let score = Score(header)
    let channels = score.channels
    let seats = try score.seats
    var tempos = TempoMap(division: .ticksPerQuarter(UInt16(Piece.ticksPerQuarter)))
    var notes = 0
    // Composed on another thread, as notes would come late otherwise.
    try prefetching(rendition.lazy.map { $0.timedEvent(in: channels) }) { events in
      let timed = [AnySequence(seats), AnySequence(events)].joined().lazy.map { event in
        switch event.event {
        case .meta(.tempo(let tempo)):
          tempos.append(tick: event.tick, microsecondsPerQuarter: tempo)
        case .noteOn(_, _, let velocity) where velocity > 0: notes += 1
        default: break
        }
        return (seconds: tempos.seconds(atTick: event.tick), event: event.event)
      }
      try output.play(timed, isCancelled: { cancellation.isCancelled })
    }
    try cancellation.check()
    return notes
  }
}

extension FilePlayer {
  /// Sends a file to a port of the ALSA sequencer, each of its events when it is due, as it is performed. It needs none
  /// of the request's sound.
  ///
  /// - Parameter port: its address, `20:0`, or the beginning of its client's name.
  /// - Throws: `DeviceError`, and what is wrong with the file.
  /// - Returns: the number of notes.
  public static func send(
    _ file: String, _ request: PlaybackRequest, to port: String,
    cancellation: Cancellation = Cancellation(), report: (Event) -> Void = { _ in }
  ) throws -> Int {
    let midi = try request.performed(file, report).performed
    let output = try SequencerOutput(port: port)
    try output.play(
      midi.playedPieces.joined().lazy.map { (seconds: $0.seconds, event: $0.event) },
      isCancelled: { cancellation.isCancelled })
    try cancellation.check()
    return midi.noteCount
  }
}
