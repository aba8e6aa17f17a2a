import RenderAudio
import RenderComposer
import RenderFiles
import RenderMIDI
import RenderMusic
import RenderNetwork
import RenderNotation
import RenderPerformance
import RenderPlot

/// An event while a take is made.
public enum TakeEvent: Hashable, Sendable {
  /// The number of events composed so far, and the share of the piece that they are, 0...1.
  case composed(events: Int, share: Double)
  /// The number of pieces so far of which one is to be kept.
  case composedCandidates(Int, of: Int)
}

extension Studio {
  /// Composes one piece and writes the request's outputs; each file appears complete or not at all.
  ///
  /// A stream leaves while the piece is composed.
  ///
  /// - Parameters:
  ///   - cancellation: ends the work between two events, with `StudioError.cancelled`.
  ///   - report: receives each event, on a thread of the work's own.
  public func makeTake(
    seed: UInt64, cancellation: Cancellation = Cancellation(),
    report: @escaping @Sendable (TakeEvent) -> Void = { _ in }
  ) throws -> Take {
    if request.bestOf > 1 { return try makeMostRealTake(seed: seed, cancellation, report) }
    let team = try ThreadTeam(composingThreads)
    let composer = try Composer(model, network: network, seed: seed, pieceOptions, on: team)
    return try make(
      composer, seed: seed, Self.header(composer.header, seed: seed), composer.dynamics,
      composer.plan, from: composer.origin, TakeDestination(request.outputs), cancellation,
      beforePlaying: { if restsWhilePlaying { team.rest() } }, report)
  }

  /// Composes several pieces and writes the outputs of the most real one: all of its bytes are those of its own seed.
  private func makeMostRealTake(
    seed: UInt64, _ cancellation: Cancellation, _ report: @escaping @Sendable (TakeEvent) -> Void
  ) throws -> Take {
    let count = request.bestOf
    let rows = (count + threads - 1) / threads
    let piece = try group(rows: min(rows, Self.mostRows)).mostReal(
      of: count, seed: seed, threads: threads, isCancelled: { cancellation.isCancelled }
    ) { report(.composedCandidates($0, of: count)) }
    guard let piece else { throw StudioError.cancelled }
    var take = try write(piece, to: TakeDestination(request.outputs), cancellation)
    take.seed = seed
    return take
  }

  /// The most pieces that are composed at once on one core.
  static let mostRows = 16

  /// A composer of many pieces at once, for `write(_:to:_:)`.
  func group(rows: Int) -> ComposerGroup {
    ComposerGroup(model, network: network, pieceOptions, rows: rows)
  }

  /// Writes the files of a piece that is complete.
  func write(
    _ piece: ComposedPiece, to destination: TakeDestination, _ cancellation: Cancellation
  ) throws -> Take {
    var take = try make(
      piece.events, seed: piece.seed, Self.header(piece.header, seed: piece.seed),
      piece.dynamics, piece.plan, from: piece.origin, destination, cancellation)
    take.choice = piece.choice
    return take
  }

  /// Whether playing a piece keeps two cores busy for longer than composing it takes one; not where every
  /// note takes a whole window.
  private var leavesCoresToPlaying: Bool { sound != nil && model.context == .stateful }

  /// The number of cores that compose a piece; of few all, before there is anything to play.
  private var composingThreads: Int {
    leavesCoresToPlaying && threads > 3 ? threads - 2 : threads
  }

  private var restsWhilePlaying: Bool { leavesCoresToPlaying && threads <= 3 }

  /// - Parameters:
  ///   - plan: the one that the piece follows.
  ///   - origin: the place in the plan at which the notes begin.
  private func make(
    _ composed: some Sequence<ComposedEvent>, seed: UInt64, _ header: Piece.Header,
    _ dynamics: Dynamics, _ plan: FormPlan?, from origin: Int, _ destination: TakeDestination,
    _ cancellation: Cancellation,
    beforePlaying: @escaping () -> Void = {},
    _ report: @escaping @Sendable (TakeEvent) -> Void = { _ in }
  ) throws -> Take {
    for output in destination.paths {
      try refuseOverwriting(Array(inputs.values), with: output, in: destination.folder)
    }
    try cancellation.check()
    var events: [String] = []
    var notesOffKeyboard = 0
    var end = 0
    let length = ComposedLength(request.extent, plan, from: origin, header)
    // Only sheet music and a picture with bars need the notes once more.
    var piece = Piece(header: header, notes: [], dynamics: dynamics)
    let keepsNotes =
      destination.score != nil || destination.plot != nil && header.metre != nil
    let wanted = composed.lazy.prefix { _ in !cancellation.isCancelled }
    let notes = wanted.flatMap { event in
      events.append(event.name)
      notesOffKeyboard += event.notes.count { !Note.pianoKeys.contains(Int($0.key)) }
      if keepsNotes { piece.notes += event.notes }
      end = event.notes.reduce(end) { max($0, $1.end) }
      report(.composed(events: events.count, share: length.share(events.count, event)))
      return event.notes
    }
    let rendition = Rendition(
      notes, of: header, dynamics: dynamics, style: request.performance,
      seed: continued.first?.seed ?? seed)

    let midiFile = try destination.midi.map {
      try AtomicFile(replacing: $0, in: destination.folder)
    }
    if let plot = destination.plot {
      try checkThatOutputCanBeMade(plot, in: destination.folder)
    }
    if let score = destination.score {
      try checkThatScoreCanBeMade(score, in: destination.folder)
    }
    if let stems = destination.stems {
      try checkThatFolderCanBeMade(stems, in: destination.folder)
    }
    var midi: MIDIFile?
    var rendered: RenderReport?
    var sent = 0
    if let audio = destination.audio, let sound {
      (midi, rendered) = try play(
        rendition, seed: seed, of: header, through: sound, to: audio,
        isKept: destination.midi != nil || destination.plot != nil || destination.stems != nil,
        isDrawn: destination.plot != nil, cancellation, beforePlaying: beforePlaying)
    } else if let port = destination.port {
      sent = try send(rendition, of: header, to: port, cancellation)
    } else {
      midi = try MIDIFile(rendition, of: header)
      try cancellation.check()
    }
    if var midi, let midiFile {
      try recipe(seed: seed, plan?.cut(atUnit: origin + end)).add(to: &midi)
      try midiFile.write(midi.encoded())
      try midiFile.commit()
    }
    let stems = try writeStems(
      of: midi, rendered, seed: seed, title: header.title, to: destination, cancellation)
    if let plot = destination.plot, let midi {
      try draw(
        midi, rendered, BarLines(piece, in: midi), title: header.title,
        subtitle: comment(seed), to: plot, in: destination.folder)
    }
    if let score = destination.score {
      try RenderStudio.write(
        NotatedScore(piece, subtitle: "model \(model.record.preset)"), to: score,
        in: destination.folder, cancellation)
    }
    var take = Take(
      seed: seed, model: model, modelPath: modelPath, events: events,
      performance: request.performance)
    take.notes = rendered?.notes ?? midi?.noteCount ?? sent
    take.notesOffKeyboard = notesOffKeyboard
    take.instruments = header.parts == [.piano] ? nil : header.parts.map(\.name)
    take.transposition = request.transposition
    take.midi = destination.midi
    take.plot = destination.plot
    take.score = destination.score
    if let rendered, let sound {
      take.sound = SoundReport(
        rendered, renderer: sound.renderer, file: destination.audio?.path, stems: stems)
    }
    return take
  }

