/// What speaks for a section to begin at a bar, and the sections that fit it best.
///
/// The evidence is that of Foote ("Automatic audio segmentation using a measure of audio novelty", 2000) and of
/// returns, whose ends are boundaries at both places. Its weights began as those of a logistic regression on 407
/// scores whose repeat signs, double bars and headings are known; those of blocks were then raised, so that sections are
/// found that return varied. What returns shares its evidence with its source and is divided in the same way.
/// The lengths that sections prefer are those of phrases.
struct SectionEvidence {
  private enum Weight {
    /// The log odds of a boundary where nothing speaks for it, less the odds from which a boundary is taken.
    static let none = -4.8
    /// The key signature or the metre changes.
    static let signature = 5.1
    /// Exact returns begin, or end, at any distance: by the root of their number, at most 2.
    static let exactBegins = 1.75
    static let exactEnds = 2.2
    /// A block of the best path, or its source, begins or ends: by its length and likeness.
    static let blockBegins = 2.2
    static let blockEnds = 2.6
    /// The part of the mean odds of bars that return to one another in what they share; the rest is the greatest.
    static let mean = 0.5
    /// The bar is like the first one of the piece.
    static let opening = 1.35
    /// The part of the bar before that lies after its last onset.
    static let rest = 1.25
    /// Bars on each side are alike and those across are not.
    static let novelty = 2.1
    /// The density of onsets changes, in roots of onsets a quarter.
    static let density = 0.75
    /// What lengths of whole phrases gain, and what one or two bars lose.
    static let eight = 0.5
    static let four = 0.3
    static let two = 0.1
    static let short = -2.0
    /// What each bar loses of a section longer than this.
    static let long = (bars: 24, each: -0.05)
  }

  /// The likeness of exact returns, and how many bars they have at least.
  private static let exact = (likeness: 0.95, bars: 4)
  /// The length in bars from which a return counts in full.
  private static let fullLength = 8
  /// The likeness of bars that share their odds.
  private static let sharedLikeness = 0.8
  /// The bars on each side that novelty compares.
  private static let noveltyReach = 4

  /// The number of bars before the first full one: a pick-up, or silence.
  let opening: Int
  /// The sections, which cover all bars.
  private(set) var sections: [Range<Int>] = []

  init(
    of score: TimedScore, bars: BarGrid, keyChanges: [Int], _ similarity: BarSimilarity,
    _ returns: [Form.Return]
  ) {
    let silent = bars.bar(at: score.notes.first?.onset ?? 0)
    let isPickUp =
      silent + 1 < bars.count && bars.length(ofBar: silent) < bars.length(ofBar: silent + 1)
    opening = silent + (isPickUp ? 1 : 0)
    let count = similarity.count
    var odds = [Double](repeating: Weight.none, count: count)
    Self.addSignatures(to: &odds, bars, keyChanges, after: opening)
    Self.addExactReturns(to: &odds, similarity)
    Self.addBlocks(to: &odds, similarity, returns)
    Self.addTexture(to: &odds, score, bars)
    for bar in stride(from: opening + 1, to: count, by: 1) {
      odds[bar] += Weight.opening * similarity.inAnyKey(bar, opening)
      odds[bar] += Weight.novelty * Self.novelty(similarity, at: bar)
    }
    Self.shareOdds(&odds, similarity, returns)
    sections = segmentation(odds, barCount: bars.count)
  }

  private static func addSignatures(
    to odds: inout [Double], _ bars: BarGrid, _ keyChanges: [Int], after opening: Int
  ) {
    let places = bars.metreChanges + keyChanges
    // A change within a bar belongs to the nearer bar line.
    let changed = Set(
      places.map { place in
        let bar = bars.bar(at: max(0, place))
        return place - bars.starts[bar] > bars.length(ofBar: bar) / 2 ? bar + 1 : bar
      })
    for bar in changed where bar > opening && bar < odds.count { odds[bar] += Weight.signature }
  }

  private static func addExactReturns(to odds: inout [Double], _ similarity: BarSimilarity) {
    let count = odds.count
    var begins = [Double](repeating: 0, count: count + 1)
    var ends = begins
    func isExact(_ bar: Int, _ earlier: Int) -> Bool {
      similarity.atPitch(bar, earlier) >= exact.likeness
        || similarity.moved(bar, earlier).likeness >= exact.likeness
    }
    for lag in stride(from: Form.longestOstinato + 1, to: count, by: 1) {
      var first = lag
      while first < count {
        var next = first
        while next < count, isExact(next, next - lag) { next += 1 }
        if next - first >= exact.bars {
          let weight = min(1, Double(next - first) / Double(fullLength))
          for shift in [0, lag] {
            begins[first - shift] += weight
            ends[next - shift] += weight
          }
        }
        first = next + 1
      }
    }
    for bar in 0..<count {
      odds[bar] += Weight.exactBegins * min(2, begins[bar].squareRoot())
      odds[bar] += Weight.exactEnds * min(2, ends[bar].squareRoot())
    }
  }

