import RenderMusic

/// The plan of a piece: what it is like as a whole, and what is to come in each of its bars.
public struct FormPlan: Hashable, Sendable {
  /// The way in which a bar relates to the earlier one that it returns to.
  public enum Relation: Int, CaseIterable, Hashable, Codable, Sendable {
    /// The bar returns to none.
    case new
    /// All notes are those of the earlier bar.
    case exact
    /// Most notes are those of the earlier bar.
    case varied
    /// The notes are those of the earlier bar at another pitch.
    case moved
    /// The rhythm alone is that of the earlier bar.
    case rhythm
  }

  /// How the loudness changes in some bars.
  public enum Swelling: Int, CaseIterable, Hashable, Codable, Sendable {
    case none, crescendo, diminuendo
  }

  /// What is to come in one bar.
  public struct Bar: Hashable, Sendable {
    /// The way in which the bar relates to an earlier one; `nil` where nothing is said of it.
    public var relation: Relation?
    /// The index of the earlier bar; `nil` for a new one.
    public var source: Int?
    /// The semitones from the earlier bar's keys, −12...12; 0 unless the bar is moved.
    public var interval = 0
    /// Whether a section begins with the bar.
    public var beginsSection = false
    /// The texture of the up to four bars to which it belongs; `nil` where nothing is said of it.
    public var texture: Texture.Classes?
    /// The indices of the parts that play in those bars, ascending; `nil` where nothing is said of it.
    public var players: [Int]?
    /// The loudness of those bars; `nil` where nothing is said of it.
    public var level: DynamicLevel?
    /// How the loudness changes in those bars.
    public var swelling = Swelling.none
    /// The place of an accent in the bar, as a share of it, 0..<1; `nil` for none.
    public var accent: Double?

    public init(relation: Relation? = nil, source: Int? = nil) {
      self.relation = relation
      self.source = source
    }
  }

  /// The number of bars of a section that have one texture and loudness: the last ones may be fewer.
  public static let groupLength = 4

  /// The length of the shortest bars that a plan has, in units: a quarter and a half.
  public static let shortestBar = Piece.unitsPerQuarter * 3 / 2

  /// The instruments of the parts, in score order; none for a piano alone.
  public var instruments: [Instrument] = []
  /// The style, as far as it is decided.
  public var style = Style()
  /// The tonic that is written, a pitch class; `nil` where any may be.
  public var tonic: Int?
  /// Whether the piece is in minor, or else in major; `nil` where nothing is said of it.
  public var isMinor: Bool?
  /// The metre.
  public var metre: Piece.Metre
  /// The tempo in quarters a minute; `nil` where nothing is said of it.
  public var quartersPerMinute: Double?
  /// The traits; `nil` where nothing is said of them.
  public var traits: Traits?
  /// The texture of the whole piece; `nil` where nothing is said of it.
  public var texture: Texture.Classes?
  /// The class of the number of events in a quarter.
  var pace: Int?
  /// The bars, the pick-up among them.
  public var bars: [Bar] = []

  /// A plan of no bars yet.
  public init(metre: Piece.Metre) { self.metre = metre }

  /// The manner of the piece as a network hears it.
  var manner: Manner { Manner(style: style, isMinor: isMinor, traits: traits) }
}

extension FormPlan {
  /// The dynamics that the plan gives a piece.
  public var dynamics: Dynamics {
    let grid = BarGrid(metre, end: (bars.count + 1) * max(1, metre.barLength))
    var dynamics = Dynamics()
    for (index, bar) in bars.enumerated() where index < grid.count {
      let former = index > 0 ? bars[index - 1] : Bar()
      let start = grid.starts[index]
      if let level = bar.level, level != former.level {
        dynamics.marks.append(Dynamics.Mark(onset: start, level: level))
      }
      if let accent = bar.accent {
        // On a beat.
        let beat = Int(accent * Double(metre.beats))
        let unit = start + beat * metre.barLength / metre.beats
        if unit < grid.start(ofBar: index + 1) { dynamics.accents.append(unit) }
      }
      guard bar.swelling != .none else { continue }
      let (end, isCrescendo) = (start + grid.length(ofBar: index), bar.swelling == .crescendo)
      if bar.swelling == former.swelling, let last = dynamics.hairpins.indices.last {
        dynamics.hairpins[last].end = end
      } else {
        dynamics.hairpins.append(
          Dynamics.Hairpin(onset: start, end: end, isCrescendo: isCrescendo))
      }
    }
    return dynamics
  }

  /// The plan that a piece has followed.
  package init(of piece: MetricalPiece) {
    // Who plays makes no difference to the form.
    let (score, grid) = (piece.score.inOnePart, piece.bars)
    let all = 0..<grid.count
    self.init(metre: grid.metre)
    if piece.score.hasParts { instruments = piece.score.instruments }
    // Where the metre changes, a first bar that is shorter than the second may be no part of a bar of the rest.
    if metre.pickUp >= metre.barLength { metre.pickUp = 0 }
    style = piece.style
    isMinor = MusicalKey(of: score.notes)?.isMinor
    tonic = piece.tonic
    quartersPerMinute = piece.quartersPerMinute
    traits = Traits(of: score, grid)
    texture = Texture(of: score, grid, all).classes
    pace = Pace.index(
      of: Double(score.eventCount) / Double(grid.end) * Double(Piece.unitsPerQuarter))
    let form = Form(of: score, bars: grid, keyChanges: piece.keyChanges)
    bars = form.sources.enumerated().map { index, source in
      guard let source else { return Bar(relation: .new) }
      var bar = Bar(source: index - source.lag)
      switch source.relation {
      case .exact: bar.relation = .exact
      case .varied: bar.relation = .varied
      case .moved(let semitones): (bar.relation, bar.interval) = (.moved, semitones)
      case .rhythm: bar.relation = .rhythm
      }
      return bar
    }
    let playing = instruments.isEmpty ? nil : PlayingParts(piece.score, grid)
    for section in form.sections {
      bars[section.bars.lowerBound].beginsSection = true
      for start in stride(
        from: section.bars.lowerBound, to: section.bars.upperBound, by: Self.groupLength)
      {
        let group = start..<min(start + Self.groupLength, section.bars.upperBound)
        let texture = Texture(of: score, grid, group).classes
        let units = grid.starts[start]..<grid.start(ofBar: group.upperBound)
        for bar in group {
          bars[bar].texture = texture
          bars[bar].players = playing?.parts(in: group)
          bars[bar].level = piece.level(in: units)
          bars[bar].swelling = piece.swelling(in: units)
          bars[bar].accent = piece.accent(in: grid.starts[bar]..<grid.start(ofBar: bar + 1))
        }
      }
    }
  }
}

/// The classes of how many events a quarter has, on average over a piece.
enum Pace {
  /// Where the classes end, but for the last one.
  private static let limits = [1.2, 1.5, 1.75, 2.0, 2.3, 2.7, 3.2]
  /// About the mean of each class.
  private static let means = [1.0, 1.35, 1.63, 1.88, 2.15, 2.5, 2.95, 3.8]

  /// The number of classes.
  static let count = means.count

  /// The class of a number of events in a quarter.
  static func index(of eventsPerQuarter: Double) -> Int { limits.count { $0 <= eventsPerQuarter } }

  /// The number of events in a quarter of a class.
  static func eventsPerQuarter(_ index: Int) -> Double { means[min(max(0, index), count - 1)] }
}
