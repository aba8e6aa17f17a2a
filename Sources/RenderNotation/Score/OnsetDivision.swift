import RenderMusic

/// The scores of all ways to divide the notes of an onset between the hands.
///
/// The score is a sum of weights. Those of a note in the right hand depend on its register, on its place among the notes
/// around it, and on the hand, distance and time of each of the last notes. Those of a hand depend on how far it
/// stretches and moves, how many notes it holds and how long it rests; those of neighbours in a chord on the interval.
struct OnsetDivision {
  private let notes: [StaffNote]
  private let range: Range<Int>
  private let weights: HandWeights.Tables
  /// The weight of each note for the right hand, whatever came before.
  private var register: [Int]
  /// The weight of the intervals of the chord, by the number of notes in the left hand.
  private var intervals: [Int]
  /// The columns of the relations to the notes before, `HandPast.reach` a note, the latest first; -1 for none.
  private var relations: [Int16]
  /// For each note the latest of the notes before that has its key: how far back it is, and the column.
  private var repeated: [(distance: Int, column: Int)?]

  init(_ notes: [StaffNote], _ range: Range<Int>, _ weights: HandWeights.Tables) {
    (self.notes, self.range, self.weights) = (notes, range, weights)
    let onset = notes[range.lowerBound].onset
    let quarter = Piece.unitsPerQuarter
    let around =
      notes[
        max(
          0, range.lowerBound - HandPast.reach)..<min(
            notes.count, range.upperBound + HandPast.reach)]
    let mean = around.reduce(0) { $0 + $1.pitch.key } / around.count
    var (lowest, highest) = (Int.max, Int.min)
    for note in around where note.end > onset - quarter && note.onset <= onset + quarter {
      (lowest, highest) = (min(lowest, note.pitch.key), max(highest, note.pitch.key))
    }
    register = range.map { index in
      let key = notes[index].pitch.key
      let place = 8 * min((key - lowest) / 5, 7) + min((highest - key) / 5, 7)
      return weights.keys[min(max(key - 21, 0) / 6, 15)]
        + weights.aboveMean[min(max(key - mean + 25, 0) / 3, 16)] + weights.place[place]
    }
    let before = max(0, range.lowerBound - HandPast.reach)..<range.lowerBound
    relations = []
    relations.reserveCapacity(range.count * before.count)
    repeated = []
    for index in range {
      let note = notes[index]
      var found: (Int, Int)?
      for (distance, other) in notes[before].reversed().enumerated() {
        relations.append(Self.relation(note, other))
        if found == nil, other.pitch.key == note.pitch.key {
          found = (distance, (onset - other.onset) % quarter == 0 ? 1 : 0)
        }
      }
      repeated.append(found)
    }
    intervals = Self.intervals(notes[range], weights)
  }

  /// The column of a note after another one, -1 where that was long ago.
  private static func relation(_ note: StaffNote, _ other: StaffNote) -> Int16 {
    let quarter = Piece.unitsPerQuarter
    let time = note.onset - other.onset
    let relation: Int
    if other.end > note.onset {
      relation = 0
    } else if other.end == note.onset {
      relation = other.end - other.onset == note.end - note.onset ? 1 : 2
    } else if time <= quarter {
      relation = 3
    } else if time <= 4 * quarter {
      relation = 4
    } else {
      return -1
    }
    return Int16(13 * relation + interval(note.pitch.key - other.pitch.key))
  }

  /// The column of an interval: 6 for the same key, less below, more above.
  private static func interval(_ semitones: Int) -> Int {
    let size = abs(semitones)
    let step = [1, 3, 5, 8, 13, 20].firstIndex { size < $0 } ?? 6
    return semitones < 0 ? 6 - step : 6 + step
  }

  /// The weights of neighbours in the chord, by the number of notes in the left hand.
  private static func intervals(
    _ chord: ArraySlice<StaffNote>, _ weights: HandWeights.Tables
  ) -> [Int] {
    let columns = zip(chord, chord.dropFirst()).map { low, high in
      (low.end == high.end ? 9 : 0) + min((high.pitch.key - low.pitch.key) / 2, 8)
    }
    var sum = columns.reduce(0) { $0 + weights.rightChord[$1] }
    var scores = [sum]
    for (index, column) in columns.enumerated() {
      sum -= weights.rightChord[column]
      if index > 0 { sum += weights.leftChord[columns[index - 1]] }
      scores.append(sum + weights.between[column])
    }
    if let last = columns.last { sum += weights.leftChord[last] }
    scores.append(sum)
    return scores
  }

  /// Calls a closure with each number of notes in the left hand, and the score.
  func scores(after past: HandPast, _ body: (_ left: Int, _ score: Int) -> Void) {
    let states = HandState.both(after: past, notes, before: range.lowerBound)
    let reach = min(range.lowerBound, HandPast.reach)
    var rights = register
    for note in rights.indices {
      for distance in 0..<reach where relations[note * reach + distance] >= 0 {
        rights[note] +=
          weights.related[past.hand(distance)][Int(relations[note * reach + distance])]
      }
      if let (distance, column) = repeated[note] {
        rights[note] += weights.repeated[past.hand(distance)][column]
      }
    }
    var sum = rights.reduce(0, +)
    for left in 0...range.count {
      let middle = range.lowerBound + left
      body(
        left,
        sum + intervals[left]
          + hands(states, range.lowerBound..<middle, middle..<range.upperBound))
      if left < range.count { sum -= rights[left] }
    }
  }

  /// The weights of both hands, each with its notes.
  private func hands(_ states: [HandState], _ left: Range<Int>, _ right: Range<Int>) -> Int {
    let lower = hand(0, states[0], left)
    let upper = hand(1, states[1], right)
    var sum =
      lower.score + upper.score + weights.counts[5 * min(lower.count, 4) + min(upper.count, 4)]
    if lower.count > 0, upper.count > 0 {
      sum += weights.gap[min(max(upper.low - lower.high + 13, 0) / 3, 13)]
    }
    return sum
  }

  /// The weight of a hand, the number of notes that it plays and holds, and the keys between which they are.
  private func hand(
    _ hand: Int, _ state: HandState, _ played: Range<Int>
  ) -> (score: Int, count: Int, low: Int, high: Int) {
    var score = 0
    let held = state.held ?? (Int.max, Int.min, 0)
    guard !played.isEmpty else {
      if let end = state.end {
        let rest = notes[range.lowerBound].onset - end
        score = weights.rest[hand][[1, 13, 25, 49, 97].firstIndex { rest < $0 } ?? 5]
      }
      return (score, held.count, held.low, held.high)
    }
    let first = notes[played.lowerBound].pitch.key
    let last = notes[played.upperBound - 1].pitch.key
    let (low, high) = (min(held.low, first), max(held.high, last))
    score += weights.stretch[hand][min((high - low) / 2, 11)]
    if let before = state.last {
      score += weights.lowest[hand][Self.interval(first - before.low)]
      score += weights.highest[hand][Self.interval(last - before.high)]
    }
    return (score, held.count + played.count, low, high)
  }
}
