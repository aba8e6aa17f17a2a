import RenderMusic

/// A reader of a plan's tokens: it knows what may follow, the plan so far, and what a network hears beside each
/// token.
struct PlanReader: Sendable {
  private typealias Field = PlanVocabulary.Field

  /// The plan so far.
  private(set) var plan = FormPlan(metre: Piece.Metre(beats: 4, beatUnit: 4))
  /// The number of bars that are still to come; `nil` where the network does not hear it.
  var barsLeft: (@Sendable (_ bar: Int) -> Int)?
  private let styles: StyleNames
  /// The field of the token to come, the first of those that may.
  private var expected = Field.start
  private var header: [Int32] = []
  /// The bar that is being read.
  private var bar = FormPlan.Bar()
  /// The lag that was named for the bar.
  private var namedLag: Int?
  /// The first bar of the section that is going on.
  private var sectionStart = 0
  private var sections = 0
  /// The number of bars that have returned with the lag of the last one.
  private var run = 0

  init(_ styles: StyleNames) { self.styles = styles }

  /// The index of the bar that is being read.
  var index: Int { plan.bars.count }

  /// Whether a section begins with the bar that is being read, as far as it was read.
  var beginsSection: Bool { bar.beginsSection }

  /// Whether the next token belongs to another bar than the last one.
  var isBetweenBars: Bool { expected == .section && !bar.beginsSection && namedLag == nil }

  /// Whether the end was read.
  private(set) var hasEnded = false

  /// The lag with which the bar goes on where it names none.
  private var goingLag: Int? {
    guard let last = plan.bars.last, let source = last.source else { return nil }
    return plan.bars.count - 1 - source
  }

  /// The lag that a bar has with a relation; `nil` for a new one.
  func lag(after relation: Int32) -> Int? {
    PlanVocabulary.meaning(of: relation).value == 0 ? nil : namedLag ?? goingLag
  }

  // MARK: What may follow

  /// The tokens of which some may follow.
  var candidates: Range<Int> {
    expected == .section
      ? Field.section.tokens.lowerBound..<Field.relation.tokens.upperBound : expected.tokens
  }

  /// Whether a token may follow.
  func allows(_ token: Int32) -> Bool {
    let (field, value) = PlanVocabulary.meaning(of: token)
    guard expected == .section else { return field == expected }
    return switch field {
    case .section: !bar.beginsSection && namedLag == nil
    case .lag:
      (index > 0 || bar.beginsSection) && namedLag == nil && value + 1 <= index
        && value + 1 != goingLag
    // What returns has a lag first.
    case .relation:
      // A first bar begins a section.
      (index > 0 || bar.beginsSection)
        && (value == 0 ? namedLag == nil : namedLag ?? goingLag != nil)
    case .end: index > 0 && isBetweenBars
    default: false
    }
  }

  // MARK: Reading

  /// Reads a token that may follow.
  mutating func read(_ token: Int32) {
    let (field, value) = PlanVocabulary.meaning(of: token)
    switch field {
    case .start: expected = .kind
    case .section: bar.beginsSection = true
    case .lag: namedLag = value + 1
    case .relation: readRelation(value)
    case .groupDensity, .groupRegister, .groupSpread, .groupPolyphony:
      group.append(value)
      expected = field.next
    case .level:
      bar.level = DynamicLevel(rawValue: value)
      expected = .swelling
    case .swelling:
      bar.swelling = FormPlan.Swelling(rawValue: value)!
      expected = .accent
    case .accent:
      accents = value
      bar.accent = PlanVocabulary.accent(accents, ofBar: 0)
      bar.texture = Texture.Classes(group)
      finishBar()
    case .end: hasEnded = true
    default:
      header.append(token)
      readHeader(field, value)
      expected = field.next
    }
  }

  private var group: [Int] = []
  /// The value of the accents of the group.
  private var accents = 0

  private mutating func readRelation(_ value: Int) {
    let (relation, interval) = PlanVocabulary.relation(value)
    (bar.relation, bar.interval) = (relation, interval)
    if relation == .new {
      run = 0
    } else {
      let lag = namedLag ?? goingLag!
      run = lag == goingLag ? run + 1 : 1
      bar.source = index - lag
    }
    namedLag = nil
    if bar.beginsSection { (sectionStart, sections) = (index, sections + 1) }
    if (index - sectionStart) % FormPlan.groupLength == 0 {
      group = []
      expected = .groupDensity
    } else {
      let last = plan.bars[index - 1]
      (bar.texture, bar.level, bar.swelling) = (last.texture, last.level, last.swelling)
      bar.accent = PlanVocabulary.accent(
        accents, ofBar: (index - sectionStart) % FormPlan.groupLength)
      finishBar()
    }
  }

  private mutating func finishBar() {
    plan.bars.append(bar)
    bar = FormPlan.Bar()
    expected = .section
  }

