import ArgumentParser
import RenderFiles

/// Which seeds a batch makes.
struct SeedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Seeds and ranges of seeds: 1-100,205.", valueName: "list"),
    transform: SeedList.init)
  private var seeds: SeedList?

  @Option(help: ArgumentHelp("The seeds from 1 to this one.", valueName: "number"))
  private var count: Int?

  @Option(
    help: ArgumentHelp(
      "Seeds and ranges from a file, a line or a comma between them.", valueName: "file"),
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

  /// Each once, in the order given.
  func chosen() throws -> [UInt64] {
    if let count { return Array(1...UInt64(count)) }
    guard let seedsFile else { return seeds?.seeds ?? [] }
    let text = String(decoding: try readFile(seedsFile, first: 1 << 26), as: UTF8.self)
    let list = text.split { $0.isWhitespace || $0 == "," }.joined(separator: ",")
    do {
      return try SeedList(list).seeds
    } catch {
      throw Failure(.badData, "\(seedsFile): \(error)")
    }
  }
}

/// `1-100,205`: seeds in the order given, each once.
struct SeedList {
  var seeds: [UInt64] = []

  static let most = 1_000_000

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
