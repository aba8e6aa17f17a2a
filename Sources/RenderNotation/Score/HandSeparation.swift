import RenderMusic

/// The hands that play the notes of a keyboard piece.
///
/// A first guess divides the keys around each onset into a low and a high half (two means). Then each onset weighs all its
/// divisions into left and right by the hands of the notes around it: those that sound with a note, that come just before or
/// after it, and further ones, each by its distance in semitones; a few passes, until nothing changes.
struct HandSeparation {
  /// The relations of two notes.
  private enum Relation: Int {
    case together, overlapping, before, after, distant
  }

  /// The most notes on each side that are looked at, by the guess and by each note.
  private static let (guessReach, reach) = (24, 20)
  private static let passes = 8
  /// The cost of a semitone by which a chord in one hand is wider than an octave, in thousandths.
  private static let beyondOctave = 400
  /// The distances in units of notes that come just before or after, and of those that say anything.
  private static let (near, far) = (Piece.unitsPerQuarter, 4 * Piece.unitsPerQuarter)

  /// Whether the right hand plays a note, in the order of the notes.
  private(set) var isRight: [Bool]
  private let notes: [StaffNote]
  /// The beginnings of the onsets among the notes, and their number.
  private let bounds: [Int]

  /// - Parameter notes: by onset, then key.
  init(_ notes: [StaffNote]) {
    self.notes = notes
    bounds =
      notes.indices.filter { $0 == 0 || notes[$0].onset != notes[$0 - 1].onset } + [notes.count]
    isRight = [Bool](repeating: true, count: notes.count)
    for (from, to) in zip(bounds, bounds.dropFirst()) {
      let window = notes[max(0, from - Self.guessReach)..<min(notes.count, to + Self.guessReach)]
      let border = Self.border(window.map { Double($0.pitch.key) }.sorted())
      for index in from..<to { isRight[index] = Double(notes[index].pitch.key) >= border }
    }
    let relations = notes.indices.map { related(to: $0) }
    for _ in 0..<Self.passes {
      let next = improved(relations)
      if next == isRight { break }
      isRight = next
    }
  }

  /// The key between the two halves of some keys.
  ///
  /// - Parameter keys: ascending, at least one.
  private static func border(_ keys: [Double]) -> Double {
    func mean(_ keys: ArraySlice<Double>) -> Double {
      keys.reduce(0, +) / Double(max(1, keys.count))
    }
    var low = mean(keys[..<(keys.count / 2 + 1)])
    var high = mean(keys[(keys.count / 2)...])
    for _ in 0..<4 {
      let border = keys.firstIndex { $0 >= (low + high) / 2 } ?? keys.count
      guard border > 0, border < keys.count else { break }
      (low, high) = (mean(keys[..<border]), mean(keys[border...]))
    }
    guard high - low < 7 else { return (low + high) / 2 }
    // One hand plays all of it.
    let middle = mean(keys[...])
    if abs(middle - 60) < 8 { return 60 }
    return middle > 60 ? 0 : 128
  }

  /// A neighbour of a note, and the columns of its weights.
  private struct Neighbour {
    var index: Int
    var relation: Relation
    var step: Int
  }

  private func related(to index: Int) -> [Neighbour] {
    let note = notes[index]
    var found: [Neighbour] = []
    let others = max(0, index - Self.reach)..<min(notes.count, index + Self.reach + 1)
    for other in others where other != index {
      let time = notes[other].onset - note.onset
      let earlier = time < 0 ? notes[other] : note
      let relation: Relation
      if time == 0 {
        relation = .together
      } else if earlier.end > max(note.onset, notes[other].onset) {
        relation = .overlapping
      } else if time < 0 && time >= -Self.near {
        relation = .before
      } else if time > 0 && time <= Self.near {
        relation = .after
      } else if abs(time) <= Self.far {
        relation = .distant
      } else {
        continue
      }
      let above = note.pitch.key - notes[other].pitch.key
      let center = HandWeights.steps / 2 * HandWeights.step + 1
      let step = max(0, above + center) / HandWeights.step
      found.append(
        Neighbour(index: other, relation: relation, step: min(step, HandWeights.steps - 1)))
    }
    return found
  }

  private func improved(_ relations: [[Neighbour]]) -> [Bool] {
    var next = isRight
    for (from, to) in zip(bounds, bounds.dropFirst()) {
      // The lowest of the onset's notes are the left hand's: as many as fit best.
      var (sum, best, left) = (0, stretch(from, to), 0)
      for index in from..<to {
        sum += score(index, relations[index])
        let cost = sum + stretch(from, index + 1) + stretch(index + 1, to)
        if cost < best { (best, left) = (cost, index + 1 - from) }
      }
      for index in from..<to { next[index] = index - from >= left }
    }
    return next
  }

  /// The cost of notes that one hand plays together: of semitones beyond an octave.
  private func stretch(_ from: Int, _ end: Int) -> Int {
    guard from < end else { return 0 }
    return Self.beyondOctave * max(0, notes[end - 1].pitch.key - notes[from].pitch.key - 12)
  }

  /// What speaks for the right hand, less what speaks for the left.
  private func score(_ index: Int, _ neighbours: [Neighbour]) -> Int {
    let column = min(max((notes[index].pitch.key - 36) / 4, 0), HandWeights.keys.count - 1)
    var sum = HandWeights.keys[column]
    for neighbour in neighbours {
      let weights = isRight[neighbour.index] ? HandWeights.right : HandWeights.left
      sum += weights[neighbour.relation.rawValue][neighbour.step]
    }
    return sum
  }
}
