import ArgumentParser
import RenderAudio
import RenderFiles
import RenderPerformance
import RenderStudio

/// The subcommand `audio`: renders existing MIDI files to audio.
struct PlayFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audio", abstract: "Render MIDI files to audio.",
    discussion: HelpText.discussion(
      """
      The extension of --out selects the format: \(AudioFileFormat.extensions); - streams WAV to \
      standard output while it is being made, with a fixed gain and a limiter; .mid writes the performance as \
      MIDI. Several files go into a folder, in the format of --format.

      A file that uses only the instruments of the ensembles is played with those shipped with render; one \
      that uses others, or drums, with a General MIDI soundfont of the system if there is one. --soundfont \
      selects another one for all.
      """,
      examples: "render audio song.mid --out song.flac",
      "render audio *.mid --out album/ --format mp3 --quality 8",
      "render audio song.mid --performance expressive --out song-played.mid",
      "render audio song.mid --out - | aplay -"))

  @Argument(help: "The MIDI files.", completion: .file(extensions: ["mid", "midi"]))
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, for example song.wav; a folder for several files; - is standard output.",
      valueName: "file|folder"),
    completion: .file(extensions: AudioFileFormat.allCases.map(\.rawValue)))
  var out: String

  @Option(help: "The format of the files in a folder (default: wav).")
  var format: AudioFileFormat?

  @Option(
    help: """
      expressive adds dynamics, phrasing and pedal as musicians would; plain plays the file as it is.
      """)
  var performance = PerformanceStyle.plain

  @Option(
    help: ArgumentHelp(
      "The number that determines the random details of an expressive performance, 0 or more.",
      valueName: "number"))
  var seed: UInt64 = 0

  @Flag(
    help: """
      Begin with the first note. Otherwise the silence before it is kept, and the sound is in time \
      with the MIDI file.
      """)
  var trimSilence = false

  @Option(
    help: ArgumentHelp(
      "Play files for so long at most: 90min or 12h. Without it 2h, since a few bytes may ask for days.",
      valueName: "time"))
  var maxDuration: PlayingTime?

  @OptionGroup var drawing: DrawingOptions
  @OptionGroup(title: "Sound") var sound: SoundOptions
  @OptionGroup var defaults: DefaultsOptions
  @OptionGroup var processor: ProcessorOptions
  @OptionGroup var reporting: ReportOptions

  private var streams: Bool { out == "-" }
  private var writesFolder: Bool {
    !streams && (files.count > 1 || format != nil || out.hasSuffix("/") || isFolder(out))
  }

  private var writesMIDI: Bool { hasMIDIExtension(out) && !writesFolder }

  private var isNamedAsFile: Bool {
    hasMIDIExtension(out) || (try? AudioFileFormat(path: out)) != nil
  }

  func validate() throws {
    if streams, files.count > 1 {
      throw ValidationError(
        "Only one file can be written to standard output; give a folder with --out.")
    }
    if files.count > 1, drawing.plot != nil {
      throw ValidationError("--plot draws a single file; render it alone.")
    }
    if writesFolder, !isFolder(out), !out.hasSuffix("/"), isNamedAsFile {
      throw ValidationError(
        "Several files, and files with --format, are written to a folder, but \(out) is named like a file."
      )
    }
    if trimSilence, writesMIDI { try validating { throw StudioError.silenceOfMIDI } }
    if streams, format != nil {
      throw ValidationError("Standard output is WAV; leave out --format.")
    }
  }

  private func request(sound: SoundOptions) -> PlaybackRequest {
    PlaybackRequest(
      performance: performance, seed: seed, trimsSilence: trimSilence, sound: sound.request,
      stems: sound.stems, maximumDuration: maxDuration?.seconds)
  }

  func run() throws {
    let reporter = reporting.reporter(streams: streams)
    try reporter.checkThatAudioCanBeStreamed()
    if writesMIDI {
      let file = try FilePlayer.perform(
        files[0], request(sound: sound), to: out, plot: drawing.plot, report: reporter.show)
      reporter.say("\(out): \(counted(file.notes, "note"))")
      return try reporter.report(file)
    }
    let defaults = try defaults.chosen
    let format = try outputFormat(defaults)
    var ownSound = sound
    ownSound.take(defaults, streams: streams)
    var player = try FilePlayer(
      request(sound: ownSound), format: format, streams: streams,
      preferredSoundFont: sound.soundFont == nil ? defaults.soundFont : nil,
      threads: processor.threads)
    let outputs = try outputPaths(format)
    if writesFolder { try makeFolder(out) }
    try player.loadSoundFont()
    var played: [FilePlayer.Played] = []
    var failures: [FailedFile] = []
    for (index, (file, output)) in zip(files, outputs).enumerated() {
      if writesFolder {
        let count = files.count
        reporter.onInterruption { "\(index) of \(counted(count, "file")) were done" }
      }
      do {
        played.append(try play(file, to: output, &player, reporter))
      } catch  where writesFolder && !Failure(error).isFinal {
        let failure = Failure(error)
        failures.append(FailedFile(midi: file, error: failure.message))
        reporter.warn(failure.message)
      }
    }
    guard writesFolder else { return try reporter.report(played[0]) }
    try reporter.report(
      PlayReports(files: played, failures: failures),
      with: failures.isEmpty
        ? nil
        : Failure(.someItemsFailed, "\(failures.count) of \(counted(files.count, "file")) failed"))
  }

  private func play(
    _ file: String, to output: String?, _ player: inout FilePlayer, _ reporter: Reporter
  ) throws -> FilePlayer.Played {
    let (played, choice) = try player.play(
      file, to: output, plot: drawing.plot, keeping: files, report: reporter.show)
    for line in [choice.notice].compactMap(\.self) + played.sound.notices {
      reporter.say("\(file): \(line)")
    }
    reporter.detail("\(file): played with \(played.sound.soundFont)")
    reporter.say(
      "\(output ?? "wrote the piece"): \(counted(played.sound.notes, "note")), \(played.sound.summary)"
    )
    return played
  }

  private func outputFormat(_ defaults: Defaults) throws -> AudioFileFormat {
    if streams { return .wav }
    if writesFolder { return format ?? defaults.format?.audio ?? .wav }
    return try naming(out) { try AudioFileFormat(path: out) }
  }

  private func outputPaths(_ format: AudioFileFormat) throws -> [String?] {
    if streams { return [nil] }
    guard writesFolder else { return [out] }
    return try FilePlayer.outputs(of: files, in: out, format: format)
  }
}

private struct PlayReports: Codable {
  var files: [FilePlayer.Played]
  var failures: [FailedFile]
}

private struct FailedFile: Codable {
  var midi: String
  var error: String
}
