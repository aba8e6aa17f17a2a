import ArgumentParser
import RenderAudio
import RenderFiles
import RenderMIDI
import RenderPerformance

/// MIDI files that are already there, as audio.
struct PlayFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audio", abstract: "Render MIDI files to audio.",
    discussion: """
      The extension of --out picks the format: \(AudioFileFormat.extensions); - streams WAV to \
      standard output while it is made, with a fixed gain and a limiter; .mid writes what would be \
      heard as MIDI. Several files go into a folder, in the format of --format.

      A file that asks for drums or for other instruments than a piano is played with a General \
      MIDI soundfont of the system, where there is one; --soundfont takes another one for all.
      """)

  @Argument(help: "The MIDI files.", completion: .file(extensions: ["mid", "midi"]))
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, song.wav say, a folder for several, or -.", valueName: "file|folder"),
    completion: .file(extensions: AudioFileFormat.allCases.map(\.rawValue)))
  var out: String

  @Option(help: "The format of the files in a folder; wav without it.")
  var format: AudioFileFormat?

  @Option(
    help: """
      expressive shapes what the file has for the piano as a pianist would; by default the file is \
      played as it stands.
      """)
  var performance = PerformanceStyle.plain

  @Option(
    help: ArgumentHelp(
      "Decides the small chances of an expressive performance.", valueName: "number"))
  var seed: UInt64 = 0

  @Flag(
    help: """
      Begin with the first note. Without it the silence before that stays, and the sound is in step \
      with the MIDI file.
      """)
  var trimSilence = false

  @OptionGroup var drawing: DrawingOptions
  @OptionGroup var sound: SoundOptions
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
      throw ValidationError("Standard output takes one file; give a folder with --out.")
    }
    if files.count > 1, drawing.plot != nil {
      throw ValidationError("--plot draws one file; render it alone.")
    }
    if writesFolder, !isFolder(out), !out.hasSuffix("/"), isNamedAsFile {
      throw ValidationError(
        "Several files, and those of --format, go into a folder, and \(out) is named as a file.")
    }
    if trimSilence, writesMIDI {
      throw ValidationError("--trim-silence is for audio; a MIDI file keeps its time.")
    }
    if streams, format != nil {
      throw ValidationError("Standard output is WAV; leave out --format.")
    }
  }

  func run() throws {
    let reporter = reporting.reporter(streamsAudio: streams)
    try reporter.checkThatAudioCanBeStreamed()
    if writesMIDI {
      try writePerformance(of: files[0], reporter)
      return
    }
    let format = try outputFormat()
    let options = try sound.fileOptions(
      for: format, streamGain: streams ? performance.streamGain : nil)
    let outputs = try outputPaths(format)
    if writesFolder { try makeFolder(out) }
    var shelf = SoundFontShelf(chosen: sound.soundFont)
    // A fault of the one soundfont for all files is no fault of theirs.
    if sound.soundFont != nil { _ = try shelf.piano() }
    var reports: [PlayReport] = []
    var failures: [FailedFile] = []
    for (file, output) in zip(files, outputs) {
      do {
        reports.append(try play(file, to: output, format, options, &shelf, reporter))
      } catch  where writesFolder && !Failure(error).isFinal {
        let failure = Failure(error)
        failures.append(FailedFile(midi: file, error: failure.message))
        reporter.warn(failure.message)
      }
    }
    guard writesFolder else { return try reporter.report(reports[0]) }
    try reporter.report(
      PlayReports(files: reports, failures: failures),
      with: failures.isEmpty
        ? nil
        : Failure(.someItemsFailed, "\(failures.count) of \(files.count) files failed"))
  }

  private func play(
    _ file: String, to output: String?, _ format: AudioFileFormat, _ options: AudioFileOptions,
    _ shelf: inout SoundFontShelf, _ reporter: Reporter
  ) throws -> PlayReport {
    let midi = try readMIDI(file, reporter).performed(performance, seed: seed)
    let (font, notice) = try naming(file) { try shelf.soundFont(for: midi) }
    for output in [output, drawing.plot].compactMap(\.self) {
      try refuseOverwriting(files + [font.path], with: output)
    }
    if let plot = drawing.plot { try checkThatOutputCanBeMade(plot) }
    var settings = sound.settings(for: format)
    settings.maximumLeadIn = trimSilence ? 0 : nil
    let renderer = try Renderer(soundFont: font, settings: settings, threads: processor.threads)
    var options = options
    options.tags.title = stem(of: file)
    options.ditherSeed = seed
    options.wantsProfile = drawing.plot != nil
    let rendered = try naming(file) {
      try renderer.render(
        midi, to: output.map { .file($0) } ?? .standardOutput, options: options)
    }
    if let plot = drawing.plot {
      try draw(
        midi, rendered, title: stem(of: file),
        subtitle: "\(performance.rawValue), \(stem(of: font.path))",
        to: plot)
    }
    let report = SoundReport(rendered, renderer: renderer, file: output)
    for line in [notice].compactMap(\.self) + report.notices { reporter.say("\(file): \(line)") }
    reporter.say("\(output ?? "wrote the piece"): \(report.notes) notes, \(report.summary)")
    return PlayReport(midi: file, sound: report)
  }

  /// What would be heard, as MIDI.
  private func writePerformance(of file: String, _ reporter: Reporter) throws {
    try refuseOverwriting(files, with: out)
    let midi = try readMIDI(file, reporter).performed(performance, seed: seed)
    try naming(out) { try writeFile(midi.encoded(), to: out) }
    if let plot = drawing.plot {
      try draw(midi, nil, title: stem(of: file), subtitle: performance.rawValue, to: plot)
    }
    reporter.say("\(out): \(midi.noteCount) notes")
    try reporter.report(
      PerformanceReport(midi: file, performed: out, notes: midi.noteCount, plot: drawing.plot))
  }

  private func outputFormat() throws -> AudioFileFormat {
    if streams { return .wav }
    if writesFolder { return format ?? .wav }
    return try naming(out) { try AudioFileFormat(path: out) }
  }

  private func outputPaths(_ format: AudioFileFormat) throws -> [String?] {
    if streams { return [nil] }
    guard writesFolder else { return [out] }
    let folder = out.hasSuffix("/") ? out : "\(out)/"
    var sources: [String: String] = [:]
    return try files.map { file in
      let output = "\(folder)\(stem(of: file)).\(format.rawValue)"
      if let other = sources.updateValue(file, forKey: output) {
        throw Failure(
          .usage, "\(other) and \(file) would both become \(output); render them one by one")
      }
      return output
    }
  }
}

extension AudioFileFormat: ExpressibleByArgument {}

private struct PlayReport: Codable {
  var midi: String
  var sound: SoundReport
}

private struct PerformanceReport: Codable {
  var midi: String
  var performed: String
  var notes: Int
  var plot: String?
}

private struct PlayReports: Codable {
  var files: [PlayReport]
  var failures: [FailedFile]
}

private struct FailedFile: Codable {
  var midi: String
  var error: String
}