  private static func addBlocks(
    to odds: inout [Double], _ similarity: BarSimilarity, _ returns: [Form.Return]
  ) {
    var begins = [Double](repeating: 0, count: odds.count + 1)
    var ends = begins
    for block in returns where !block.isOstinato {
      let weight =
        min(1, Double(block.bars.count) / Double(fullLength)) * likeness(of: block, similarity)
      for bars in [block.bars, block.sources] {
        begins[bars.lowerBound] = max(begins[bars.lowerBound], weight)
        ends[bars.upperBound] = max(ends[bars.upperBound], weight)
      }
    }
    for bar in odds.indices {
      odds[bar] += Weight.blockBegins * begins[bar] + Weight.blockEnds * ends[bar]
    }
  }

  /// How far the mean likeness of a block is above a half: 0...1.
  private static func likeness(of block: Form.Return, _ similarity: BarSimilarity) -> Double {
    let sum = block.bars.reduce(0) { sum, bar in
      let source = bar - block.lag
      return sum + max(similarity.atPitch(bar, source), similarity.moved(bar, source).likeness)
    }
    return max(0, 2 * sum / Double(block.bars.count) - 1)
  }

  /// Gives bars within a return and those of its source the same odds, so that what comes back is divided as it
  /// was before.
  private static func shareOdds(
    _ odds: inout [Double], _ similarity: BarSimilarity, _ returns: [Form.Return]
  ) {
    var first = Array(odds.indices)
    for block in returns where !block.isOstinato {
      for bar in block.bars.dropFirst() {
        let source = bar - block.lag
        let likeness = max(
          similarity.atPitch(bar, source), similarity.moved(bar, source).likeness)
        if likeness >= sharedLikeness { first[bar] = first[source] }
      }
    }
    for bars in Dictionary(grouping: odds.indices, by: { first[$0] }).values where bars.count > 1 {
      let sum = bars.reduce(0) { $0 + odds[$1] }
      let most = bars.reduce(-.infinity) { max($0, odds[$1]) }
      let shared = Weight.mean * sum / Double(bars.count) + (1 - Weight.mean) * most
      for bar in bars { odds[bar] = shared }
    }
  }

  private static func addTexture(to odds: inout [Double], _ score: TimedScore, _ bars: BarGrid) {
    var onsets = [Int](repeating: 0, count: odds.count)
    var last = [Int?](repeating: nil, count: odds.count)
    var bar = 0
    for note in score.notes {
      while bar + 1 < bars.count, bars.starts[bar + 1] <= note.onset { bar += 1 }
      guard bar < odds.count else { break }
      let place = note.onset - bars.starts[bar]
      if last[bar] != place { onsets[bar] += 1 }
      last[bar] = place
    }
    func density(_ bar: Int) -> Double {
      let quarters = Double(bars.length(ofBar: bar)) / Double(Piece.unitsPerQuarter)
      return (Double(onsets[bar]) / quarters).squareRoot()
    }
    for bar in odds.indices.dropFirst() {
      odds[bar] += Weight.density * abs(density(bar) - density(bar - 1))
      let length = Double(bars.length(ofBar: bar - 1))
      odds[bar] += Weight.rest * (length - Double(last[bar - 1] ?? 0)) / length
    }
  }

  /// The mean likeness of the bars before a bar with each other, and of those from it on, less that across.
  private static func novelty(_ similarity: BarSimilarity, at bar: Int) -> Double {
    let before = max(0, bar - noveltyReach)..<bar
    let after = bar..<min(similarity.count, bar + noveltyReach)
    func within(_ bars: Range<Int>) -> Double {
      guard bars.count > 1 else { return 0.5 }
      var sum = 0.0
      for later in bars.dropFirst() {
        for earlier in bars.lowerBound..<later { sum += similarity.inAnyKey(later, earlier) }
      }
      return 2 * sum / Double(bars.count * (bars.count - 1))
    }
    var across = 0.0
    for later in after { for earlier in before { across += similarity.inAnyKey(later, earlier) } }
    return (within(before) + within(after)) / 2 - across / Double(before.count * after.count)
  }

  /// The sections for which the evidence and the lengths together are greatest, by dynamic programming over the
  /// end of the last section.
  private func segmentation(_ odds: [Double], barCount: Int) -> [Range<Int>] {
    let count = odds.count
    guard count > opening else { return [0..<barCount] }
    func gain(from first: Int, to next: Int) -> Double {
      let length = next - max(first, min(opening, next))
      guard length > 0 else { return -.infinity }
      return (length < 3 ? Weight.short : 0)
        + Weight.long.each * Double(max(0, length - Weight.long.bars))
        + (length % 8 == 0
          ? Weight.eight : length % 4 == 0 ? Weight.four : length % 2 == 0 ? Weight.two : 0)
    }
    var best = [Double](repeating: -.infinity, count: count + 1)
    var start = [Int](repeating: 0, count: count + 1)
    best[0] = 0
    for next in stride(from: 1, through: count, by: 1) {
      for first in 0..<next where best[first] > -.infinity {
        let value = best[first] + gain(from: first, to: next)
        if value > best[next] { (best[next], start[next]) = (value, first) }
      }
      if next < count { best[next] += odds[next] }
    }
    var sections: [Range<Int>] = []
    var next = count
    while next > 0 {
      sections.append(start[next]..<next)
      next = start[next]
    }
    sections.reverse()
    sections[sections.count - 1] = sections[sections.count - 1].lowerBound..<barCount
    return sections
  }
}
