import RenderAudio
import RenderComposer
import RenderFiles
import RenderMIDI
import RenderMusic
import RenderNetwork
import RenderPerformance

/// What happens while a take is made.
public enum TakeEvent: Hashable, Sendable {
  /// So many events are composed.
  case composed(events: Int)
}

extension Studio {
  /// Composes one piece and writes the request's outputs; each file appears complete or not at all.
  ///
  /// A stream leaves while the piece is composed.
  ///
  /// - Parameters:
  ///   - cancellation: ends the work between two events, with `StudioError.cancelled`.
  ///   - report: is told of each event, on a thread of the work's own.
  public func makeTake(
    seed: UInt64, cancellation: Cancellation = Cancellation(),
    report: @escaping @Sendable (TakeEvent) -> Void = { _ in }
  ) throws -> Take {
    let team = ThreadTeam(composingThreads)
    let composer = try Composer(model, network: network, seed: seed, pieceOptions, on: team)
    return try make(
      composer, of: Piece(seed: seed, tempo: composer.quartersPerMinute),
      TakeDestination(request.outputs), cancellation,
      beforePlaying: { if restsWhilePlaying { team.rest() } }, report)
  }

  /// Many pieces at once, for `write(_:to:_:)`.
  func group(rows: Int) -> ComposerGroup {
    ComposerGroup(model, network: network, pieceOptions, rows: rows)
  }

  /// Writes the files of a piece that is complete.
  func write(
    _ piece: ComposedPiece, to destination: TakeDestination, _ cancellation: Cancellation
  ) throws -> Take {
    try make(
      piece.events, of: Piece(seed: piece.seed, tempo: piece.quartersPerMinute), destination,
      cancellation)
  }

  /// To play a piece keeps two cores busy for longer than to compose it takes one; not where every note
  /// takes a whole window.
  private var leavesCoresToPlaying: Bool { sound != nil && model.context == .stateful }

  /// Cores that compose a piece; of few all, before there is anything to play.
  private var composingThreads: Int {
    leavesCoresToPlaying && threads > 3 ? threads - 2 : threads
  }

  private var restsWhilePlaying: Bool { leavesCoresToPlaying && threads <= 3 }

  private func make(
    _ composed: some Sequence<ComposedEvent>, of piece: Piece, _ destination: TakeDestination,
    _ cancellation: Cancellation, beforePlaying: @escaping () -> Void = {},
    _ report: @escaping @Sendable (TakeEvent) -> Void = { _ in }
  ) throws -> Take {
    for output in destination.paths {
      try refuseOverwriting(Array(inputs.values), with: output, in: destination.folder)
    }
    try cancellation.check()
    var events: [String] = []
    var notesOffKeyboard = 0
    let wanted = composed.lazy.prefix { _ in !cancellation.isCancelled }
    let notes = wanted.flatMap { event in
      events.append(event.name)
      notesOffKeyboard += event.notes.count { !Note.pianoKeys.contains(Int($0.key)) }
      report(.composed(events: events.count))
      return event.notes.map { PartNote($0) }
    }
    let rendition = Rendition(
      notes, time: ScoreTime(piece.frame), style: request.performance, seed: piece.seed)

    let midiFile = try destination.midi.map {
      try AtomicFile(replacing: $0, in: destination.folder)
    }
    if let plot = destination.plot {
      try checkThatOutputCanBeMade(plot, in: destination.folder)
    }
    var midi: MIDIFile?
    var rendered: RenderReport?
    if let audio = destination.audio, let sound {
      (midi, rendered) = try play(
        rendition, of: piece, through: sound, to: audio,
        isKept: destination.midi != nil || destination.plot != nil,
        isDrawn: destination.plot != nil, cancellation, beforePlaying: beforePlaying)
    } else {
      midi = try MIDIFile(rendition, of: piece.frame)
      try cancellation.check()
    }
    if let midi, let midiFile {
      try midiFile.write(midi.encoded())
      try midiFile.commit()
    }
    if let plot = destination.plot, let midi {
      try draw(
        midi, rendered, title: piece.frame.title, subtitle: comment(piece), to: plot,
        in: destination.folder)
    }
    var take = Take(
      seed: piece.seed, model: model, modelPath: modelPath, events: events,
      performance: request.performance)
    take.notes = rendered?.notes ?? midi?.noteCount ?? 0
    take.notesOffKeyboard = notesOffKeyboard
    take.transposition = request.transposition
    take.midi = destination.midi
    take.plot = destination.plot
    if let rendered, let sound {
      take.sound = SoundReport(
        rendered, renderer: sound.renderer, file: destination.audio?.path)
    }
    return take
  }

  /// Plays a piece while it is being composed.
  ///
  /// - Parameters:
  ///   - isKept: whether its MIDI file is wanted, too.
  ///   - beforePlaying: is called once the first events are there.
  private func play(
    _ rendition: some Sequence<PerformedEvent>, of piece: Piece,
    through sound: (renderer: Renderer, options: AudioFileOptions),
    to destination: AudioDestination, isKept: Bool, isDrawn: Bool, _ cancellation: Cancellation,
    beforePlaying: @escaping () -> Void
  ) throws -> (MIDIFile?, RenderReport) {
    var options = sound.options
    options.ditherSeed = piece.seed
    options.tags.title = piece.frame.title
    options.tags.comment = comment(piece)
    options.wantsProfile = isDrawn
    var played: [PerformedEvent] = []
    var isFirst = true
    let events = rendition.lazy.map { event in
      if isFirst { beforePlaying() }
      isFirst = false
      if isKept { played.append(event) }
      return TimedEvent(tick: event.tick, event: event.midiEvent(channel: 0))
    }
    func render(_ events: some Sequence<TimedEvent>) throws -> RenderReport {
      try sound.renderer.render(
        events, division: .ticksPerQuarter(UInt16(piece.frame.ticksPerQuarter)),
        to: destination, options: options, isCancelled: { cancellation.isCancelled })
    }
    do {
      let report =
        sound.renderer.threads > 1
        ? try prefetching(events) { try render($0) } : try render(events)
      return (isKept ? try MIDIFile(played, of: piece.frame) : nil, report)
    } catch AudioError.cancelled {
      throw StudioError.cancelled
    }
  }

  private func comment(_ piece: Piece) -> String {
    "seed \(piece.seed), model \(model.record.preset), \(request.performance.rawValue)"
  }
}

/// A piece without its notes.
private struct Piece {
  let seed: UInt64
  let frame: Score

  init(seed: UInt64, tempo: Double) {
    self.seed = seed
    frame = Score(
      title: "render, seed \(seed)", ticksPerQuarter: Composer.ticksPerQuarter,
      tempos: [Score.Tempo(tick: 0, quartersPerMinute: tempo)],
      parts: [Score.Part(name: "Piano", notes: [])])
  }
}
