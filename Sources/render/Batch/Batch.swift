import ArgumentParser
import RenderAudio
import RenderComposer
import RenderFiles
import RenderPlot

/// Many seeds.
struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compose and render many seeds into a folder.",
    discussion: """
      Each take is named by its seed, seed-000007.wav and seed-000007.mid, and is the same as \
      that seed rendered alone. index.html is a page to listen to them and to choose from, \
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

  @Option(help: "What is written beside the MIDI file; mid is nothing.")
  var format = TakeFormat.wav

  @Option(
    help: "Draw each take, too: piano roll, pedal, waveform and loudness.")
  var plot: PlotFileFormat?

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

  @OptionGroup var composition: CompositionOptions
  @OptionGroup var sound: SoundOptions
  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) {
      throw ValidationError("--jobs \(jobs) is out of range (1 to 256).")
    }
  }

  func run() throws {
    let reporter = reporting.reporter
    let seeds = try seeds.chosen()
    let audioFormat = AudioFileFormat(rawValue: format.rawValue)
    let jobs = min(jobs ?? composition.processor.threads, max(1, seeds.count))
    let maker = try TakeMaker(
      composition, sound: sound, format: audioFormat, jobs: jobs, reporter)
    let settings = try BatchSettings(of: self, maker: maker)
    let folder = try BatchFolder(out, shard: shard)
    let (own, missing) = try folder.prepare(seeds, settings, force: force)
    if missing.count < own.count {
      reporter.say("\(own.count - missing.count) of \(own.count) takes are there already")
    }
    let run = BatchRun(
      maker, settings, places: places, folder, format: audioFormat, plot: plot,
      total: missing.count, reporter)
    run.make(missing, jobs: jobs)
    reporter.clearProgress()
    let (failures, entries) = (run.failures, folder.entries)
    let failure =
      failures.isEmpty
      ? nil
      : Failure(
        .someItemsFailed,
        "\(failures.count) of \(own.count) takes failed; give the same command again to make them")
    if shard == nil, failures.count < own.count {
      do {
        let page = try folder.writePage(reporter)
        reporter.say("\(page.page): \(page.takes) takes to listen to")
      } catch  where failure != nil {
        reporter.warn(Failure(error).message)
      }
    } else {
      try folder.finish()
    }
    let failed = Set(failures.map(\.seed))
    try reporter.report(
      BatchReport(
        takes: own.filter { !failed.contains($0) }.compactMap { entries[$0] }, failures: failures),
      with: failure)
  }
}

/// What a take of a batch consists of.
enum TakeFormat: String, ExpressibleByArgument, CaseIterable {
  case wav, flac, ogg, opus, mp3, aiff, mid
}

extension PlotFileFormat: ExpressibleByArgument {}

private struct BatchReport: Codable {
  var takes: [ManifestEntry]
  var failures: [FailedTake]
}

struct FailedTake: Codable {
  var seed: UInt64
  var error: String
}
