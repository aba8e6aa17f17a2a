import RenderMusic

/// The beams of a voice in a measure: short notes of one beat are joined, eighths alone in a half bar too.
struct Beams {
  /// A sixteenth has two.
  private typealias Element = NotatedScore.Element

  /// Gives the elements of a voice their beams.
  ///
  /// - Parameters:
  ///   - elements: the voice, which fills the measure.
  ///   - measure: the measure with its metre.
  static func join(_ elements: inout [NotatedScore.Element], in measure: NotatedScore.Measure) {
    let signature = measure.timeSignature
    let missing = measure.number == 0 ? max(0, signature.barLength - measure.length) : 0
    let beat = beatLength(signature)
    var place = ExactLength(units: missing)
    var groups: [[Int]] = []
    var last = -1
    var joins = false
    let places = elements.map { element in
      defer { place += element.exactLength }
      return place
    }
    let wide = wideGroup(signature)
    for index in elements.indices {
      let element = elements[index]
      guard !element.isRest, element.value.base.flags > 0 else {
        joins = false
        continue
      }
      if isTupletEdge(index, elements) { joins = false }
      var group = places[index].units / beat
      if let wide, isPlain(elements, places, in: places[index].units / wide, of: wide) {
        // Apart from the numbers of beats.
        group = -2 - places[index].units / wide
      }
      if joins && group == last {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
      (joins, last) = (true, group)
    }
    for group in groups where group.count > 1 { join(group, in: &elements) }
  }

  /// The length of a beat in units, with the dot of compound metres.
  private static func beatLength(_ signature: Piece.TimeSignature) -> Int {
    let unit = max(1, 4 * Piece.unitsPerQuarter / signature.beatUnit)
    let isCompound = signature.beats.isMultiple(of: 3) && signature.beatUnit >= 8
    return isCompound ? 3 * unit : max(unit, Piece.unitsPerQuarter)
  }

  /// The stretch in units in which plain eighths are joined: half a bar of four beats, a bar of two or three.
  private static func wideGroup(_ signature: Piece.TimeSignature) -> Int? {
    switch (signature.beats, signature.beatUnit) {
    case (4, 4), (2, 4), (2, 2): 2 * Piece.unitsPerQuarter
    case (3, 4): 3 * Piece.unitsPerQuarter
    default: nil
    }
  }

  /// Whether a beam ends before an element since a tuplet of eighths begins or has ended there. Shorter ones share the
  /// beam of their beat.
  private static func isTupletEdge(_ index: Int, _ elements: [NotatedScore.Element]) -> Bool {
    let ended = index > 0 && elements[index - 1].endsTuplet ? elements[index - 1] : nil
    let begun = elements[index].beginsTuplet ? elements[index] : nil
    return [ended, begun].contains { $0?.value.base == .eighth }
  }

  private static func isPlain(
    _ elements: [NotatedScore.Element], _ places: [ExactLength], in group: Int, of length: Int
  ) -> Bool {
    let inside = elements.indices.filter { places[$0].units / length == group }
    return inside.allSatisfy {
      elements[$0].value == NoteValue(.eighth) && elements[$0].tuplet == nil
        && !elements[$0].isRest
    }
  }

  private static func join(_ group: [Int], in elements: inout [NotatedScore.Element]) {
    let flags = group.map { elements[$0].value.base.flags }
    for (place, index) in group.enumerated() {
      elements[index].beams = (1...flags[place]).map { level in
        let before = place > 0 && flags[place - 1] >= level
        let after = place + 1 < group.count && flags[place + 1] >= level
        return switch (before, after) {
        case (false, true): .begins
        case (true, true): .goesOn
        case (true, false): .ends
        case (false, false): place == 0 ? .hookForward : .hookBackward
        }
      }
    }
  }
}

/// A length on the page, which tuplets of five and seven notes do not put on the grid: in parts of a unit.
struct ExactLength: Hashable, Comparable {
  /// The parts of a quarter that hold every value and tuplet: 64ths in triplets, fives and sevens.
  static let partsPerQuarter = 48 * 35

  /// The number of parts.
  var parts = 0

  init(parts: Int = 0) { self.parts = parts }

  /// The length of units of the grid.
  init(units: Int) { parts = units * Self.partsPerQuarter / Piece.unitsPerQuarter }

  /// The units, rounded down.
  var units: Int { parts * Piece.unitsPerQuarter / Self.partsPerQuarter }

  static func < (left: Self, right: Self) -> Bool { left.parts < right.parts }
  static func += (sum: inout Self, other: Self) { sum.parts += other.parts }
}

extension NotatedScore.Element {
  /// The length, which the rest of a whole measure does not have.
  var exactLength: ExactLength {
    let plain = value.sixtyFourths * ExactLength.partsPerQuarter / 16
    guard let tuplet else { return ExactLength(parts: plain) }
    return ExactLength(parts: plain * tuplet.normal / tuplet.actual)
  }
}
