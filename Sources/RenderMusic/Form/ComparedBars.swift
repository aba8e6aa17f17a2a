import RenderSystem

/// The bars of the first events of a piece, compared with each other: what its form is measured on.
struct ComparedBars {
  /// The greatest number of bars; the last one has all that follows.
  private static let mostBars = 600

  private let notes: [Piece.Note]
  private let grid: BarGrid
  private let similarity: BarSimilarity
  /// The notes of each bar.
  private let bars: [ArraySlice<Piece.Note>]

  /// The bars, counted from 0.
  var indices: Range<Int> { bars.indices }

  /// Compares the bars of a piece, up to the beginning of its last event; `nil` for one without notes.
  init?(_ score: TimedScore, _ bars: BarGrid?) {
    guard let last = score.notes.last else { return nil }
    // What sounds on after the last onset is in no bar.
    let grid = (bars ?? BarGrid(mostAlikeIn: score.onsetsAlone)).prefix(
      until: last.onset + 1, atMost: Self.mostBars)
    notes = score.notes
    similarity = BarSimilarity(of: score, bars: grid)
    self.grid = grid
    self.bars = (0..<similarity.count).map { bar in
      score.notes(
        from: grid.starts[bar], to: bar + 1 < grid.count ? grid.starts[bar + 1] : .max)
    }
    guard !self.bars.isEmpty else { return nil }
  }

  func isEmpty(_ bar: Int) -> Bool { bars[bar].isEmpty }

  private func length(_ bar: Int) -> Int { grid.length(ofBar: bar) }

  private func mean(_ range: Range<Int>, _ value: (Int) -> Double) -> Double {
    range.reduce(0) { $0 + value($1) } / Double(max(1, range.count))
  }

  // MARK: Returns

  /// The greatest likeness of a bar with an earlier one; 0 for the first bar.
  func likenessWithEarlier(_ bar: Int) -> Double { similarity.likenessWithEarlier(bar) }

  /// The shares of the time that lie in returns of so many quarters and more.
  func timeInReturns(ofAtLeast quarters: [Int]) -> [Double] {
    var returned = quarters.map { _ in [Bool](repeating: false, count: bars.count) }
    for lag in indices.dropFirst() {
      var bar = lag
      while bar < bars.count {
        let end =
          (bar..<bars.count).first { isEmpty($0) || similarity.atPitch($0, $0 - lag) < 0.8 }
          ?? bars.count
        let units = (bar..<end).reduce(0) { $0 + length($1) }
        for (index, quarters) in quarters.enumerated()
        where units >= quarters * Piece.unitsPerQuarter {
          for bar in bar..<end { returned[index][bar] = true }
        }
        bar = max(end, bar + 1)
      }
    }
    let all = indices.reduce(0) { $0 + length($1) }
    return returned.map { isReturned in
      Double(indices.reduce(0) { $0 + (isReturned[$1] ? length($1) : 0) }) / Double(all)
    }
  }

  /// How much more bars so far apart are alike than those one bar nearer or farther; `nil` for too few bars.
  func period(of lag: Int) -> Double? {
    guard bars.count > lag + 4 else { return nil }
    func likeness(_ lag: Int) -> Double {
      mean(lag..<bars.count) { similarity.atPitch($0, $0 - lag) }
    }
    return likeness(lag) - (likeness(lag - 1) + likeness(lag + 1)) / 2
  }

  /// The number of different bars over the number of bars with notes.
  var distinctShare: Double {
    let full = indices.filter { !isEmpty($0) }
    let contents = full.map { bar in
      bars[bar].map { [$0.onset - grid.starts[bar], Int($0.key)] }
    }
    return Double(Set(contents).count) / Double(max(1, full.count))
  }

  /// The places in a bar at which notes begin, ascending.
  private func rhythm(_ bar: Int) -> [Int] {
    bars[bar].reduce(into: []) { places, note in
      let place = note.onset - grid.starts[bar]
      if places.last != place { places.append(place) }
    }
  }

