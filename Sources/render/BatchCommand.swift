import ArgumentParser
import RenderEngraving
import RenderGallery
import RenderPlot
import RenderStudio

/// The subcommand `batch`: makes takes of many seeds.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Compose and render many seeds into a folder.",
    discussion: """
      Each take is named by its seed, seed-000007.wav and seed-000007.mid, and is the same as \
      that seed rendered alone; with --stems its parts lie in seed-000007.stems. index.html is a page to listen to them and to choose from, \
      manifest.jsonl tells of each in a line of JSON, times.jsonl of when it was made. Interrupted or \
      killed, a batch that is given again makes what is missing. A take that fails is reported, the \
      others are finished, the exit code is 1, and the next run tries it again.

      A seed is the same piece with the same options only. What concerns the sound alone, --reverb say, \
      can be another; with another --length it is another piece. The page gives the command that makes \
      its starred takes again.

      Several machines share a batch with --shard 0/4, --shard 1/4 and so on, into the same \
      folder; `render gallery` puts together what they have made.
      """)

  @OptionGroup var seeds: SeedOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder to write to; made when it is missing.", valueName: "folder"),
    completion: .directory)
  var out: String

  @Option(help: "What is written beside the MIDI file; mid is nothing; wav without it.")
  var format: BatchRequest.Format?

  @Option(
    help: """
      Draw each take, too: piano roll, pedal, waveform and loudness, and bars and sections where the metre is known.
      """)
  var plot: PlotFileFormat?

  @Option(
    help: """
      Write sheet music of each take, too, seed-000007-score.pdf say; pdf, svg and png need LilyPond, and some seconds \
      a take.
      """)
  var score: ScoreFileFormat?

  @Option(
    help: ArgumentHelp(
      "Takes that are made at the same time; as many as cores without it.",
      valueName: "count"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Make only this part of the seeds, number i of n, counted from 0 to n-1.", valueName: "i/n"))
  var shard: Shard?

  @Flag(help: "Make takes anew that are there already.")
  var force = false

  @Flag(help: "Say which takes would be made, and write nothing.")
  var dryRun = false

  @OptionGroup var composition: CompositionOptions
  @OptionGroup var sound: SoundOptions
  @OptionGroup var defaults: DefaultsOptions
  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    try validating { try Processor.validate(threads: composition.processor.threads, jobs: jobs) }
  }

  /// - Throws: what is wrong with the take that is continued or varied.
  func request(seeds: [UInt64]) throws -> BatchRequest {
    BatchRequest(
      piece: try composition.request(seed: seeds.first ?? 0, sound: sound.request).request,
      seeds: seeds, folder: out, format: format ?? .wav,
      plot: plot, score: score, stems: sound.stems, shard: shard, remakes: force)
  }

  /// The command with the defaults of its user.
  private func withDefaults() throws -> BatchCommand {
    var command = self
    let defaults = try defaults.chosen
    command.composition.take(defaults)
    command.sound.take(defaults, for: composition.plan)
    command.format = format ?? defaults.format
    return command
  }

  func run() throws {
    let reporter = reporting.reporter
    let request = try withDefaults().request(seeds: seeds.chosen())
    if dryRun {
      let forecast = try BatchForecast(
        of: request, threads: composition.processor.threads, jobs: jobs, report: reporter.show)
      return try reporter.show(forecast)
    }
    let batch = try Batch.make(
      request, threads: composition.processor.threads, jobs: jobs,
      remaking: { ListeningPage.Command(remaking: $0) }, report: reporter.show)
    reporter.clearProgress()
    if let gallery = batch.gallery { reporter.show(gallery) }
    let failures = batch.failures
    try reporter.report(
      BatchReport(
        takes: batch.takes,
        failures: failures.map { FailedTake(seed: $0.seed, error: Failure($0.error).message) }),
      with: failures.isEmpty
        ? nil
        : Failure(
          .someItemsFailed,
          "\(failures.count) of \(batch.requested) takes failed; give the same command again to make them"
        ))
  }
}

extension BatchRequest.Format: ExpressibleByArgument {}

extension Shard: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

private struct BatchReport: Codable {
  var takes: [ManifestEntry]
  var failures: [FailedTake]
}

private struct FailedTake: Codable {
  var seed: UInt64
  var error: String
}
