import ArgumentParser
import FoundationEssentials
import RenderAudio

/// The default subcommand: one piece.
struct Compose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compose a piece and render it (the default).",
    discussion: """
      The extension of --out picks the format: \(AudioFileFormat.extensions), with the MIDI file \
      beside it; .mid writes MIDI alone; - streams WAV to standard output while the piece is being \
      composed, with a fixed gain and a limiter, and writes no MIDI.

      The same seed, model and options give the same piece, on every machine, with any number of \
      threads, alone or in a batch.
      """)

  @OptionGroup var composition: CompositionOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, piece.wav say, or -.", valueName: "file"),
    completion: .file(extensions: AudioFileFormat.allCases.map(\.rawValue) + ["mid"]))
  var out: String

  @Option(
    help: ArgumentHelp(
      "The number that decides the piece; without it one is drawn and printed.",
      valueName: "number"))
  var seed: UInt64?

  @OptionGroup var drawing: DrawingOptions
  @OptionGroup var sound: SoundOptions
  @OptionGroup var reporting: ReportOptions

  private func audioFormat() throws(Failure) -> AudioFileFormat {
    do { return try AudioFileFormat(path: out) } catch {
      throw Failure(.usage, "\(error), or .mid for MIDI alone")
    }
  }

  func run() throws {
    let streams = out == "-"
    let midiOnly = hasMIDIExtension(out)
    let reporter = reporting.reporter(streamsAudio: streams)
    try reporter.checkThatAudioCanBeStreamed()
    let format: AudioFileFormat? =
      midiOnly ? nil : streams ? .wav : try audioFormat()
    let maker = try TakeMaker(
      composition, sound: sound, format: format, streams: streams, reporter)
    let former = streams || midiOnly ? nil : FormerMIDI(beside: out)
    let report = try naming(out) {
      try maker.make(
        // Small enough to be typed again.
        seed: seed ?? UInt64.random(in: 0..<1_000_000_000),
        TakeMaker.Outputs(
          midi: streams ? nil : midiOnly ? out : path(out, withExtension: "mid"),
          audio: streams ? .standardOutput : midiOnly ? nil : .file(out), plot: drawing.plot),
        progress: { if $0 % 20 == 0 { reporter.progress("composing: \($0) events") } })
    }
    reporter.clearProgress()
    for notice in [former?.notice].compactMap(\.self) + report.notices { reporter.say(notice) }
    let files = [report.sound?.file, report.midi, report.plot].compactMap(\.self)
      .joined(separator: " and ")
    reporter.say(
      "\(streams ? "wrote the piece" : files): seed \(report.seed), \(report.events) events, "
        + "\(report.notes) notes\(report.sound.map { ", \($0.summary)" } ?? "")")
    try reporter.report(report)
  }
}
