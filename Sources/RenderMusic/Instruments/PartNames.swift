extension Sequence<Piece.Part> {
  /// A name for each part, by which a reader tells it from the others.
  ///
  /// It is the part's own where it has one. The name that parts of different programs share, as that of a file's only
  /// track, is none of an instrument; those parts have the names of their programs. What comes a second time gets a 2.
  public var distinctNames: [String] {
    var programs: [String: Set<UInt8>] = [:]
    for part in self { programs[part.trimmedName, default: []].insert(part.program) }
    var taken = Set<String>()
    return map { part in
      let own = part.trimmedName
      let isOwn = !own.isEmpty && programs[own]?.count == 1
      let name = isOwn ? own : GeneralMIDI.partName(of: part.program & 127)
      var distinct = name
      var number = 1
      while !taken.insert(distinct).inserted {
        number += 1
        distinct = "\(name) \(number)"
      }
      return distinct
    }
  }
}

extension Piece.Part {
  /// The name without blanks around it.
  fileprivate var trimmedName: String {
    let start = name.drop(while: \.isWhitespace)
    return String(start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count))
  }
}
