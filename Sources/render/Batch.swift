import ArgumentParser
import Audio
import Files
import Glibc

/// Many seeds, one after the other.
struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compose and render many seeds into a folder.",
    discussion: """
      Each take is named by its seed, seed-000007.flac and seed-000007.mid, and is the same as that
      seed rendered alone. A take that fails is reported, the others are finished, and the exit code
      is 1.
      """)

  @OptionGroup var composition: CompositionOptions

  @Option(name: .shortAndLong, help: "The folder to write to; made when it is missing.", completion: .directory)
  var out: String

  @Option(help: ArgumentHelp("Seeds and ranges of seeds: 1-100,205.", valueName: "list"))
  var seeds: SeedList

  @Option(help: "Of the audio: wav or flac; mid writes MIDI alone.")
  var format = "wav"

  @OptionGroup var sound: SoundOptions
  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    guard format == "mid" || AudioFileFormat(rawValue: format) != nil else {
      throw ValidationError("--format \(format) is none of wav, flac and mid.")
    }
  }

  func run() throws {
    let reporter = reporting.reporter
    let midiOnly = format == "mid"
    let maker = try naming(out) { try TakeMaker(composition, sound: midiOnly ? nil : sound) }
    if mkdir(out, 0o777) != 0, errno != EEXIST {
      throw Failure(FileError(.create, out))
    }
    var takes: [TakeReport] = []
    var failures: [FailedTake] = []
    for (index, seed) in seeds.seeds.enumerated() {
      let digits = String(seed)
      let name = "\(out)/seed-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
      do {
        let take = try maker.make(
          seed: seed, midiPath: "\(name).mid",
          audio: midiOnly ? nil : .file("\(name).\(format)"), sampleFormat: sound.sampleFormat)
        takes.append(take)
        reporter.say(
          "\(index + 1)/\(seeds.seeds.count) \(take.audio ?? name + ".mid"): "
            + "\(take.events) events\(take.seconds.map { ", \(duration($0))" } ?? "")")
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

private struct BatchReport: Codable {
  var takes: [TakeReport]
  var failures: [FailedTake]
}

private struct FailedTake: Codable {
  var seed: UInt64
  var error: String
}

/// `1-100,205`: seeds in the order given, each once.
struct SeedList: ExpressibleByArgument {
  var seeds: [UInt64] = []

  private static let most = 1_000_000

  init?(argument: String) {
    var known: Set<UInt64> = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = UInt64(ends[0]), let last = ends.count == 2 ? UInt64(ends[1]) : first,
        first <= last, last - first < SeedList.most
      else { return nil }
      for seed in first...last where known.insert(seed).inserted { seeds.append(seed) }
      guard seeds.count <= SeedList.most else { return nil }
    }
  }
}
