import ArgumentParser
import RenderAudio
import RenderEngraving
import RenderStudio

/// The subcommand `compose`, the default: makes one piece.
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

  @Option(
    help: ArgumentHelp(
      """
      Write sheet music to this file, too: \(ScoreFileFormat.list). All but .musicxml, .mxl and .ly need LilyPond.
      """,
      valueName: "file"),
    completion: .file(extensions: ScoreFileFormat.extensions))
  var score: String?

  @OptionGroup var sound: SoundOptions
  @OptionGroup var defaults: DefaultsOptions
  @OptionGroup var reporting: ReportOptions

  func validate() throws { try ScoreFileFormat.check(score) }

  private func checkFormat() throws(Failure) {
    do { _ = try AudioFileFormat(path: out) } catch {
      throw Failure(.usage, "\(error), or .mid for MIDI alone")
    }
  }

  func run() throws {
    let streams = out == "-"
    let midiOnly = hasMIDIExtension(out)
    let reporter = reporting.reporter(streams: streams)
    try reporter.checkThatAudioCanBeStreamed()
    if !streams, !midiOnly { try checkFormat() }
    let defaults = try defaults.chosen
    var composition = composition
    var sound = sound
    composition.take(defaults)
    sound.take(defaults, for: composition.plan, streams: streams)
    let (request, seed) = try composition.request(
      seed: self.seed, sound: sound.request,
      outputs: TakeOutputs(
        midi: streams ? nil : midiOnly ? out : path(out, withExtension: "mid"),
        audio: streams ? .standardOutput : midiOnly ? nil : .file(path: out), plot: drawing.plot,
        score: score, stems: sound.stems ? stemFolder(beside: out) : nil))
    let studio = try Studio(
      request, threads: composition.processor.threads,
      report: reporter.show)
    let former = streams || midiOnly ? nil : FormerMIDI(beside: out)
    let take = try naming(out) {
      // Small enough to be typed again.
      try studio.makeTake(seed: seed ?? UInt64.random(in: 0..<1_000_000_000), report: reporter.show)
    }
    reporter.clearProgress()
    reporter.show(take, replacing: former?.replacement)
    try reporter.report(take)
  }
}
