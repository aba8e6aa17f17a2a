import RenderFiles

/// A list of seeds in the order given, each once.
public struct SeedList: Hashable, Sendable {
  /// The seeds, in the order given.
  public private(set) var seeds: [UInt64] = []

  /// The most seeds of a batch.
  public static let most = 1_000_000

  /// Reads seeds and ranges of seeds, `1-100,205`.
  ///
  /// - Throws: `StudioError.malformedSeeds`, `.tooManySeeds`.
  public init(_ text: String) throws(StudioError) {
    var known: Set<UInt64> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = UInt64(ends[0]), let last = ends.count == 2 ? UInt64(ends[1]) : first,
        first <= last
      else { throw .malformedSeeds(String(part)) }
      guard last - first < Self.most, seeds.count < Self.most else {
        throw .tooManySeeds(most: Self.most)
      }
      for seed in first...last where known.insert(seed).inserted { seeds.append(seed) }
    }
  }

  /// Reads the seeds and ranges of a file, a blank, a line or a comma between them.
  ///
  /// - Throws: `FileError`, or `StudioError.file` for a file that is no such list.
  public init(reading path: String) throws {
    let text = String(decoding: try readFile(path, atMost: .seeds), as: UTF8.self)
    let list = text.split { $0.isWhitespace || $0 == "," }.joined(separator: ",")
    do {
      try self.init(list)
    } catch {
      throw StudioError.file(path: path, error)
    }
  }
}
