import RenderMusic

extension FormPlan {
  private typealias Field = PlanVocabulary.Field

  /// The tokens of the plan, from start to end.
  ///
  /// - Parameter styles: the styles that have names.
  func tokens(_ styles: StyleNames) -> [Int32] {
    [Field.start.token(0)] + headerTokens(styles) + barTokens(styles) + [Field.end.token(0)]
  }

  /// The tokens of the header that say what is known.
  func knownHeaderTokens(_ styles: StyleNames) -> [Int32] {
    headerTokens(styles).filter { token in
      switch PlanVocabulary.meaning(of: token).field {
      case .kind: style.isSong != nil
      case .genre: style.genre != nil
      case .composer: style.composer != nil
      case .era: style.born != nil
      case .mode: isMinor != nil
      case .tempo: quartersPerMinute != nil
      case .tonic: tonic != nil
      case .pace: pace != nil
      case .melodySteps, .melodyRepeats, .bassSteps, .bassRepeats, .offBeats, .syncopation,
        .entropy:
        traits != nil
      case .density, .register, .spread, .polyphony: texture != nil
      case .length: false
      default: true
      }
    }
  }

  /// The tokens of the bars.
  func barTokens(_ styles: StyleNames) -> [Int32] {
    var reader = PlanReader(styles)
    for token in [Field.start.token(0)] + headerTokens(styles) { reader.read(token) }
    var tokens: [Int32] = []
    func append(_ token: Int32) {
      tokens.append(token)
      reader.read(token)
    }
    for (index, bar) in bars.enumerated() {
      if bar.beginsSection || index == 0 { append(Field.section.token(0)) }
      var (relation, lag) = (bar.relation ?? .new, bar.source.map { index - $0 } ?? 0)
      if !PlanVocabulary.canSay(relation, interval: bar.interval, lag: lag, atBar: index) {
        relation = .new
      }
      if relation != .new {
        let token = Field.lag.token(lag - 1)
        if reader.allows(token) { append(token) }
      } else {
        lag = 0
      }
      append(Field.relation.token(PlanVocabulary.value(of: relation, interval: bar.interval)))
      guard !reader.isBetweenBars else { continue }
      let texture = bar.texture ?? texture ?? Texture.Classes([0, 0, 0, 0])
      for (kind, value) in texture.all.enumerated() {
        append(Field(rawValue: Field.groupDensity.rawValue + kind)!.token(value))
      }
      append(Field.level.token(bar.level?.rawValue ?? DynamicLevel.allCases.count))
      append(Field.swelling.token(bar.swelling.rawValue))
      let group = bars[index...].prefix(Self.groupLength)
      let next = group.indices.dropFirst().first { bars[$0].beginsSection } ?? group.endIndex
      append(
        Field.accent.token(PlanVocabulary.value(ofAccents: bars[index..<next].map(\.accent))))
    }
    return tokens
  }

  /// The tokens of the header.
  private func headerTokens(_ styles: StyleNames) -> [Int32] {
    let eighth = Piece.unitsPerQuarter / 2
    func place(_ name: String?, _ names: [String]) -> Int {
      name.flatMap(names.firstIndex) ?? StyleNames.largestCount
    }
    let values: [(Field, Int)] =
      [
        (.kind, style.isSong.map { $0 ? 1 : 0 } ?? 2), (.genre, place(style.genre, styles.genres)),
        (.composer, place(style.composer, styles.composers)),
        (.era, style.born.map(StyleNames.era) ?? StyleNames.eraCount),
        (.metre, MetreClass.index(of: metre.timeSignature)),
        (.pickUp, min(metre.pickUp / eighth, PlanVocabulary.pickUps)),
        (.mode, isMinor == true ? 1 : 0),
        (
          .tempo,
          quartersPerMinute.map(TimedVocabulary.tempoMark(nearestTo:))
            ?? TimedVocabulary.tempoMarks.count
        ),
      ]
      + (traits?.classes ?? Array(repeating: 2, count: Traits.Trait.allCases.count)).enumerated()
      .map { (Field(rawValue: Field.melodySteps.rawValue + $0)!, $1) }
      + (texture?.all ?? [2, 2, 2, 2]).enumerated()
      .map { (Field(rawValue: Field.density.rawValue + $0)!, $1) } + [
        (
          .tonic,
          tonic.map { MusicalKey(tonic: $0, isMinor: isMinor == true).stepsAboveHome } ?? 0
        ),
        (.pace, pace ?? 3), (.length, PlanLength.index(of: bars.count)),
      ]
    return values.map { $0.token($1) }
  }
}
