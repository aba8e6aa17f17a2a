import ArgumentParser
import Audio
import Files

/// Many seeds, one after the other.
struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compose and render many seeds into a folder.",
    discussion: """
      Each take is named by its seed, seed-000007.wav and seed-000007.mid, and is the same as \
      that seed rendered alone. A take that fails is reported, the others are finished, and the \
      exit code is 1.
      """)

  @OptionGroup var composition: CompositionOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder to write to; made when it is missing.", valueName: "folder"),
    completion: .directory)
  var out: String

  @Option(
    help: ArgumentHelp("Seeds and ranges of seeds: 1-100,205.", valueName: "list"),
    transform: SeedList.init)
  var seeds: SeedList

  @Option(help: "What is written beside the MIDI file; mid is nothing.")
  var format = TakeFormat.wav

  @OptionGroup var sound: SoundOptions
  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let reporter = reporting.reporter
    let audioFormat = AudioFileFormat(rawValue: format.rawValue)
    let maker = try TakeMaker(composition, sound: sound, format: audioFormat, reporter)
    try makeFolder(out)
    let folder = out.hasSuffix("/") ? out : "\(out)/"
    var takes: [TakeReport] = []
    var failures: [FailedTake] = []
    for (index, seed) in seeds.seeds.enumerated() {
      let digits = String(seed)
      let name = "\(folder)seed-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
      do {
        let take = try maker.make(
          seed: seed,
          TakeMaker.Outputs(
            midi: "\(name).mid", audio: audioFormat.map { .file("\(name).\($0.rawValue)") }))
        takes.append(take)
        reporter.say(
          "\(index + 1)/\(seeds.seeds.count) \(take.sound?.file ?? name + ".mid"): "
            + "\(take.events) events\(take.sound.map { ", \($0.summary)" } ?? "")")
      } catch {
        let message = Failure(error).message
        failures.append(FailedTake(seed: seed, error: message))
        reporter.warn("seed \(seed) failed: \(message)")
      }
    }
    try reporter.report(BatchReport(takes: takes, failures: failures))
    if !failures.isEmpty {
      let list = failures.map { String($0.seed) }.joined(separator: ",")
      throw Failure(
        .someItemsFailed,
        "\(failures.count) of \(seeds.seeds.count) takes failed; run --seeds \(list) again")
    }
  }
}

/// What a take of a batch consists of.
enum TakeFormat: String, ExpressibleByArgument, CaseIterable {
  case wav, flac, ogg, opus, mp3, aiff, mid
}

private struct BatchReport: Codable {
  var takes: [TakeReport]
  var failures: [FailedTake]
}

private struct FailedTake: Codable {
  var seed: UInt64
  var error: String
}

/// `1-100,205`: seeds in the order given, each once.
struct SeedList {
  var seeds: [UInt64] = []

  private static let most = 1_000_000

  init(_ argument: String) throws {
    var known: Set<UInt64> = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = UInt64(ends[0]), let last = ends.count == 2 ? UInt64(ends[1]) : first,
        first <= last
      else {
        throw ValidationError(
          "'\(part)' is neither a seed nor a range of seeds; use numbers and ranges, as in 1-100,205."
        )
      }
      guard last - first < SeedList.most, seeds.count < SeedList.most else {
        throw ValidationError("There are more than \(SeedList.most) seeds; use several batches.")
      }
      for seed in first...last where known.insert(seed).inserted { seeds.append(seed) }
    }
  }
}
