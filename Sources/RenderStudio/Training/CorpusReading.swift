import RenderComposer
import RenderFiles
import RenderMusic

/// An event while a corpus is read.
public enum CorpusEvent: Sendable {
  /// The number of files to read.
  case reading(files: Int)
  /// A file or folder that gave nothing, and why.
  case leftOut(Corpus.Unreadable)
  /// The numbers of files read, left out and damaged, once all are read.
  case read(CorpusSummary)
}

/// The counts of what was read of a corpus.
public struct CorpusSummary: Hashable, Codable, Sendable {
  /// The number of files that were found.
  public var files: Int
  /// The number of files that were read and have notes.
  public var pieces: Int
  /// The number of files that were read though they are damaged.
  public var damaged: Int
  /// The number of files and folders that gave nothing.
  public var leftOut: Int
  /// The number of files that the split does not name.
  public var unlisted: Int
}

/// Reads the file that splits a corpus.
func readSplit(_ path: String) throws -> CorpusSplit {
  try naming(path) { try CorpusSplit(json: readFile(path, atMost: .split)) }
}

/// Reads a file of annotations.
func readAnnotations(_ path: String) throws -> Annotations {
  try naming(path) { try Annotations(jsonLines: readFile(path, atMost: .annotations)) }
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
