import RenderMusic

/// The surroundings of a piece's notes, by which one spelling fits better than another.
struct SpellingContext {
  /// A key that holds for a moment.
  struct LocalKey: Hashable {
    /// The number of sharps, or less than 0 of flats.
    var sharps: Int
    /// Whether it is minor.
    var isMinor: Bool
  }

  /// A note that a note moves to, or comes from.
  private struct Neighbour {
    /// The index of the note.
    var index: Int
    /// The row of `SpellingWeights.steps`: whether it comes after or before, and the step in semitones.
    var row: Int
    /// The step in semitones; 0 for the same key.
    var step: Int
  }

  /// The numbers of notes on each side in the near and the far window.
  private static let (near, far) = (8, 60)
  /// The most notes that are looked at for those that sound together, and for those that a note moves to.
  private static let (soundingReach, melodicReach) = (12, 14)
  /// The longest distance in units between notes of a melodic step: half a bar of four quarters.
  private static let longestStep = 2 * Piece.unitsPerQuarter
  /// The line of fifths in a histogram: far enough for every distance.
  private static let margin = 40

  private let local: [LocalKey]
  private let signatures: [Int]?
  private let sounding: [[Int]]
  private let neighbours: [[Neighbour]]

  /// - Parameters:
  ///   - notes: by onset, then key.
  ///   - local: the local key of each.
  ///   - signatures: the number of sharps in the signature at each; `nil` where nobody knows them.
  init(_ notes: [Piece.Note], local: [LocalKey], signatures: [Int]?) {
    self.local = local
    self.signatures = signatures
    var sounding = [[Int]](repeating: [], count: notes.count)
    for index in notes.indices {
      for earlier in max(0, index - Self.soundingReach)..<index
      where notes[earlier].end > notes[index].onset {
        sounding[index].append(earlier)
        if notes[earlier].onset == notes[index].onset { sounding[earlier].append(index) }
      }
    }
    self.sounding = sounding
    neighbours = notes.indices.map { Self.neighbours(of: $0, in: notes) }
  }

  private static func neighbours(of index: Int, in notes: [Piece.Note]) -> [Neighbour] {
    var found: [Neighbour] = []
    let note = notes[index]
    for direction in [1, -1] {
      var (hasStep, hasSame) = (false, false)
      for distance in 1...melodicReach {
        let other = index + direction * distance
        guard notes.indices.contains(other) else { break }
        let time = direction * (notes[other].onset - note.onset)
        guard time > 0 else { continue }
        guard time <= longestStep else { break }
        let step = Int(notes[other].key) - Int(note.key)
        if step == 0, !hasSame {
          hasSame = true
          found.append(Neighbour(index: other, row: direction > 0 ? 0 : 1, step: 0))
        } else if let column = [-2, -1, 1, 2].firstIndex(of: step), !hasStep {
          hasStep = true
          found.append(
            Neighbour(index: other, row: (direction > 0 ? 0 : 4) + column, step: step))
        }
        if hasStep && hasSame { break }
      }
    }
    return found
  }

  /// The spelling in which each note has the name that fits best to those of the others.
  ///
  /// - Parameter spelled: places in the line of fifths, of which all notes change at once.
  func improved(_ spelled: [Int]) -> [Int] {
    var (nearby, distant) = (
      [Int](repeating: 0, count: 2 * Self.margin), [Int](repeating: 0, count: 2 * Self.margin)
    )
    let count = spelled.count
    func add(_ index: Int, _ change: Int, _ histogram: inout [Int]) {
      if index >= 0 && index < count { histogram[spelled[index] + Self.margin] += change }
    }
    for index in 0..<Self.near { add(index, 1, &nearby) }
    for index in 0..<Self.far { add(index, 1, &distant) }
    var improved = spelled
    for index in spelled.indices {
      add(index + Self.near, 1, &nearby)
      add(index - Self.near - 1, -1, &nearby)
      add(index + Self.far, 1, &distant)
      add(index - Self.far - 1, -1, &distant)
      var best = Int.min
      for candidate in [spelled[index] - 12, spelled[index], spelled[index] + 12] {
        var score = fit(of: candidate, at: index, spelled)
        for (place, weights) in SpellingWeights.windows.enumerated() {
          let other = candidate + place - SpellingWeights.reach + Self.margin
          guard other >= 0 && other < 2 * Self.margin else { continue }
          // A note is no neighbour of itself, and what is near is not far.
          let itself = other == spelled[index] + Self.margin ? 1 : 0
          score += weights.near * (nearby[other] - itself)
          score += weights.far * (distant[other] - nearby[other])
        }
        if score > best { (best, improved[index]) = (score, candidate) }
      }
    }
    return improved
  }

  /// The fit of a spelling to the key and to single notes.
  private func fit(of candidate: Int, at index: Int, _ spelled: [Int]) -> Int {
    var score =
      SpellingWeights.key
      * KeyCentres.fit(of: candidate, sharps: local[index].sharps, isMinor: local[index].isMinor)
      / 1000
    score += SpellingWeights.beyond * max(0, abs(candidate - 2) - 8)
    if let signatures {
      let range = SpellingWeights.places
      let place = min(max(candidate - signatures[index], range.lowerBound), range.upperBound)
      score += SpellingWeights.signature[place - range.lowerBound]
    }
    for other in sounding[index] {
      let distance = spelled[other] - candidate
      if abs(distance) <= SpellingWeights.reach {
        score += SpellingWeights.together[distance + SpellingWeights.reach]
      }
    }
    for neighbour in neighbours[index] {
      let distance = spelled[neighbour.index] - candidate
      if neighbour.step == 0 {
        if distance == 0 { score += SpellingWeights.same[neighbour.row] }
        continue
      }
      // A semitone is five fifths down the line between two letters, seven up on one letter; a tone two up, ten down.
      let sign = neighbour.step > 0 ? 1 : -1
      let (two, other) = abs(neighbour.step) == 1 ? (-5 * sign, 7 * sign) : (2 * sign, -10 * sign)
      if distance == two { score += SpellingWeights.steps[neighbour.row].letters }
      if distance == other { score += SpellingWeights.steps[neighbour.row].other }
    }
    return score
  }
}
