import RenderMusic

/// A listener that counts bars: it hears a piece's timed tokens and knows at each, beside what a `TimedListener`
/// knows, the metre, the place in the bar, the number of the bar, the lines so far, and what the bars 1, 2, 4, 8 and 16
/// before, and the one that the plan names, have at this place.
struct MetricalListener: TimedListening {
  /// The listener to what has no metre.
  private(set) var timed: TimedListener
  private let grid: BarGrid
  private let plan: HeardPlan?
  private let instruments: [Instrument]
  private var lookback: Lookback
  private var voices = OuterVoices()
  private var parts: PartVoices
  /// The index of each token in the full vocabulary, which the features of all models have in common.
  private let fullIndices: [Int32]
  /// The place of each token among the vocabulary's parts; `nil` for other tokens.
  private let partPlaces: [Int?]
  /// The tokens that the earlier bars have at this place.
  private var expected = [Int32?](repeating: nil, count: Self.sources)
  /// The number of tokens for which each of them was right without a miss.
  private var agreements = [Int](repeating: 0, count: Self.sources)

  /// The distances in bars of the earlier bars that are heard beside the plan's.
  static let lags = [1, 2, 4, 8, 16]
  /// The number of earlier bars that are heard: the plan's comes last.
  private static let sources = lags.count + 1

  /// - Parameters:
  ///   - instruments: those of the parts, in score order.
  ///   - plan: what is to come in each bar; `nil` where the network is not told.
  init(
    _ vocabulary: TimedVocabulary, bars: BarGrid, instruments: [Instrument] = [], plan: HeardPlan?
  ) {
    timed = TimedListener(vocabulary, instruments: instruments)
    self.instruments = instruments
    parts = PartVoices(timed.grammar)
    grid = bars
    self.plan = plan
    lookback = Lookback(bars)
    fullIndices = vocabulary.tokens.map { TimedVocabulary.full.index(of: $0) ?? 0 }
    partPlaces = vocabulary.tokens.map { token in
      guard case .part(let instrument) = token else { return nil }
      return vocabulary.instruments.firstIndex(of: instrument)
    }
  }

  var grammar: TimedGrammar { timed.grammar }
  var events: Int { timed.events }
  var musicalKey: MusicalKey? { timed.musicalKey }
  var bars: BarGrid? { grid }
  var setting: PieceSetting {
    PieceSetting(instruments: instruments, bars: BarLags(grid, plan: plan))
  }
  var looksBack: Bool {
    switch plan?.relation(ofBar: bar) {
    case .exact, .varied, .moved: true
    case .new, .rhythm, nil: false
    }
  }
  var plannedRegister: Double? { plan?.register(ofBar: bar) }
  func players(at unit: Int) -> [Int]? { plan?.players(ofBar: grid.bar(at: unit)) }
  /// The bar of the present onset.
  var bar: Int { grid.bar(at: grammar.onset) }

  mutating func confine(part: Int, to compass: Compass) {
    timed.confine(part: part, to: compass)
  }

  /// Hears a token, an index of the vocabulary.
  mutating func hear(_ token: Int32) -> TimedGrammar.Reading {
    for index in expected.indices {
      guard let wanted = expected[index] else { continue }
      agreements[index] = wanted == token ? agreements[index] + 1 : 0
    }
    let reading = timed.hear(token)
    if case .note(let note) = reading {
      lookback.append(note)
      voices.append(note)
      parts.append(note)
    }
    for (index, lag) in Self.lags.enumerated() {
      expected[index] = lookback.token(after: grammar, movedBy: 0) { $0 >= lag ? $0 - lag : nil }
    }
    if let plan {
      let interval = plan.interval(ofBar: bar)
      expected[Self.lags.count] = lookback.token(
        after: grammar, movedBy: interval, source: plan.source)
    }
    return reading
  }

  // MARK: Features

  private typealias Rows = FeatureRows

  private static let metres = Rows(first: TimedListener.featureCount, MetreClass.count)
  private static let units = Rows(after: metres, Piece.unitsPerQuarter)
  private static let quarters = Rows(after: units, 13)
  private static let barsOfFour = Rows(after: quarters, 4)
  private static let barsOfSixteen = Rows(after: barsOfFour, 17)
  private static let expectations = (0..<sources).map { source in
    Rows(
      after: Rows(after: barsOfSixteen, source * TimedVocabulary.full.count),
      TimedVocabulary.full.count)
  }
  private static let agreementRows = (0..<sources).map { source in
    Rows(after: Rows(after: expectations[sources - 1], source * agreementCount), agreementCount)
  }
  private static let planned = Rows(after: agreementRows[sources - 1], HeardPlan.featureCount)

  private static let lines = Rows(after: planned, OuterVoices.featureCount)

  /// The number of features with a vocabulary: indices are below it. Those of parts come last, so that what has learned
  /// music for one instrument can go on with more.
  static func featureCount(_ vocabulary: TimedVocabulary) -> Int {
    expectedParts(vocabulary, sources).first + PartVoices.featureCount(vocabulary)
  }

  /// The rows of the parts that earlier bars have at this place.
  private static func expectedParts(_ vocabulary: TimedVocabulary, _ source: Int) -> Rows {
    let count = vocabulary.instruments.count
    return Rows(first: lines.end + source * count, count)
  }

  /// The version of the layout: which features there are, and which index each has.
  static let featureLayout = 2

  /// The classes of how long an earlier bar was right: 0, 1, 2, 3–5, 6–11, 12–23, 24–47, 48 and more tokens.
  private static let agreementCount = 8
  private static func agreementClass(_ tokens: Int) -> Int {
    tokens < 3 ? tokens : min(7, 3 + (tokens / 3).bitWidth - (tokens / 3).leadingZeroBitCount - 1)
  }

  /// The features after the last token.
  ///
  /// - Parameter remaining: events that are still to begin; `nil` where the network does not hear it.
  func features(remaining: Int?) -> [Int32] {
    let bar = bar
    let place = grammar.onset - grid.starts[bar]
    var features = timed.features(remaining: remaining, place: place)
    features.append(Self.metres(MetreClass.index(of: grid.timeSignature(ofBar: bar))))
    features.append(Self.units(place % Piece.unitsPerQuarter))
    features.append(Self.quarters(place / Piece.unitsPerQuarter))
    // A pick-up has no number.
    let number = grid.pickUp > 0 ? bar - 1 : bar
    if number >= 0 { features.append(Self.barsOfFour(number % 4)) }
    features.append(Self.barsOfSixteen(number < 0 ? 16 : number % 16))
    features.append(
      contentsOf: voices.features(before: grammar.onset).map { Self.lines(Int($0)) })
    let firstOfParts = Self.expectedParts(grammar.vocabulary, Self.sources).first
    features.append(
      contentsOf: parts.features(grammar, players: players(at: grammar.onset)).map {
        Int32(firstOfParts) + $0
      })
    // The plan's source is the last one.
    for (source, token) in expected.enumerated() {
      guard let token else { continue }
      if let part = partPlaces[Int(token)] {
        features.append(Self.expectedParts(grammar.vocabulary, source)(part))
      } else {
        features.append(Self.expectations[source](Int(fullIndices[Int(token)])))
      }
      features.append(Self.agreementRows[source](Self.agreementClass(agreements[source])))
    }
    if let plan {
      features.append(contentsOf: plan.features(ofBar: bar).map { Self.planned(Int($0)) })
    }
    return features
  }
}
