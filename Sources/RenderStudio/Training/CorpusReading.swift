import RenderComposer
import RenderFiles
import RenderMusic

/// What happens while a corpus is read.
public enum CorpusEvent: Sendable {
  /// So many files are there to be read.
  case reading(files: Int)
  /// A file or folder gave nothing.
  case leftOut(Corpus.Unreadable)
  case read(CorpusSummary)
}

/// What was read of a corpus, in numbers.
public struct CorpusSummary: Hashable, Codable, Sendable {
  /// All files that were found.
  public var files: Int
  /// Those that were read and have notes.
  public var pieces: Int
  /// Those that were read, though damaged.
  public var damaged: Int
  /// Files and folders that gave nothing.
  public var leftOut: Int
  /// Those that the split does not name.
  public var unlisted: Int
}

/// A split's file.
func readSplit(_ path: String) throws -> CorpusSplit {
  try naming(path) { try CorpusSplit(json: readFile(path)) }
}

/// Reads a corpus.
///
/// - Throws: `MusicError.missing` for a path where there is nothing; `StudioError.emptyCorpus`.
func readCorpus<Content>(
  _ roots: [String], _ report: (CorpusEvent) -> Void, read: (Corpus) -> SplitCorpus<Content>
) throws -> SplitCorpus<Content> {
  let files = try Corpus(roots)
  report(.reading(files: files.paths.count))
  let corpus = read(files)
  for failure in corpus.unreadable { report(.leftOut(failure)) }
  report(
    .read(
      CorpusSummary(
        files: files.paths.count, pieces: corpus.pieces.count, damaged: corpus.damagedFiles,
        leftOut: corpus.unreadable.count, unlisted: corpus.unlistedFiles)))
  guard !corpus.pieces.isEmpty else { throw StudioError.emptyCorpus }
  return corpus
}
