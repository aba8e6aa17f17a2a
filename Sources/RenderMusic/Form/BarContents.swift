/// The notes of the bars of a piece, as bars are compared: where in its bar each begins, and its key.
struct BarContents {
  /// A bar: ranges of the places and of the keys of all bars.
  struct Bar {
    var places: Range<Int>
    var keys: Range<Int>
  }

  /// The bars that are within the limits of `BarSimilarity`.
  private(set) var bars: [Bar] = []
  /// The places of all bars in units from the beginning of the bar, ascending in each.
  private var places: [Int] = []
  /// The end of the keys at each place.
  private var ends: [Int] = []
  /// The keys of all bars, by place, each once there.
  private var keys: [Int] = []

  init(of score: TimedScore, _ grid: BarGrid) {
    let limits = BarSimilarity.limits
    var next = 0
    for (bar, start) in grid.starts.prefix(limits.bars).enumerated() {
      let end = bar + 1 < grid.count ? grid.starts[bar + 1] : .max
      let (firstPlace, firstKey) = (places.count, keys.count)
      while next < score.notes.count, score.notes[next].onset < end {
        let place = score.notes[next].onset - start
        if places.count == firstPlace || places[places.count - 1] != place {
          places.append(place)
          ends.append(keys.count)
        }
        keys.append(Int(score.notes[next].key))
        ends[ends.count - 1] = keys.count
        next += 1
      }
      guard keys.count <= limits.notes else { return }
      bars.append(Bar(places: firstPlace..<places.count, keys: firstKey..<keys.count))
    }
  }

  /// Counts the notes that two bars have at one place, for each move of the other one by −12 to 12 semitones.
  ///
  /// - Parameter matches: [25], what is counted.
  /// - Returns: the number of places at which both bars have notes.
  func countMatches(_ bar: Int, _ other: Int, at matches: inout [Int32]) -> Int {
    let widest = BarSimilarity.widestMove
    for move in matches.indices { matches[move] = 0 }
    var common = 0
    var (mine, its) = (bars[bar].places.lowerBound, bars[other].places.lowerBound)
    var (myKey, itsKey) = (bars[bar].keys.lowerBound, bars[other].keys.lowerBound)
    let (myEnd, itsEnd) = (bars[bar].places.upperBound, bars[other].places.upperBound)
    while mine < myEnd, its < itsEnd {
      let (here, there) = (places[mine], places[its])
      if here == there {
        common += 1
        for key in keys[myKey..<ends[mine]] {
          for otherKey in keys[itsKey..<ends[its]] {
            let move = key - otherKey + widest
            if move >= 0, move <= 2 * widest { matches[move] += 1 }
          }
        }
      }
      if here <= there { (myKey, mine) = (ends[mine], mine + 1) }
      if there <= here { (itsKey, its) = (ends[its], its + 1) }
    }
    return common
  }
}
