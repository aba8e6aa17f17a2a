import RenderMusic

/// What a network hears of a plan: the form and the texture that are to come, and the manner of the piece. It says
/// nothing that the notes would not show.
struct HeardPlan: Sendable {
  /// The bars, as far as they are told.
  var bars: [FormPlan.Bar]
  /// The features of the manner, as far as it is told (see `Manner`).
  var manner: [Int32]

  /// All of a plan.
  init(_ plan: FormPlan, _ names: StyleNames) {
    bars = plan.bars
    manner = plan.manner.features(names)
  }

  /// The semitones from the keys of a bar's source to its own.
  func interval(ofBar bar: Int) -> Int { bars.indices.contains(bar) ? bars[bar].interval : 0 }

  /// How a bar relates to an earlier one; `nil` where nothing is said of it.
  func relation(ofBar bar: Int) -> FormPlan.Relation? {
    bars.indices.contains(bar) ? bars[bar].relation : nil
  }

  /// The earlier bar that a bar returns to.
  func source(ofBar bar: Int) -> Int? {
    bars.indices.contains(bar) ? bars[bar].source.flatMap { $0 < bar ? $0 : nil } : nil
  }

  /// The mean key that is to come in a bar; `nil` where nothing is said of it.
  func register(ofBar bar: Int) -> Double? {
    bars.indices.contains(bar) ? bars[bar].texture?.meanRegister : nil
  }

  /// The parts that play in a bar; `nil` where nothing is said of it.
  func players(ofBar bar: Int) -> [Int]? { bars.indices.contains(bar) ? bars[bar].players : nil }

  // MARK: Features

  private static let relations = 0
  private static let left = relations + FormPlan.Relation.allCases.count
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
      for (kind, value) in texture.all.enumerated() {
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

  /// The plan without what is to come in each bar of its form, of its texture, and of who plays.
  func telling(form tellsForm: Bool, texture tellsTexture: Bool, players tellsPlayers: Bool)
    -> HeardPlan
  {
    var plan = self
    for bar in bars.indices {
      plan.bars[bar] = FormPlan.Bar()
      if tellsForm { plan.bars[bar] = bars[bar] }
      plan.bars[bar].texture = tellsTexture ? bars[bar].texture : nil
      plan.bars[bar].players = tellsPlayers ? bars[bar].players : nil
    }
    return plan
  }
}
