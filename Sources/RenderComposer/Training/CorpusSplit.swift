import FoundationEssentials

/// The parts of a split corpus.
public enum CorpusPart: String, CaseIterable, Codable, Sendable {
  /// The pieces to learn from.
  case train
  /// The pieces that decide when to stop.
  case validation
  /// The pieces for the reported measure, used last.
  case test
}

/// A rule that says which part of a split a file belongs to.
public enum CorpusSplit: Sendable {
  /// A split by lists of paths; a file belongs to the list that names the end of its path.
  case lists([CorpusPart: Set<String>])
  /// A split with so large a share, 0..<1, for validation, the rest to learn from; decided by each file's
  /// name alone, so that adding files moves none.
  case share(validation: Double)
  /// A split with everything in one part.
  case all(CorpusPart)

  /// - Parameter json: an object with the lists `train`, `validation` and `test` of paths.
  public init(json: [UInt8]) throws(ComposerError) {
    guard let lists = try? JSONDecoder().decode([String: [String]].self, from: Data(json)) else {
      throw .badSplit("it is not an object of lists of paths, such as {\"train\": […]}")
    }
    var parts: [CorpusPart: Set<String>] = [:]
    for (name, paths) in lists.sorted(by: { $0.key < $1.key }) {
      guard let part = CorpusPart(rawValue: name) else {
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

  /// The part that a file belongs to; `nil` for none.
  func part(of path: String) -> CorpusPart? {
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
        if let part = CorpusPart.allCases.first(where: { lists[$0]?.contains(name) == true }) {
          return part
        }
        guard let slash = end.firstIndex(of: "/") else { return nil }
        end = end[end.index(after: slash)...]
      }
    }
  }
}
