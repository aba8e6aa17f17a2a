import ArgumentParser
import Audio
import FoundationEssentials

/// The default subcommand: one piece.
struct Compose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compose a piece and render it (the default).",
    discussion: """
      The extension of --out picks the format: .wav or .flac, with the MIDI file beside it; .mid writes
      MIDI alone; - streams WAV to standard output and writes no MIDI.
      """)

  @OptionGroup var composition: CompositionOptions

  @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
  var out: String

  @Option(help: "Makes the piece reproducible; without it one is drawn and printed.")
  var seed: UInt64?

  @OptionGroup var sound: SoundOptions
  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let streams = out == "-"
    let midiOnly = hasMIDIExtension(out)
    if !streams && !midiOnly { _ = try naming(out) { try AudioFileFormat(path: out) } }
    var reporter = reporting.reporter
    reporter.streamsAudio = streams
    let maker = try naming(out) { try TakeMaker(composition, sound: midiOnly ? nil : sound) }
    if maker.leftOutOfPrimer > 0 {
      reporter.say("\(maker.leftOutOfPrimer) events of the primer are not in the model's vocabulary")
    }
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
