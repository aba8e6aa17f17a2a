import ArgumentParser
import RenderStudio

/// The options for the seeds that a batch makes.
struct SeedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Seeds and ranges of seeds, such as 1-100,205.", valueName: "list"),
    transform: { text in try validating { try SeedList(text) } })
  private var seeds: SeedList?

  @Option(help: ArgumentHelp("Use the seeds from 1 to this number.", valueName: "number"))
  private var count: Int?

  @Option(
    help: ArgumentHelp(
      "Read seeds and ranges from a file, separated by commas or lines.", valueName: "file"),
    completion: .file())
  private var seedsFile: String?

  func validate() throws {
    guard [seeds != nil, count != nil, seedsFile != nil].count(where: \.self) == 1 else {
      throw ValidationError("Give one of --seeds, --count and --seeds-file.")
    }
    if let count, !(1...SeedList.most).contains(count) {
      throw ValidationError("--count \(count) is out of range (1 to \(SeedList.most)).")
    }
  }

  /// The chosen seeds, each once, in the order given.
  func chosen() throws -> [UInt64] {
    if let count { return Array(1...UInt64(count)) }
    guard let seedsFile else { return seeds?.seeds ?? [] }
    return try SeedList(reading: seedsFile).seeds
  }
}