  /// Plays a piece while it is being composed.
  ///
  /// - Parameters:
  ///   - isKept: whether its MIDI file is wanted, too.
  ///   - beforePlaying: is called once the first events are there.
  private func play(
    _ rendition: some Sequence<PerformedEvent>, seed: UInt64, of header: Piece.Header,
    through sound: (renderer: Renderer, options: AudioFileOptions),
    to destination: AudioDestination, isKept: Bool, isDrawn: Bool, _ cancellation: Cancellation,
    beforePlaying: @escaping () -> Void
  ) throws -> (MIDIFile?, RenderReport) {
    var options = tagged(sound.options, seed: seed, title: header.title)
    options.wantsProfile = isDrawn
    var played: [PerformedEvent] = []
    var isFirst = true
    let score = Score(header)
    let channels = score.channels
    let events = rendition.lazy.map { event in
      if isFirst { beforePlaying() }
      isFirst = false
      if isKept { played.append(event) }
      return event.timedEvent(in: channels)
    }
    let seats = try score.seats
    let instruments = zip(score.parts, channels).map {
      InstrumentRequest(
        channel: $1, program: $0.program,
        reverbSend: $0.place?.reverb ?? InstrumentRequest.usualReverbSend)
    }
    func render(_ events: some Sequence<TimedEvent>) throws -> RenderReport {
      try sound.renderer.render(
        [AnySequence(seats), AnySequence(events)].joined(),
        division: .ticksPerQuarter(UInt16(Piece.ticksPerQuarter)), instruments: instruments,
        to: destination, options: options, isCancelled: { cancellation.isCancelled })
    }
    do {
      let report =
        sound.renderer.threads > 1
        ? try prefetching(events) { try render($0) } : try render(events)
      return (isKept ? try MIDIFile(played, of: header) : nil, report)
    } catch AudioError.cancelled {
      throw StudioError.cancelled
    }
  }

  /// A piece's header with the title that its take has.
  private static func header(_ header: Piece.Header, seed: UInt64) -> Piece.Header {
    var header = header
    header.title = "render, seed \(seed)"
    return header
  }

  /// The options of a piece's files, with its dither and its tags.
  func tagged(_ options: AudioFileOptions, seed: UInt64, title: String) -> AudioFileOptions {
    var options = options
    options.ditherSeed = seed
    options.tags.title = title
    options.tags.comment = fullComment(seed)
    return options
  }

  private func comment(_ seed: UInt64) -> String {
    "seed \(seed), model \(model.record.preset), \(request.performance.rawValue)"
  }

  /// The comment with the options that make another take of the seed: a seed is a piece together with them.
  private func fullComment(_ seed: UInt64) -> String {
    let options = request.differingOptions
    return options.isEmpty ? comment(seed) : "\(comment(seed)); \(options)"
  }
}

extension PerformedEvent {
  /// The event in the channel of its part.
  func timedEvent(in channels: [UInt8]) -> TimedEvent {
    TimedEvent(tick: tick, event: midiEvent(channel: part.map { channels[$0] } ?? 0))
  }
}

extension Score {
  /// The instruments and their places, with which a piece begins as its file does; none for a piano, which is there
  /// already.
  var seats: [TimedEvent] {
    get throws {
      parts.allSatisfy { $0.place == nil }
        ? [] : try MIDIFile(self).tracks.flatMap(\.events).filter(\.event.isOfChannel)
    }
  }
}

extension MIDIEvent {
  /// Whether it concerns a channel.
  fileprivate var isOfChannel: Bool {
    switch self {
    case .meta, .systemExclusive, .escape: false
    default: true
    }
  }
}
