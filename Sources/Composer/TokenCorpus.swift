import Dispatch
import FoundationEssentials
import Music

/// A corpus as tokens, with what each piece is for.
public struct TokenCorpus: Sendable {
  /// Which side of a split a piece is on.
  public enum Part: String, CaseIterable, Codable, Sendable {
    /// To learn from.
    case train
    /// To decide when to stop.
    case validation
    /// To report, used last.
    case test
  }

  public struct Piece: Sendable {
    public var path: String
    public var tokens: [String]
    public var part: Part
  }

  /// Pieces that have notes, in the order of their paths.
  public private(set) var pieces: [Piece] = []
  /// Files and folders that gave nothing, each with its reason.
  public private(set) var unreadable: [Corpus.Unreadable] = []
  /// Files that were read, though damaged.
  public private(set) var damagedFiles = 0
  /// Files that the split does not name.
  public private(set) var unlistedFiles = 0

  /// Reads and tokenizes all files, on all cores.
  ///
  /// - Throws: `MusicError` for a path that does not exist.
  public init(_ corpus: Corpus, split: CorpusSplit) {
    let paths = corpus.paths
    unreadable = corpus.unreadableFolders
    var results = [Result<(tokens: [String], isDamaged: Bool), Corpus.Unreadable>?](
      repeating: nil, count: paths.count)
    let parts = paths.map { split.part(of: $0) }
    results.withUnsafeMutableBufferPointer { results in
      // Each iteration writes the element of its own index only.
      nonisolated(unsafe) let results = results
      DispatchQueue.concurrentPerform(iterations: paths.count) { index in
        guard parts[index] != nil else { return }
        results[index] = Result { () throws(Corpus.Unreadable) in
          let piece = try Corpus.read(paths[index])
          do {
            return (
              try ClassicTokenizer().tokens(of: piece.file), isDamaged: !piece.damages.isEmpty
            )
          } catch {
            throw Corpus.Unreadable(path: paths[index], reason: "\(error)")
          }
        }
      }
    }
    for (index, path) in paths.enumerated() {
      guard let part = parts[index], let result = results[index] else {
        unlistedFiles += 1
        continue
      }
      switch result {
      case .success(let piece) where piece.tokens.isEmpty:
        unreadable.append(Corpus.Unreadable(path: path, reason: "it holds no notes."))
      case .success(let piece):
        pieces.append(Piece(path: path, tokens: piece.tokens, part: part))
        damagedFiles += piece.isDamaged ? 1 : 0
      case .failure(let failure):
        unreadable.append(failure)
      }
    }
  }

  /// The pieces of one part.
  public func tokens(of part: Part) -> [[String]] {
    pieces.filter { $0.part == part }.map(\.tokens)
  }
}

/// Says which part of a split a file belongs to.
public enum CorpusSplit: Sendable {
  /// Lists of paths; a file belongs to the list that names the end of its path.
  case lists([TokenCorpus.Part: Set<String>])
  /// So large a share for validation, the rest to learn from; decided by each file's name alone, so
  /// that adding files moves none.
  case share(validation: Double)
  /// Everything on one side.
  case all(TokenCorpus.Part)

  /// - Parameter json: an object with the lists `train`, `validation` and `test` of paths.
  public init(json: [UInt8]) throws(ComposerError) {
    guard let lists = try? JSONDecoder().decode([String: [String]].self, from: Data(json)) else {
      throw .badSplit("it is not an object of lists of paths, such as {\"train\": […]}")
    }
    var parts: [TokenCorpus.Part: Set<String>] = [:]
    for (name, paths) in lists.sorted(by: { $0.key < $1.key }) {
      guard let part = TokenCorpus.Part(rawValue: name) else {
        throw .badSplit("it has a list \(name); use train, validation and test")
      }
      parts[part] = Set(paths)
      for (other, others) in parts where other != part {
        guard let twice = others.intersection(paths).min() else { continue }
        throw .badSplit("it has '\(twice)' in \(other.rawValue) and in \(part.rawValue)")
      }
    }
    self = .lists(parts)
  }

  /// `nil`: on no side.
  func part(of path: String) -> TokenCorpus.Part? {
    switch self {
    case .all(let part):
      return part
    case .share(let share):
      let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
      // FNV-1a, for a fixed number in 0..<1 from a name.
      let hash = name.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01b3
      }
      return Double(hash >> 11) * 0x1p-53 < share ? .validation : .train
    case .lists(let lists):
      var end = path[...]
      while true {
        let name = String(end)
        if let part = TokenCorpus.Part.allCases.first(where: { lists[$0]?.contains(name) == true })
        {
          return part
        }
        guard let slash = end.firstIndex(of: "/") else { return nil }
        end = end[end.index(after: slash)...]
      }
    }
  }
}
