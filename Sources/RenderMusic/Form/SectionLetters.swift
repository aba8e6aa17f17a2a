/// Letters for sections, given one after the other: a section that returns to an earlier one has its letter.
struct SectionLetters {
  /// The mean likeness of their bars from which a section returns to another one.
  private static let alike = 0.5
  /// The mean likeness from which it returns exactly, if it is as long.
  private static let equal = 0.97
  /// What a bar counts less that is moved.
  private static let movedLoss = 0.05

  private let similarity: BarSimilarity
  private var sections: [Form.Section] = []

  init(_ similarity: BarSimilarity) { self.similarity = similarity }

  /// Gives a section its letter, and its source among those named before.
  mutating func name(_ section: inout Form.Section) {
    var best: (source: Int, match: Match)?
    for (index, earlier) in sections.enumerated() {
      guard let match = match(section, earlier) else { continue }
      // Of equal ones the nearest.
      if match.likeness >= best?.match.likeness ?? Self.alike { best = (index, match) }
    }
    if let (source, match) = best {
      let earlier = sections[source]
      section.source = source
      section.letter = earlier.letter
      section.relation = match.relation
      section.primes =
        match.isEqual
        ? earlier.primes
        : 1 + sections.filter { $0.letter == earlier.letter }.reduce(0) { max($0, $1.primes) }
    } else {
      section.letter = 1 + sections.reduce(-1) { max($0, $1.letter) }
    }
    sections.append(section)
  }

  private struct Match {
    var likeness = 0.0
    var relation = Form.Relation.varied
    var isEqual = false
  }

  /// The best of all alignments of a section with an earlier one, at the beginning of one of them or the end.
  private func match(_ section: Form.Section, _ earlier: Form.Section) -> Match? {
    let bars = section.bars.suffix(section.length).clamped(to: 0..<similarity.count)
    let sources = earlier.bars.suffix(earlier.length).clamped(to: 0..<similarity.count)
    guard !bars.isEmpty, !sources.isEmpty else { return nil }
    let lags = [
      bars.lowerBound - sources.lowerBound, bars.upperBound - sources.upperBound,
    ]
    let matches = lags.map { match(bars, sources, lag: $0) }
    return matches.reduce(matches[0]) { $0.likeness >= $1.likeness ? $0 : $1 }
  }

  private func match(_ bars: Range<Int>, _ sources: Range<Int>, lag: Int) -> Match {
    var match = Match()
    var atPitch = 0.0
    var moves: [Int: Int] = [:]
    var full = 0
    for bar in bars where similarity.noteCounts[bar] > 0 {
      full += 1
      guard sources.contains(bar - lag) else { continue }
      let home = similarity.atPitch(bar, bar - lag)
      let (moved, semitones) = similarity.moved(bar, bar - lag)
      atPitch += home
      match.likeness += max(home, moved - Self.movedLoss)
      moves[moved - Self.movedLoss > home ? semitones : 0, default: 0] += 1
    }
    guard full > 0 else { return match }
    match.likeness /= Double(full)
    match.isEqual = atPitch / Double(full) >= Self.equal && bars.count == sources.count
    let move = moves.max { ($0.value, -abs($0.key), $0.key) < ($1.value, -abs($1.key), $1.key) }
    if let move, move.key != 0 {
      match.relation = .moved(semitones: move.key)
    } else {
      match.relation = match.isEqual ? .exact : .varied
    }
    return match
  }
}
