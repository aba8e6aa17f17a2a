import RenderMusic

// What both writers say about the page and its systems.

extension NotatedScore {
  /// Parts next to each other that a bracket joins.
  struct Group: Hashable {
    /// The indices of the parts.
    var parts: Range<Int>
    /// The family of instruments; `nil` for a part that stands alone.
    var family: InstrumentNotation.Family?
  }

  /// The parts in score order, each in one group.
  var groups: [Group] {
    var groups: [Group] = []
    for index in parts.indices {
      let family = InstrumentNotation(parts[index].program).family
      if let last = groups.last, let family, last.family == family {
        groups[groups.count - 1].parts = last.parts.lowerBound..<index + 1
      } else {
        groups.append(Group(parts: index..<index + 1, family: family))
      }
    }
    for index in groups.indices where groups[index].parts.count == 1 {
      groups[index].family = nil
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
