/// The bars that return to earlier ones, in blocks that keep their distance.
///
/// A bar by itself is like many others, by chance or because the style has few figures. What is heard as a return is a
/// run of bars that comes back as a whole. So a path through the piece is sought, by dynamic programming as for hidden
/// Markov models (Viterbi): at each bar it is new, or lies at some distance behind its source; bars gain by their likeness
/// with the source, and it costs to begin a block. Structure from paths in a self-similarity matrix is after
/// Müller, "Fundamentals of Music Processing" (2015), chapter 4.
struct Returns {
  /// What decides the path; the unit is the gain of one bar that equals its source.
  private enum Weight {
    /// The cost of beginning a block.
    static let entry = 1.2
    /// What a distance costs more that is not a multiple of four bars, as most phrases are, and one that is odd.
    static let notFour = 0.3
    static let odd = 0.6
    /// What one or two bars cost more: an ostinato is shorter than a return.
    static let near = 0.3
    /// What each bar of distance costs, so that of equal sources the nearest one is taken.
    static let bar = 0.002
    /// The likeness from which a bar gains.
    static let neutral = 0.5
    /// What a moved bar loses, and what it loses more where neither neighbour is moved as far.
    static let moved = 0.2
    static let movedAlone = 0.4
    /// Bars that have fewer notes than this, together, weigh less: they are alike by chance.
    static let notes = 8.0
    /// What a bar gains at most whose rhythm alone returns.
    static let rhythm = 0.6
  }

  /// The blocks whose notes return, at pitch or moved, ascending.
  private(set) var ofNotes: [Form.Return] = []
  /// The blocks between them whose rhythm alone returns.
  private(set) var ofRhythm: [Form.Return] = []

  init(_ similarity: BarSimilarity) {
    ofNotes = Self.blocks(similarity.count) { Self.noteGain(similarity, $0, $1) }
    var isFree = [Bool](repeating: true, count: similarity.count)
    for block in ofNotes { for bar in block.bars { isFree[bar] = false } }
    ofRhythm = Self.blocks(similarity.count) { bar, earlier in
      guard isFree[bar] else { return -1 }
      guard similarity.noteCounts[bar] > 0 else { return 0 }
      let rhythm = similarity.rhythm(bar, earlier)
      return Weight.rhythm * max(-1, (rhythm - Form.leastRhythm) / (1 - Form.leastRhythm))
    }
  }

  private static func noteGain(_ similarity: BarSimilarity, _ bar: Int, _ earlier: Int) -> Double {
    let (moved, semitones) = similarity.moved(bar, earlier)
    var loss = Weight.moved
    func goesOn(_ step: Int) -> Bool {
      guard earlier + step >= 0, bar + step < similarity.count else { return false }
      let next = similarity.moved(bar + step, earlier + step)
      return next.semitones == semitones && next.likeness >= Weight.neutral
    }
    if moved > Weight.neutral, !goesOn(-1), !goesOn(1) { loss += Weight.movedAlone }
    func gain(_ likeness: Double) -> Double { (likeness - Weight.neutral) / (1 - Weight.neutral) }
    let notes = Double(similarity.noteCounts[bar] + similarity.noteCounts[earlier])
    return max(-1, gain(similarity.atPitch(bar, earlier)), gain(moved) - loss)
      * min(1, notes / Weight.notes)
  }

  private static func entryCost(_ lag: Int) -> Double {
    let phrase = lag % 4 == 0 ? 0 : lag % 2 == 0 ? Weight.notFour : Weight.odd
    return Weight.entry + phrase + Weight.bar * Double(lag)
      + (lag <= Form.longestOstinato ? Weight.near : 0)
  }

  /// The best path. A lag of 0 is a new bar, which gains nothing and costs nothing.
  private static func blocks(_ count: Int, gain: (Int, Int) -> Double) -> [Form.Return] {
    let costs = (0...max(1, count)).map { $0 == 0 ? 0 : entryCost($0) }
    var values = [Double](repeating: -.infinity, count: count + 1)
    values[0] = 0
    // Whoever enters a lag comes from the best one before.
    var best = 0
    var bestBefore = [Int](repeating: 0, count: count)
    var stays = [Bool](repeating: false, count: count * max(0, count - 1) / 2)
    for bar in 0..<count {
      bestBefore[bar] = best
      let top = values[best]
      values[0] = top
      best = 0
      for lag in stride(from: 1, through: bar, by: 1) {
        let isStaying = values[lag] >= top - costs[lag]
        stays[bar * (bar - 1) / 2 + lag - 1] = isStaying
        values[lag] = (isStaying ? values[lag] : top - costs[lag]) + gain(bar, bar - lag)
        if values[lag] > values[best] { best = lag }
      }
    }
    var lags = [Int](repeating: 0, count: count)
    var lag = best
    for bar in stride(from: count - 1, through: 0, by: -1) {
      lags[bar] = lag
      if lag == 0 || !stays[bar * (bar - 1) / 2 + lag - 1] { lag = bestBefore[bar] }
    }
    return runs(lags, gain: gain)
  }

  /// Blocks of equal lags, without what gains nothing at their ends.
  private static func runs(_ lags: [Int], gain: (Int, Int) -> Double) -> [Form.Return] {
    var blocks: [Form.Return] = []
    var first = 0
    while first < lags.count {
      let lag = lags[first]
      let next = lags[first...].firstIndex { $0 != lag } ?? lags.count
      if lag > 0 {
        var bars = first..<next
        while !bars.isEmpty, gain(bars.lowerBound, bars.lowerBound - lag) <= 0 {
          bars.removeFirst()
        }
        while !bars.isEmpty, gain(bars.upperBound - 1, bars.upperBound - 1 - lag) <= 0 {
          bars.removeLast()
        }
        if !bars.isEmpty { blocks.append(Form.Return(bars: bars, lag: lag)) }
      }
      first = next
    }
    return blocks
  }
}
