import RenderMusic

/// What is to come in each bar of a piece: the earlier bar that it returns to and how, how long that goes on, and
/// the style. The network hears it beside the tokens, and it says nothing that the notes would not show.
struct BarPlan: Hashable, Sendable {
  /// The way in which a bar relates to the earlier one that it returns to.
  enum Relation: Int, CaseIterable, Hashable, Sendable {
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

  /// What is to come in one bar.
  struct Bar: Hashable, Sendable {
    /// The way in which the bar relates to an earlier one; `nil` where nothing is said of it.
    var relation: Relation?
    /// The earlier bar; `nil` for a new one.
    var source: Int?
    /// The semitones from the earlier bar's keys.
    var interval = 0
    /// Whether a section begins with the bar.
    var beginsSection = false
    /// The texture of the four bars to which it belongs; `nil` where nothing is said of it.
    var texture: Texture.Classes?
  }

  /// The bars, the pick-up among them.
  var bars: [Bar]
  /// The features of the manner, of which each piece has those that are known.
  var manner: [Int32] = []

  /// The semitones from the keys of a bar's source to its own.
  func interval(ofBar bar: Int) -> Int { bars.indices.contains(bar) ? bars[bar].interval : 0 }

  /// The earlier bar that a bar returns to.
  func source(ofBar bar: Int) -> Int? {
    bars.indices.contains(bar) ? bars[bar].source.flatMap { $0 < bar ? $0 : nil } : nil
  }

  // MARK: Features

  private static let relations = 0
  private static let left = relations + Relation.allCases.count
  private static let since = left + distanceCount
  private static let untilSection = since + distanceCount
  private static let textures = untilSection + distanceCount
  private static let manners = textures + 4 * Texture.Classes.count

  /// The number of features: indices are below it.
  static let featureCount = manners + Manner.featureCount

  /// The classes of a number of bars: 1, 2, 3, 4, 5–8, 9–16 and more.
  private static let distanceCount = 7
  private static func distanceClass(_ bars: Int) -> Int {
    bars <= 4 ? max(0, bars - 1) : bars <= 8 ? 4 : bars <= 16 ? 5 : 6
  }

  /// The features of a bar.
  func features(ofBar bar: Int) -> [Int32] {
    var features = manner.map { Int32(Self.manners) + $0 }
    guard bars.indices.contains(bar) else { return features }
    if let relation = bars[bar].relation {
      // What is further away than the last class makes no difference.
      let left = 1 + (0..<16).prefix { goesOn(from: bar + $0) }.count
      let since = 1 + (1...16).prefix { goesOn(from: bar - $0) }.count
      let section = 1 + (1...16).prefix { !beginsSection(bar + $0) }.count
      features += [
        Int32(Self.relations + relation.rawValue),
        Int32(Self.left + Self.distanceClass(left)), Int32(Self.since + Self.distanceClass(since)),
        Int32(Self.untilSection + Self.distanceClass(section)),
      ]
    }
    if let texture = bars[bar].texture {
      let classes = [texture.density, texture.register, texture.spread, texture.polyphony]
      for (kind, value) in classes.enumerated() {
        features.append(Int32(Self.textures + kind * Texture.Classes.count + value))
      }
    }
    return features
  }

  /// Whether what is said of a bar goes on in the next one.
  private func goesOn(from bar: Int) -> Bool {
    guard bars.indices.contains(bar), bars.indices.contains(bar + 1) else { return false }
    let (now, next) = (bars[bar], bars[bar + 1])
    return (now.relation == .new) == (next.relation == .new)
      && next.source == now.source.map { $0 + 1 } && next.interval == now.interval
  }

  /// Whether a section begins with a bar, as one does after the last.
  private func beginsSection(_ bar: Int) -> Bool {
    bars.indices.contains(bar) ? bars[bar].beginsSection : true
  }
}

extension BarPlan {
  /// The number of bars that have one texture.
  static let groupLength = 4

  /// The plan that a piece has followed.
  init(of score: TimedScore, _ grid: BarGrid, keyChanges: [Int] = []) {
    let form = Form(of: score, bars: grid, keyChanges: keyChanges)
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
    for section in form.sections {
      bars[section.bars.lowerBound].beginsSection = true
      for start in stride(from: section.bars.lowerBound, to: section.bars.upperBound, by: Self.groupLength) {
        let group = start..<min(start + Self.groupLength, section.bars.upperBound)
        let texture = Texture(of: score, grid, group).classes
        for bar in group { bars[bar].texture = texture }
      }
    }
  }

  /// The plan without what is to come in each bar of its form, and of its texture.
  func telling(form tellsForm: Bool, texture tellsTexture: Bool) -> BarPlan {
    var plan = self
    for bar in bars.indices {
      plan.bars[bar] = Bar()
      if tellsForm { plan.bars[bar] = bars[bar] }
      plan.bars[bar].texture = tellsTexture ? bars[bar].texture : nil
    }
    return plan
  }
}
