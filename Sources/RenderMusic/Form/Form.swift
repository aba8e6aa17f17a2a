/// The form of a piece: its sections, and for each bar the earlier bar to which it returns.
///
/// It is found from the notes and their bars alone. A piece without notes has no sections and nothing that returns.
public struct Form: Hashable, Sendable {
  /// How a bar returns to an earlier one.
  public enum Relation: Hashable, Sendable {
    /// All notes at the same places and keys.
    case exact
    /// At least half of the notes at the same places and keys.
    case varied
    /// Higher by so many semitones, −12...12 but not 0, exactly or varied.
    case moved(semitones: Int)
    /// The rhythm alone.
    case rhythm
  }

  /// The earlier bar to which a bar returns, and how.
  public struct Source: Hashable, Sendable {
    /// The distance in bars, at least 1.
    public var lag: Int
    /// How the bar returns.
    public var relation: Relation
    /// The likeness of the two bars in that relation, above 0 and at most 1 (see `BarSimilarity`).
    public var likeness: Double

    public init(lag: Int, relation: Relation, likeness: Double) {
      self.lag = lag
      self.relation = relation
      self.likeness = likeness
    }

    /// Whether the bar goes on with a figure of one or two bars, or else returns from farther away.
    public var isOstinato: Bool { lag <= Form.longestOstinato }
  }

  /// A run of bars that returns at one distance.
  public struct Return: Hashable, Sendable {
    /// The bars that return.
    public var bars: Range<Int>
    /// The distance to their sources in bars, at least 1.
    public var lag: Int

    public init(bars: Range<Int>, lag: Int) {
      self.bars = bars
      self.lag = lag
    }

    /// Whether the bars go on with a figure of one or two bars, or else return from farther away.
    public var isOstinato: Bool { lag <= Form.longestOstinato }

    /// The bars to which the first ones return.
    public var sources: Range<Int> { bars.lowerBound - lag..<bars.upperBound - lag }
  }

  /// A section: bars that belong together, named by a letter.
  public struct Section: Hashable, Sendable {
    /// The bars, of which the first section has the pick-up.
    public var bars: Range<Int>
    /// The letter: 0 for A. Sections with the same one return to one another.
    public var letter: Int
    /// The variant of the letter: 0 for the first one, 1 for A′. Sections of the same letter and variant are equal.
    public var primes: Int
    /// The section to which this one returns; `nil` for a new one.
    public var source: Int?
    /// How most of its bars relate to those of the source; `nil` for a new one.
    public var relation: Relation?
    /// The number of full bars, without the pick-up or silence before the first one.
    public var length: Int
    /// The texture.
    public var texture: Texture

    /// The letter with its primes and the number of full bars: `A′8`.
    public var name: String { Form.name(letter: letter, primes: primes) + "\(length)" }
  }

  /// The longest figure in bars that counts as an ostinato and not as the return of a section.
  public static let longestOstinato = 2

  /// The least likeness of two rhythms that counts as a return.
  static let leastRhythm = 0.75

  /// The source of each bar; `nil` for a new bar.
  public let sources: [Source?]
  /// The runs of bars that return at one distance, by notes or by rhythm alone, ascending. A bar within one that
  /// is not like its source has no source.
  public let returns: [Return]
  /// The sections, which cover all bars one after the other; none without notes.
  public let sections: [Section]

  /// Finds the form of a piece.
  ///
  /// - Parameters:
  ///   - score: the notes.
  ///   - bars: their bars. Those beyond `BarSimilarity.limits` are new and belong to the last section.
  ///   - changes: the units at which the key signature changes, where they are known. Sections begin there, as they
  ///     do where the metre changes.
  public init(of score: TimedScore, bars: BarGrid, keyChanges changes: [Int] = []) {
    let similarity = BarSimilarity(of: score, bars: bars)
    self.init(of: score, bars: bars, keyChanges: changes, similarity)
  }

  /// Finds the form of a piece whose bars have been compared.
  public init(
    of score: TimedScore, bars: BarGrid, keyChanges changes: [Int] = [],
    _ similarity: BarSimilarity
  ) {
    let found = Returns(similarity)
    var sources = [Source?](repeating: nil, count: bars.count)
    for block in found.ofNotes + found.ofRhythm {
      for bar in block.bars { sources[bar] = similarity.source(of: bar, lag: block.lag) }
    }
    self.sources = sources
    returns = (found.ofNotes + found.ofRhythm).sorted { $0.bars.lowerBound < $1.bars.lowerBound }
    guard !score.notes.isEmpty else {
      sections = []
      return
    }
    let evidence = SectionEvidence(
      of: score, bars: bars, keyChanges: changes, similarity, found.ofNotes)
    var lettering = SectionLetters(similarity)
    sections = evidence.sections.map { section in
      var section = Section(
        bars: section, letter: 0, primes: 0,
        length: section.count { $0 >= evidence.opening }, texture: Texture(of: score, bars, section)
      )
      lettering.name(&section)
      return section
    }
  }
}

extension BarSimilarity {
  /// How a bar returns to the one so many bars before; `nil` where it does not.
  fileprivate func source(of bar: Int, lag: Int) -> Form.Source? {
    let earlier = bar - lag
    guard noteCounts[bar] + noteCounts[earlier] > 0 else {
      return Form.Source(lag: lag, relation: .exact, likeness: 1)
    }
    let atPitch = atPitch(bar, earlier)
    let (moved, semitones) = moved(bar, earlier)
    let rhythm = rhythm(bar, earlier)
    let (relation, likeness): (Form.Relation, Double) =
      atPitch == 1
      ? (.exact, atPitch)
      : atPitch >= 0.5 && atPitch >= moved - 0.1
        ? (.varied, atPitch)
        : moved >= 0.5 ? (.moved(semitones: semitones), moved) : (.rhythm, rhythm)
    guard relation != .rhythm || rhythm >= Form.leastRhythm else { return nil }
    return Form.Source(lag: lag, relation: relation, likeness: likeness)
  }
}
