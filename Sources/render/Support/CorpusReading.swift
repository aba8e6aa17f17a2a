import RenderComposer
import RenderFiles
import RenderMusic

func readSplit(_ path: String) throws -> CorpusSplit {
  try naming(path) { try CorpusSplit(json: readFile(path)) }
}

/// Reads a corpus, and lists what could not be read.
func readCorpus<Content>(
  _ roots: [String], _ reporter: Reporter, read: (Corpus) -> SplitCorpus<Content>
) throws -> SplitCorpus<Content> {
  let files: Corpus
  do { files = try Corpus(roots) } catch { throw Failure(.missingInput, "\(error)") }
  reporter.progress("reading \(files.paths.count) files")
  let corpus = read(files)
  for failure in corpus.unreadable { reporter.say("left out: \(failure)") }
  reporter.say(
    "\(corpus.pieces.count) of \(files.paths.count) files read"
      + (corpus.damagedFiles > 0 ? ", \(corpus.damagedFiles) of them damaged" : "")
      + (corpus.unreadable.isEmpty ? "" : ", \(corpus.unreadable.count) left out")
      + (corpus.unlistedFiles > 0 ? ", \(corpus.unlistedFiles) not in the split" : ""))
  guard !corpus.pieces.isEmpty else {
    throw Failure(
      .badData, "no MIDI file with notes was found; give files or folders that hold some")
  }
  return corpus
}
