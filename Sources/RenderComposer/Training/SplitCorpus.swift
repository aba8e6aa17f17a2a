import RenderMIDI
import RenderMusic
import RenderThreads

/// A corpus as a tokenizer reads it, with the part of the split that each piece belongs to.
public struct SplitCorpus<Content: Sendable>: Sendable {
  /// A file that has notes.
  public struct Piece: Sendable {
    /// The path of the file.
    public var path: String
    /// The music as the tokenizer reads it.
    public var content: Content
    /// The part of the split that the file belongs to.
    public var part: CorpusPart
  }

  /// The pieces that have notes, in the order of their paths.
  public private(set) var pieces: [Piece] = []
  /// The files and folders that gave nothing, each with its reason.
  public private(set) var unreadable: [Corpus.Unreadable] = []
  /// The number of files that were read though they are damaged.
  public private(set) var damagedFiles = 0
  /// The number of files that the split does not name.
  public private(set) var unlistedFiles = 0

  private init(
    pieces: [Piece], unreadable: [Corpus.Unreadable], damagedFiles: Int, unlistedFiles: Int
  ) {
    self.pieces = pieces
    self.unreadable = unreadable
    self.damagedFiles = damagedFiles
    self.unlistedFiles = unlistedFiles
  }

  /// Reads all files, on all cores.
  ///
  /// - Parameter content: what becomes of a file; `nil` where it has no notes.
  public init(
    _ corpus: Corpus, split: CorpusSplit,
    content: @Sendable (MIDIFile, _ path: String) throws(MusicError) -> Content?
  ) {
    let paths = corpus.paths
    unreadable = corpus.unreadableFolders
    var results = [Result<(content: Content, isDamaged: Bool), Corpus.Unreadable>?](
      repeating: nil, count: paths.count)
    let parts = paths.map { split.part(of: $0) }
    results.withUnsafeMutableBufferPointer { results in
      // Each iteration writes the element of its own index only.
      nonisolated(unsafe) let results = results
      Threads.perform(paths.count) { index in
        guard parts[index] != nil else { return }
        results[index] = Result { () throws(Corpus.Unreadable) in
          let piece = try Corpus.read(paths[index])
          let found: Content?
          do {
            found = try content(piece.file, paths[index])
          } catch {
            throw Corpus.Unreadable(path: paths[index], reason: "\(error)")
          }
          guard let found else {
            throw Corpus.Unreadable(path: paths[index], reason: "it holds no notes.")
          }
          return (found, isDamaged: !piece.damages.isEmpty)
        }
      }
    }
    for (index, path) in paths.enumerated() {
      guard let part = parts[index], let result = results[index] else {
        unlistedFiles += 1
        continue
      }
      switch result {
      case .success(let piece):
        pieces.append(Piece(path: path, content: piece.content, part: part))
        damagedFiles += piece.isDamaged ? 1 : 0
      case .failure(let failure):
        unreadable.append(failure)
      }
    }
  }

  /// The pieces of one part.
  public func contents(of part: CorpusPart) -> [Content] {
    pieces.filter { $0.part == part }.map(\.content)
  }
}

extension SplitCorpus {
  /// The corpus with another form of each piece; those without one are left out.
  public func compactMap<Other>(_ transform: (Content) -> Other?) -> SplitCorpus<Other> {
    SplitCorpus<Other>(
      pieces: pieces.compactMap { piece in
        transform(piece.content).map {
          SplitCorpus<Other>.Piece(path: piece.path, content: $0, part: piece.part)
        }
      }, unreadable: unreadable, damagedFiles: damagedFiles, unlistedFiles: unlistedFiles)
  }

  /// Reads all files, on all cores, as a tokenizer does.
  public init<Kind: Tokenizer>(
    _ corpus: Corpus, split: CorpusSplit, annotations: Annotations = Annotations(),
    as kind: Kind.Type
  ) where Content == Kind.CorpusPiece {
    self.init(corpus, split: split) { file, path throws(MusicError) in
      try Kind.corpusPiece(of: file, annotation: annotations.annotation(of: path))
    }
  }
}
