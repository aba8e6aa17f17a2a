import Dispatch
import RenderMIDI
import RenderMusic

/// A corpus as a tokenizer sees it, with what each piece is for.
public struct SplitCorpus<Content: Sendable>: Sendable {
  public struct Piece: Sendable {
    public var path: String
    public var content: Content
    public var part: CorpusPart
  }

  /// Pieces that have notes, in the order of their paths.
  public private(set) var pieces: [Piece] = []
  /// Files and folders that gave nothing, each with its reason.
  public private(set) var unreadable: [Corpus.Unreadable] = []
  /// Files that were read, though damaged.
  public private(set) var damagedFiles = 0
  /// Files that the split does not name.
  public private(set) var unlistedFiles = 0

  /// Reads all files, on all cores.
  ///
  /// - Parameter content: what becomes of a file; `nil` where it has no notes.
  public init(
    _ corpus: Corpus, split: CorpusSplit,
    content: @Sendable (MIDIFile) throws(MusicError) -> Content?
  ) {
    let paths = corpus.paths
    unreadable = corpus.unreadableFolders
    var results = [Result<(content: Content, isDamaged: Bool), Corpus.Unreadable>?](
      repeating: nil, count: paths.count)
    let parts = paths.map { split.part(of: $0) }
    results.withUnsafeMutableBufferPointer { results in
      // Each iteration writes the element of its own index only.
      nonisolated(unsafe) let results = results
      DispatchQueue.concurrentPerform(iterations: paths.count) { index in
        guard parts[index] != nil else { return }
        results[index] = Result { () throws(Corpus.Unreadable) in
          let piece = try Corpus.read(paths[index])
          let found: Content?
          do {
            found = try content(piece.file)
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
  /// The pieces as a tokenizer reads them.
  public init<Kind: Tokenizer>(_ corpus: Corpus, split: CorpusSplit, as kind: Kind.Type)
  where Content == Kind.CorpusPiece {
    self.init(corpus, split: split) { file throws(MusicError) in try Kind.corpusPiece(of: file) }
  }
}
