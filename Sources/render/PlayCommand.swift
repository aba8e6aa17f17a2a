import ArgumentParser
import RenderDevices
import RenderFiles
import RenderStudio

/// The subcommand `play`: plays a new piece, or a MIDI file, through the loudspeakers or an instrument.
struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Play a new piece or a MIDI file at once.",
    discussion: """
      Without a file a piece is composed, and heard while it is. Its seed is printed: with the same options \
      `render --seed 7 --out piece.wav` writes it.

        render play                             a piece for a piano
        render play --ensemble song --seed 7    the same for a song
        render play song.mid                    a MIDI file
        render play --midi-out 20:0             to an instrument at a MIDI port

      The sound goes through ALSA, whose default device is PulseAudio or PipeWire where these run; --device names another \
      one, as `aplay -L` lists them. It has a fixed gain and a limiter, like a stream. With --midi-out nothing is \
      synthesized: the MIDI events are sent, each when it is due, to a port of the ALSA sequencer, and whoever listens there \
      makes the sound. Ctrl-C ends both at once, and no note goes on sounding.

      Without a device or a port the exit code is 69.
      """)

  @Argument(
    help: "The MIDI file to play, as it stands; without one a piece is composed.",
    completion: .file(extensions: ["mid", "midi"]))
  var file: String?

  @Option(
    help: ArgumentHelp(
      "The sound device, by ALSA's name for it; that of the computer's settings without it.",
      valueName: "name"))
  var device: String?

  @Option(
    help: ArgumentHelp(
      "Send MIDI to this port of the ALSA sequencer instead: 20:0, or the beginning of a client's name.",
      valueName: "port"))
  var midiOut: String?

  @Flag(help: "List the MIDI ports that take events, and play nothing.")
  var listPorts = false

  @Option(
    help: ArgumentHelp(
      "The number that decides the piece; without it one is drawn and printed.",
      valueName: "number"))
  var seed: UInt64?

  @OptionGroup var composition: CompositionOptions

  @Option(
    name: .customLong("soundfont"),
    help: ArgumentHelp(
      "Play with this SoundFont 2 file, or the one of that name.", valueName: "file|name"),
    completion: .file(extensions: ["sf2", "sf3"]))
  var soundFont: String?

  @Option(help: "The room around the players.")
  var reverb: SoundRequest.Room?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The gain in dB; without it 8 for pieces that are performed expressively, 0 for others and for files.",
      valueName: "dB"))
  var gain: Double?

  @OptionGroup var defaults: DefaultsOptions
  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    if midiOut != nil, device != nil {
      throw ValidationError("Give --device or --midi-out, not both.")
    }
    if composition.bestOf > 1 { try validating { throw StudioError.choiceOfStream } }
    try validating { try sound(Defaults()).validate() }
    guard file != nil else { return }
    let usual = try CompositionOptions.parse([])
    if seed != nil || composition.continued != nil || composition.vary != nil
      || composition.given() != usual.given()
    {
      throw ValidationError("A file is played as it stands; leave out what is for composing.")
    }
  }

  private func sound(_ defaults: Defaults) -> SoundRequest {
    SoundRequest(
      soundFont: soundFont, room: reverb ?? defaults.reverb, level: gain.map { .gain($0) })
  }

  func run() throws {
    if listPorts { return try showPorts() }
    let reporter = reporting.reporter
    let cancellation = Cancellation()
    Interruption.cancels(cancellation)
    do {
      if let file {
        try play(file, reporter, cancellation)
      } else {
        try compose(reporter, cancellation)
      }
    } catch StudioError.cancelled {
      throw Failure(.interrupted, "")
    }
  }

  private func compose(_ reporter: Reporter, _ cancellation: Cancellation) throws {
    let defaults = try defaults.chosen
    var composition = composition
    composition.take(defaults)
    var sound = sound(defaults)
    if sound.soundFont == nil, composition.plan.asksForPiano {
      sound.soundFont = defaults.soundFont
    }
    let (request, chosen) = try composition.request(
      seed: seed, sound: sound,
      outputs: TakeOutputs(
        audio: midiOut.map { .sequencer(port: $0) }
          ?? .device(name: device ?? PCMOutput.defaultDevice)))
    let studio = try Studio(
      request, threads: composition.processor.threads, report: reporter.show)
    let seed = chosen ?? UInt64.random(in: 0..<1_000_000_000)
    let take = try studio.makeTake(seed: seed, cancellation: cancellation) { event in
      // By then the device is there.
      if case .composed(events: 1, _) = event { reporter.say("playing seed \(seed)") }
    }
    for notice in take.sound?.notices ?? [] { reporter.say(notice) }
    reporter.say("seed \(seed): \(take.events) events, \(take.notes) notes")
    try reporter.report(take)
  }

  private func play(
    _ file: String, _ reporter: Reporter, _ cancellation: Cancellation
  ) throws {
    if let midiOut {
      let notes = try FilePlayer.send(
        file, PlaybackRequest(), to: midiOut, cancellation: cancellation, report: reporter.show)
      reporter.say("\(file): \(notes) notes")
      return try reporter.report(SentFile(midi: file, port: midiOut, notes: notes))
    }
    let defaults = try defaults.chosen
    var player = try FilePlayer(
      PlaybackRequest(sound: sound(defaults)), format: .wav,
      device: device ?? PCMOutput.defaultDevice,
      preferredSoundFont: soundFont == nil ? defaults.soundFont : nil,
      threads: composition.processor.threads)
    let (played, choice) = try player.play(
      file, to: nil, cancellation: cancellation, report: reporter.show)
    for line in [choice.notice].compactMap(\.self) + played.sound.notices {
      reporter.say("\(file): \(line)")
    }
    reporter.say("\(file): \(played.sound.notes) notes, \(duration(played.sound.seconds))")
    try reporter.report(played)
  }

  private func showPorts() throws {
    let ports = try SequencerOutput.ports()
    if reporting.json { return try reporting.reporter.report(ports) }
    for port in ports {
      try StandardStream.output.writeLine("\(port.address)  \(port.client): \(port.name)")
    }
    if ports.isEmpty { reporting.reporter.say("there is no MIDI port that takes events") }
  }
}

private struct SentFile: Codable {
  var midi: String
  var port: String
  var notes: Int
}