  /// The share of the bars that have the rhythm of the one before.
  var rhythmOfBarBefore: Double {
    let rhythms = indices.map(rhythm)
    return mean(1..<max(1, bars.count)) {
      !rhythms[$0].isEmpty && rhythms[$0] == rhythms[$0 - 1] ? 1 : 0
    }
  }

  // MARK: Windows

  /// The shares of the windows of notes that were there before, and of those how many lie whole bars apart.
  var windows: (repeated: Double, wholeBarsApart: Double?, fourBarsApart: Double?) {
    let intervals = zip(notes, notes.dropFirst()).map {
      ($1.onset - $0.onset) << 8 | (Int($1.key) - Int($0.key) + 128)
    }
    let bar = indices.map { Double(length($0)) }.median
    var last: [ArraySlice<Int>: Int] = [:]
    var (repeated, whole, far, fours) = (0, 0, 0, 0)
    let count = max(0, intervals.count - 8)
    for start in 0..<count {
      let window = intervals[start..<start + 8]
      if let earlier = last.updateValue(start, forKey: window) {
        let distance = Double(notes[start].onset - notes[earlier].onset)
        func isMultiple(of length: Double) -> Bool {
          distance.truncatingRemainder(dividingBy: length) == 0
        }
        repeated += 1
        whole += distance > 0 && isMultiple(of: bar) ? 1 : 0
        guard distance >= 4 * bar else { continue }
        far += 1
        fours += isMultiple(of: 4 * bar) ? 1 : 0
      }
    }
    // Of fewer than ten a share says nothing.
    return (
      Double(repeated) / Double(max(1, intervals.count - 8)),
      repeated >= 10 ? Double(whole) / Double(repeated) : nil,
      far >= 10 ? Double(fours) / Double(far) : nil
    )
  }

  // MARK: Texture

  /// The share of the bars with notes that have one below C3.
  var shareWithBass: Double {
    let full = bars.filter { !$0.isEmpty }
    return Double(full.count { $0.contains { $0.key < 48 } }) / Double(max(1, full.count))
  }

  /// The likenesses of the textures of neighbouring bars with notes.
  var textureLikenesses: [Double] {
    let textures = indices.map { bar -> (numbers: [Double], places: Set<Int>)? in
      guard !isEmpty(bar) else { return nil }
      let keys = bars[bar].map { Double($0.key) }
      let register = keys.reduce(0, +) / Double(keys.count)
      let variance = keys.reduce(0) { $0 + ($1 - register) * ($1 - register) } / Double(keys.count)
      let quarters = Double(length(bar)) / Double(Piece.unitsPerQuarter)
      return (
        [Double(keys.count) / quarters / 4, register / 12, variance.squareRoot() / 8],
        Set(rhythm(bar).map { min(15, $0 * 16 / max(1, length(bar))) })
      )
    }
    return zip(textures, textures.dropFirst()).compactMap { before, after in
      guard let before, let after else { return nil }
      let distance = zip(before.numbers, after.numbers).reduce(0) { $0 + abs($1.0 - $1.1) }
      let common = before.places.intersection(after.places).count
      return 0.5 * exp(-distance)
        + 0.5 * (2 * Double(common) / Double(before.places.count + after.places.count))
    }
  }
}

extension TimedScore {
  /// The piece with notes as short as they can be, so that its end is that of its last event.
  fileprivate var onsetsAlone: TimedScore {
    // Shorter notes of a canonical piece.
    try! TimedScore(
      notes: notes.map { Piece.Note(onset: $0.onset, duration: 1, key: $0.key) }, tempos: tempos)
  }
}

extension [Double] {
  /// The value in the middle, or the mean of the two there; 0 without values.
  var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    return (sorted[count / 2] + sorted[(count - 1) / 2]) / 2
  }
}
