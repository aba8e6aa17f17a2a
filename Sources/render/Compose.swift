import ArgumentParser
import RenderAudio
import RenderEngraving
import RenderFiles
import RenderStudio

/// The subcommand `compose`, the default: makes one piece.
struct Compose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compose a piece and render it (the default).",
    discussion: HelpText.discussion(
      """
      The extension of --out selects the format: \(AudioFileFormat.extensions), with the MIDI file \
      beside it; .mid writes MIDI only; - streams WAV to standard output while the piece is being \
      composed, with a fixed gain and a limiter, and writes no MIDI.

      The same seed, model and options give the same piece on every machine, with any number of \
      threads, alone or in a batch.
      """,
      examples: "render --out piece.wav --seed 7 --length 300",
      "render --out piece.flac --metre 3/4 --key \"A minor\" --form A8A8B8A8",
      "render --out piece.wav --primer mine.mid --include-primer",
      "render --ensemble string-quartet --out quartet.wav --stems",
      "render --duration 1h --out - | aplay -"))

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, for example piece.wav; - is standard output.", valueName: "file"),
    completion: .file(extensions: AudioFileFormat.allCases.map(\.rawValue) + ["mid"]))
  var out: String

  @Option(
    help: ArgumentHelp(
      "The number that determines the piece, 0 or more (default: random, and printed).",
      valueName: "number"))
  var seed: UInt64?

  @OptionGroup var composition: CompositionOptions

  @OptionGroup var drawing: DrawingOptions

  @Option(
    help: ArgumentHelp(
      """
      Also write sheet music to this file: \(ScoreFileFormat.list). All but .musicxml, .mxl and .ly need LilyPond.
      """,
      valueName: "file"),
    completion: .file(extensions: ScoreFileFormat.extensions))
  var score: String?

  @OptionGroup(title: "Sound") var sound: SoundOptions
  @OptionGroup var defaults: DefaultsOptions
  @OptionGroup var reporting: ReportOptions

  func validate() throws { try ScoreFileFormat.check(score) }

  private func checkFormat() throws(Failure) {
    if out.isEmpty {
      throw Failure(.usage, "--out is empty; give it a file, for example piece.wav")
    }
    if isFolder(out) {
      throw Failure(.usage, "--out \(out) is a folder; give it a file, for example piece.wav")
    }
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
    let (request, known) = try composition.request(
      seed: self.seed, sound: sound.request,
      outputs: TakeOutputs(
        midi: streams ? nil : midiOnly ? out : path(out, withExtension: "mid"),
        audio: streams ? .standardOutput : midiOnly ? nil : .file(path: out), plot: drawing.plot,
        score: score, stems: sound.stems ? stemFolder(beside: out) : nil))
    // Small enough to be typed again.
    let seed = known ?? UInt64.random(in: 0..<1_000_000_000)
    if !streams { reporter.onInterruption { "--seed \(seed) makes the same piece" } }
    let studio = try Studio(
      request, threads: composition.processor.threads,
      report: reporter.show)
    let former = streams || midiOnly ? nil : FormerMIDI(beside: out)
    let take = try naming(out) {
      try studio.makeTake(seed: seed, report: reporter.show)
    }
    reporter.clearProgress()
    reporter.show(take, replacing: former?.replacement)
    reporter.detail(
      "composed by \(take.model)" + (take.sound.map { ", played with \($0.soundFont)" } ?? ""))
    reporter.detailTime()
    try reporter.report(take)
  }
}
