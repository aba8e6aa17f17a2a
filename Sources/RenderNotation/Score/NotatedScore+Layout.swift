import RenderMusic

// What both writers say about the page and its systems.

extension NotatedScore {
  /// Parts next to each other.
  struct Group: Hashable {
    /// The indices of the parts.
    var parts: Range<Int>
    /// Whether a bracket joins them, and bar lines do.
    var isJoined = false
    /// Whether they sing: bar lines leave their words room.
    var isChoir = false
  }

  /// The parts in score order, each in one group: those of a family, or all of an ensemble without a keyboard that is
  /// no orchestra.
  var groups: [Group] {
    let families = parts.map { InstrumentNotation($0.program).family }
    let isChamber = parts.count <= 6 && !families.contains(nil)
    var groups: [Group] = []
    for (index, family) in families.enumerated() {
      let isOwn = groups.isEmpty || (!isChamber && (family == nil || family != families[index - 1]))
      if isOwn {
        groups.append(Group(parts: index..<index + 1))
      } else {
        groups[groups.count - 1].parts = groups[groups.count - 1].parts.lowerBound..<index + 1
        groups[groups.count - 1].isJoined = true
      }
      groups[groups.count - 1].isChoir = groups[groups.count - 1].parts
        .allSatisfy { families[$0] == .voices }
    }
    return groups
  }

  /// Whether names stand before the systems: not where a keyboard plays alone.
  var showsNames: Bool { parts.count > 1 || parts[0].staves.count == 1 }

  /// The height of a staff in points, smaller the more staves a system has.
  var staffSize: Double {
    let count = parts.reduce(0) { $0 + $1.staves.count }
    return switch count {
    case ...2: 18
    case 3...4: 16
    case 5...6: 14
    default: max(6, min(13, 160 / Double(count)))
    }
  }

  /// Whether a double bar line follows a measure: before another key.
  func endsWithDoubleBar(_ measure: Int) -> Bool {
    measure + 1 < measures.count && measures[measure + 1].showsKeySignature
  }
}

extension NotatedScore.StaffMeasure {
  /// The numbers of the voices as notation programs know them: stems of odd ones go up, those of even ones down.
  var voiceNumbers: [Int] {
    switch voices.count {
    case 3: [1, 3, 2]
    case 4: [1, 3, 4, 2]
    default: Array(1...max(1, voices.count))
    }
  }
}

/// What is printed at a tuplet.
enum TupletSigns: Hashable {
  case bracketAndNumber, number, nothing
}

extension NotatedScore.Voice {
  /// What is printed at the tuplet that begins at an element: a beam over all of it stands for the bracket, and where
  /// its rests are hidden there is nothing.
  func tupletSigns(from index: Int) -> TupletSigns {
    let length = elements[index...].prefix { !$0.endsTuplet }.count + 1
    let tuplet = elements[index...].prefix(length)
    if tuplet.allSatisfy(\.isHidden) { return .nothing }
    let beams = tuplet.map(\.beams.first)
    let isJoined =
      !beams.contains(nil) && !beams.dropFirst().contains(.begins)
      && !beams.dropLast().contains(.ends)
    return isJoined ? .number : .bracketAndNumber
  }
}
