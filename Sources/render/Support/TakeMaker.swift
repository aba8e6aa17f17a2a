import RenderAudio
import RenderComposer
import RenderFiles
import RenderMIDI
import RenderMusic
import RenderNetwork
import RenderPerformance

/// Composes and renders takes: what stays the same from one to the next is loaded once.
struct TakeMaker {
  private let options: CompositionOptions
  private let model: Model
  private let modelPath: String
  private let network: InferenceNetwork
  private let beginning: PieceOptions.Beginning
  private let sound: (renderer: Renderer, options: AudioFileOptions)?

  /// - Parameters:
  ///   - format: of the audio; `nil` where only MIDI is wanted.
  ///   - jobs: takes that are made at once, and share the processor's cores.
  init(
    _ options: CompositionOptions, sound: SoundOptions, format: AudioFileFormat?,
    streams: Bool = false, jobs: Int = 1, _ reporter: Reporter
  ) throws {
    self.options = options
    // What is refused is refused before the model is read.
    let fileOptions = try format.map {
      try sound.fileOptions(
        for: $0, streamGain: streams ? options.performance.streamGain : nil)
    }
    let path = try Resources.model(named: options.model)
    // Read beside the model.
    let piano = format.map { _ in
      Ahead {
        var shelf = SoundFontShelf(chosen: sound.soundFont)
        return try shelf.piano()
      }
    }
    modelPath = path
    model = try Model(reading: path, notes: options.notes, reporter)
    network = InferenceNetwork(model.parameters)
    if model.memory == nil, options.choice.repetition != Sampling().repetition {
      reporter.say("\(path): the model has no memory, so --repetition changes nothing")
    }
    if let primer = options.primer {
      beginning = .primer(try TakeMaker.read(primer, for: model.tokenizer, reporter))
    } else {
      beginning = options.start.map(PieceOptions.Beginning.start) ?? .drawn
    }
    if let format, let fileOptions, let piano {
      self.sound = (
        try Renderer(
          soundFont: piano.get(), settings: sound.settings(for: format),
          threads: max(1, options.processor.threads / jobs)), fileOptions
      )
    } else {
      self.sound = nil
    }
  }

  /// A primer as the model knows it.
  private static func read(
    _ path: String, for tokenizer: any Tokenizer, _ reporter: Reporter
  ) throws -> Primer {
    let midi = try readMIDI(path, reporter)
    let primer = try naming(path) { try tokenizer.primer(midi) }
    guard !primer.tokens.isEmpty else {
      throw Failure(
        .badData, "\(path): there are no notes that the model knows; choose another primer")
    }
    for notice in primer.notices { reporter.say("\(path): \(notice)") }
    return primer
  }

  /// The files that takes are made from, by option; none may be overwritten.
  var inputs: [String: String] {
    [
      "model": modelPath, "notes": options.notes, "primer": options.primer,
      "soundfont": sound?.renderer.soundFont.path,
    ].compactMapValues(\.self)
  }

  /// Where a take goes; `nil` for what is not wanted.
  struct Outputs {
    var midi: String?
    var audio: AudioDestination?
    var plot: String?
    /// Held open, where the outputs are names in it.
    var folder: Folder?

    var paths: [String] { [midi, audio?.path, plot].compactMap(\.self) }
  }

  /// Composes one piece and writes its files; each appears complete or not at all.
  ///
  /// - Parameter progress: is told the number of events written.
  func make(
    seed: UInt64, _ outputs: Outputs, progress: @escaping (Int) -> Void = { _ in }
  ) throws -> TakeReport {
    let team = try ThreadTeam(composingThreads)
    let composer = try Composer(model, network: network, seed: seed, pieceOptions, on: team)
    return try make(
      composer, of: Take(seed: seed, composer.header), outputs,
      beforePlaying: { if restsWhilePlaying { team.rest() } }, progress: progress)
  }

  /// Many pieces at once, for `make(_:_:)`.
  func group(rows: Int) -> ComposerGroup {
    ComposerGroup(model, network: network, pieceOptions, rows: rows)
  }

  /// Writes the files of a piece that is complete.
  func make(_ piece: ComposedPiece, _ outputs: Outputs) throws -> TakeReport {
    try make(piece.events, of: Take(seed: piece.seed, piece.header), outputs)
  }

  /// To play a piece keeps two cores busy for longer than to compose it takes one; not where every note
  /// takes a whole window.
  private var leavesCoresToPlaying: Bool { sound != nil && model.context == .stateful }

  /// Cores that compose a piece; of few all, before there is anything to play.
  private var composingThreads: Int {
    let threads = options.processor.threads
    return leavesCoresToPlaying && threads > 3 ? threads - 2 : threads
  }

