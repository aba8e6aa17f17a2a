import ArgumentParser
import Audio
import FoundationEssentials

/// The default subcommand: one piece.
struct Compose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compose a piece and render it (the default).",
    discussion: """
      The extension of --out picks the format: .wav or .flac, with the MIDI file beside it; \
      .mid writes MIDI alone; - streams WAV to standard output and writes no MIDI.

      The same seed, model and options give the same piece, on every machine, with any number of \
      threads, alone or in a batch.
      """)

  @OptionGroup var composition: CompositionOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write: piece.wav, piece.flac, piece.mid or -.", valueName: "file"),
    completion: .file(extensions: ["wav", "flac", "mid"]))
  var out: String

  @Option(
    help: ArgumentHelp(
      "The number that decides the piece; without it one is drawn and printed.",
      valueName: "number"))
  var seed: UInt64?

  @OptionGroup var sound: SoundOptions
  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let streams = out == "-"
    let midiOnly = hasMIDIExtension(out)
    let reporter = reporting.reporter(streamsAudio: streams)
    try reporter.checkThatAudioCanBeStreamed()
    if !streams && !midiOnly { _ = try naming(out) { try AudioFileFormat(path: out) } }
    let maker = try TakeMaker(composition, sound: midiOnly ? nil : sound, reporter)
    let report = try naming(out) {
      try maker.make(
        // Small enough to be typed again.
        seed: seed ?? UInt64.random(in: 0..<1_000_000_000),
        midiPath: streams ? nil : midiOnly ? out : path(out, withExtension: "mid"),
        audio: streams ? .standardOutput : midiOnly ? nil : .file(out),
        sampleFormat: sound.sampleFormat,
        progress: { if $0 % 20 == 0 { reporter.progress("composing: \($0) events") } })
    }
    reporter.clearProgress()
    let files = [report.audio, report.midi].compactMap(\.self).joined(separator: " and ")
    let length = report.seconds.map { ", \(duration($0))" } ?? ""
    reporter.say(
      "\(streams ? "wrote the piece" : files): seed \(report.seed), \(report.events) events, "
        + "\(report.notes) notes\(length)")
    try reporter.report(report)
  }
}
