import ArgumentParser
import RenderEngraving
import RenderGallery
import RenderPlot
import RenderStudio

/// The subcommand `batch`: makes takes of many seeds.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Compose and render many pieces into a folder, one per seed.",
    discussion: HelpText.discussion(
      """
      Each take is named by its seed, for example seed-000007.wav and seed-000007.mid, and is identical to \
      that seed rendered alone; with --stems its parts are in seed-000007.stems. index.html is a page for \
      listening and choosing, manifest.jsonl describes each take in a line of JSON, and times.jsonl says when it \
      was made. If a batch is interrupted or killed, the same command makes what is missing. If a take fails, it \
      is reported, the others are finished, the exit code is 1, and the next run tries it again.

      A seed gives the same piece only with the same options. Options that concern only the sound, such as \
      --reverb, can be changed; with another --length it is a different piece. The page shows the command that \
      makes its starred takes again.

      Several machines can share a batch with --shard 0/4, --shard 1/4 and so on, into the same \
      folder; `render gallery` then merges what they have made.
      """,
      examples: "render batch --seeds 1-100,205 --out takes/",
      "render batch --count 1000 --format flac --length 200 --out short/",
      "render batch --seeds-file starred.txt --reverb hall --out chosen/",
      "render batch --count 1000 --out takes/ --shard 0/2"))

  @OptionGroup(title: "Seeds") var seeds: SeedOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder to write to; it is created if missing.", valueName: "folder"),
    completion: .directory)
  var out: String

  @Option(
    help: "The format of the audio file beside each MIDI file, wav by default; mid writes none.")
  var format: BatchRequest.Format?

  @Option(
    help: """
      Also draw each take: piano roll, pedal, waveform and loudness, with bars and sections if the metre is known.
      """)
  var plot: PlotFileFormat?

  @Option(
    help: """
      Also write sheet music of each take, such as seed-000007-score.pdf; pdf, svg and png need LilyPond, and \
      some seconds per take.
      """)
  var score: ScoreFileFormat?

  @Option(
    help: ArgumentHelp(
      "How many takes to make at the same time (default: the number of cores).",
      valueName: "count"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Make only part i of n of the seeds, with i from 0 to n-1.", valueName: "i/n"))
  var shard: Shard?

  @Flag(help: "Make takes again that are already there.")
  var force = false

  @Flag(help: "Say which takes would be made, and write nothing.")
  var dryRun = false

  @OptionGroup var composition: CompositionOptions
  @OptionGroup(title: "Sound") var sound: SoundOptions
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
    reporter.onInterruption { "no take is finished, and the same command makes them" }
    let batch = try Batch.make(
      request, threads: composition.processor.threads, jobs: jobs,
      remaking: { ListeningPage.Command(remaking: $0) }
    ) { event in
      if case .finished(_, _, let batch) = event {
        reporter.onInterruption {
          "\(batch.done) of \(counted(batch.total, "take")) \(batch.done == 1 ? "is" : "are") finished, and the same "
            + "command makes the others"
        }
      }
      reporter.show(event)
    }
    reporter.clearProgress()
    reporter.detailTime()
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
          "\(failures.count) of \(counted(batch.requested, "take")) failed; give the same command again to make "
            + (failures.count == 1 ? "it" : "them")))
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