  private var restsWhilePlaying: Bool {
    leavesCoresToPlaying && options.processor.threads <= 3
  }

  private var pieceOptions: PieceOptions {
    PieceOptions(
      beginning: beginning, extent: options.extent, quartersPerMinute: options.tempo,
      sampling: options.choice.sampling, includesBeginning: options.includePrimer,
      transposition: options.transpose)
  }

  private func make(
    _ composed: some Sequence<ComposedEvent>, of piece: Take, _ outputs: Outputs,
    beforePlaying: @escaping () -> Void = {}, progress: @escaping (Int) -> Void = { _ in }
  ) throws -> TakeReport {
    for output in outputs.paths {
      try refuseOverwriting(Array(inputs.values), with: output, in: outputs.folder)
    }
    let seed = piece.seed
    var events: [String] = []
    var notesOffKeyboard = 0
    let notes = composed.lazy.flatMap { event in
      events.append(event.name)
      notesOffKeyboard += event.notes.count { !Note.pianoKeys.contains(Int($0.key)) }
      progress(events.count)
      return event.notes
    }
    let rendition = Rendition(
      notes, of: piece.header, style: options.performance, seed: seed)

    let midiFile = try outputs.midi.map { try AtomicFile(replacing: $0, in: outputs.folder) }
    if let plot = outputs.plot { try checkThatOutputCanBeMade(plot, in: outputs.folder) }
    var midi: MIDIFile?
    var rendered: RenderReport?
    if let audio = outputs.audio, let sound {
      (midi, rendered) = try play(
        rendition, of: piece, through: sound.renderer, to: audio,
        isKept: outputs.midi != nil || outputs.plot != nil, isDrawn: outputs.plot != nil,
        beforePlaying: beforePlaying)
    } else {
      midi = try MIDIFile(rendition, of: piece.header)
    }
    if let midi, let midiFile {
      try midiFile.write(midi.encoded())
      try midiFile.commit()
    }
    if let plot = outputs.plot, let midi {
      try draw(
        midi, rendered, title: piece.header.title, subtitle: comment(piece), to: plot,
        in: outputs.folder)
    }
    var report = TakeReport(
      seed: seed, model: model, modelPath: modelPath, events: events,
      performance: options.performance)
    report.notes = rendered?.notes ?? midi?.noteCount ?? 0
    report.notesOffKeyboard = notesOffKeyboard
    report.transposition = options.transpose
    report.midi = outputs.midi
    report.plot = outputs.plot
    if let rendered, let sound {
      report.sound = SoundReport(rendered, renderer: sound.renderer, file: outputs.audio?.path)
    }
    return report
  }

  /// What is known of a take before its first note.
  private struct Take {
    let seed: UInt64
    let header: Piece.Header

    init(seed: UInt64, _ header: Piece.Header) {
      self.seed = seed
      var header = header
      header.title = "render, seed \(seed)"
      self.header = header
    }
  }

  /// Plays a piece while it is being composed.
  ///
  /// - Parameters:
  ///   - isKept: whether its MIDI file is wanted, too.
  ///   - beforePlaying: is called once the first events are there.
  private func play(
    _ rendition: some Sequence<PerformedEvent>, of piece: Take, through renderer: Renderer,
    to destination: AudioDestination, isKept: Bool, isDrawn: Bool,
    beforePlaying: @escaping () -> Void
  ) throws -> (MIDIFile?, RenderReport) {
    var played: [PerformedEvent] = []
    var isFirst = true
    let events = rendition.lazy.map { event in
      if isFirst { beforePlaying() }
      isFirst = false
      if isKept { played.append(event) }
      return TimedEvent(tick: event.tick, event: event.midiEvent(channel: 0))
    }
    func render(_ events: some Sequence<TimedEvent>) throws -> RenderReport {
      try renderer.render(
        events, division: .ticksPerQuarter(UInt16(Piece.ticksPerQuarter)),
        to: destination, options: fileOptions(piece, drawn: isDrawn))
    }
    let report =
      renderer.threads > 1 ? try readingAhead(events) { try render($0) } : try render(events)
    return (isKept ? try MIDIFile(played, of: piece.header) : nil, report)
  }

  private func fileOptions(_ piece: Take, drawn: Bool) -> AudioFileOptions {
    var options = sound?.options ?? AudioFileOptions()
    options.ditherSeed = piece.seed
    options.tags.title = piece.header.title
    options.tags.comment = comment(piece)
    options.wantsProfile = drawn
    return options
  }

  private func comment(_ piece: Take) -> String {
    "seed \(piece.seed), model \(model.record.preset), \(options.performance.rawValue)"
  }

}

extension AudioDestination {
  /// `nil` for standard output.
  var path: String? { if case .file(let path, _) = self { path } else { nil } }
}