  private mutating func readHeader(_ field: Field, _ value: Int) {
    switch field {
    case .kind: plan.style.isSong = value < 2 ? value == 1 : nil
    case .genre:
      plan.style.genre = styles.genres.indices.contains(value) ? styles.genres[value] : nil
    case .composer:
      plan.style.composer = styles.composers.indices.contains(value) ? styles.composers[value] : nil
    case .era: plan.style.born = value < StyleNames.eraCount ? StyleNames.year(ofEra: value) : nil
    case .metre:
      let metres = MetreClass.metres
      let metre = metres.indices.contains(value) ? metres[value] : metres[0]
      plan.metre = Piece.Metre(beats: metre.beats, beatUnit: metre.beatUnit)
    case .pickUp:
      let eighth = Piece.unitsPerQuarter / 2
      plan.metre.pickUp = value * eighth < plan.metre.barLength ? value * eighth : 0
    case .mode: plan.isMinor = value == 1
    case .tempo:
      let marks = TimedVocabulary.tempoMarks
      plan.quartersPerMinute = marks.indices.contains(value) ? Double(marks[value]) : nil
    case .melodySteps, .melodyRepeats, .bassSteps, .bassRepeats, .offBeats, .syncopation:
      traits.append(value)
    case .entropy:
      traits.append(value)
      plan.traits = Traits(classes: traits)
    case .density, .register, .spread: group.append(value)
    case .polyphony:
      group.append(value)
      plan.texture = Texture.Classes(group)
    case .tonic:
      plan.tonic = MusicalKey(stepsAboveHome: value, isMinor: plan.isMinor == true).tonic
    case .pace: plan.pace = value
    default: break
    }
    if field == .length { expected = .section }
  }

  private var traits: [Int] = []

  // MARK: Features

  private typealias Rows = FeatureRows

  private static let headers = Rows(first: 0, PlanVocabulary.headerCount)
  private static let numbers = [4, 8, 16].reduce(into: [headers]) {
    $0.append(Rows(after: $0[$0.count - 1], $1))
  }
  private static let since = Rows(after: numbers[3], 34)
  private static let sectionCounts = Rows(after: since, 12)
  private static let remaining = Rows(after: sectionCounts, Remainder.count + 1)
  private static let lags = Rows(after: remaining, PlanVocabulary.longestLag + 1)
  private static let runs = Rows(after: lags, 34)
  private static let boundaryDistances = [4, 8, 12, 16, 24, 32]
  private static let boundaries = Rows(after: runs, boundaryDistances.count)
  private static let lastTexture = Rows(after: boundaries, 4 * Texture.Classes.count)
  private static let sourceTexture = Rows(after: lastTexture, 4 * Texture.Classes.count)
  private static let sourceRelation = Rows(after: sourceTexture, FormPlan.Relation.allCases.count)
  private static let levels = Rows(after: sourceRelation, 2 * (DynamicLevel.allCases.count + 1))

  /// The number of features: indices are below it.
  static let featureCount = levels.end

  /// The version of the tokens and features.
  static let layout = 2

  /// The features after the last token.
  var features: [Int32] {
    var features = header.map { Self.headers(Int($0)) }
    guard expected.rawValue >= Field.section.rawValue, expected != .start else { return features }
    // A pick-up has no number.
    let number = plan.metre.pickUp > 0 ? index - 1 : index
    if number >= 0 {
      for (rows, modulus) in zip(Self.numbers.dropFirst(), [4, 8, 16]) {
        features.append(rows(number % modulus))
      }
    }
    let start = bar.beginsSection ? index : sectionStart
    features.append(Self.since(index - start))
    features.append(Self.sectionCounts(sections))
    features.append(
      Self.remaining(barsLeft.map { 1 + Remainder.index(of: max(0, $0(index))) } ?? 0))
    let lag = bar.source.map { index - $0 } ?? namedLag ?? goingLag ?? 0
    features.append(Self.lags(lag))
    features.append(Self.runs(run))
    for (row, distance) in Self.boundaryDistances.enumerated()
    where index >= distance && plan.bars[index - distance].beginsSection {
      features.append(Self.boundaries(row))
    }
    func append(_ texture: Texture.Classes?, _ rows: Rows) {
      for (kind, value) in (texture?.all ?? []).enumerated() {
        features.append(rows(kind * Texture.Classes.count + value))
      }
    }
    append(plan.bars.last?.texture, Self.lastTexture)
    let unknown = DynamicLevel.allCases.count
    features.append(Self.levels(plan.bars.last?.level?.rawValue ?? unknown))
    if lag > 0, index >= lag {
      let source = plan.bars[index - lag]
      append(source.texture, Self.sourceTexture)
      features.append(Self.sourceRelation((source.relation ?? .new).rawValue))
      features.append(Self.levels(unknown + 1 + (source.level?.rawValue ?? unknown)))
    }
    return features
  }
}
