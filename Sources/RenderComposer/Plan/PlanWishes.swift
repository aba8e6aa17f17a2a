import RenderMusic

/// What a plan has to be like; what is `nil` is drawn.
public struct PlanWishes: Hashable, Sendable {
  /// The ensembles of which the seed draws one that plays; without any, all that the model can write for.
  public var ensembles: [Ensemble] = []
  /// The style.
  public var style = Style()
  /// The metre; its pick-up is drawn.
  public var metre: Piece.Metre?
  /// The key that is written.
  public var key: MusicalKey?
  /// The tempo in quarters a minute.
  public var quartersPerMinute: Double?
  /// The sections.
  public var form: WantedForm?
  /// The length, where no sections say it; without it the plan has some 64 bars.
  public var extent: Extent?

  public init() {}

  /// Checks what can be checked without a model.
  ///
  /// - Throws: `ComposerError.outOfRange`.
  public func validate() throws(ComposerError) {
    for ensemble in ensembles {
      try requireInRange(
        "number of instruments", ensemble.programs.count, 1...TimedScore.mostParts)
      for program in ensemble.programs { try requireInRange("program", Int(program), 0...127) }
    }
    try extent?.validate()
    if let quartersPerMinute {
      try requireInRange("tempo", quartersPerMinute, PieceOptions.tempos)
    }
    if let metre {
      try requireInRange("number of beats in a bar", metre.beats, 1...255)
      try requireInRange("beat unit of the metre", metre.beatUnit, 1...32)
      try requireInRange(
        "length of a bar in quarters", Double(4 * metre.beats) / Double(metre.beatUnit),
        Double(FormPlan.shortestBar) / Double(Piece.unitsPerQuarter)...1020)
    }
  }

  /// A plan with what was asked for of its header.
  public func applied(to plan: FormPlan) -> FormPlan {
    var plan = plan
    plan.style = Style(
      composer: style.composer ?? plan.style.composer, genre: style.genre ?? plan.style.genre,
      born: style.born ?? plan.style.born, isSong: style.isSong ?? plan.style.isSong)
    if let metre {
      let pickUp = plan.metre.pickUp
      plan.metre = metre
      plan.metre.pickUp = pickUp < metre.barLength ? pickUp : 0
    }
    if let key { (plan.tonic, plan.isMinor) = (key.tonic, key.isMinor) }
    if let quartersPerMinute { plan.quartersPerMinute = quartersPerMinute }
    return plan
  }

  /// Whether nothing of a header is asked for.
  var isEmptyHeader: Bool {
    style == Style() && metre == nil && key == nil && quartersPerMinute == nil
  }

  /// Whether a token of the header is what was asked for.
  func allowsHeader(_ token: Int32, _ styles: StyleNames) -> Bool {
    let (field, value) = PlanVocabulary.meaning(of: token)
    switch field {
    case .kind: return value < 2 && (style.isSong.map { value == ($0 ? 1 : 0) } ?? true)
    case .genre: return style.genre.flatMap(styles.genres.firstIndex).map { value == $0 } ?? true
    case .composer:
      return style.composer.flatMap(styles.composers.firstIndex).map { value == $0 } ?? true
    case .era: return style.born.map { value == StyleNames.era(born: $0) } ?? true
    case .metre:
      if let metre { return value == MetreClass.index(of: metre.timeSignature) }
      guard MetreClass.metres.indices.contains(value) else { return false }
      let (beats, unit) = MetreClass.metres[value]
      return Piece.Metre(beats: beats, beatUnit: unit).barLength >= FormPlan.shortestBar
    case .pickUp: return value < PlanVocabulary.pickUps
    case .mode: return (key?.isMinor).map { value == ($0 ? 1 : 0) } ?? true
    case .tonic:
      return key.map { value == $0.stepsAboveHome } ?? true
    case .tempo:
      return quartersPerMinute.map { value == TimedVocabulary.tempoMark(nearestTo: $0) }
        ?? (value < TimedVocabulary.tempoMarks.count)
    default: return true
    }
  }

  /// The number of bars that a plan with this header should have.
  package func bars(of plan: FormPlan) -> Int {
    if let form { return form.bars }
    let quarters = Double(plan.metre.barLength) / Double(Piece.unitsPerQuarter)
    let bars: Double =
      switch extent {
      case nil: 64
      case .events(let count):
        Double(count) / (Pace.eventsPerQuarter(plan.pace ?? Pace.count / 2) * quarters)
      case .seconds(let seconds): seconds / 60 * (plan.quartersPerMinute ?? 120) / quarters
      }
    return Int(min(max(1, bars.rounded()), Double(Planner.mostBars)))
  }

  /// Whether a token of a bar is what was asked for.
  func allows(_ token: Int32, after reader: PlanReader) -> Bool {
    let (field, value) = PlanVocabulary.meaning(of: token)
    if field == .level { return value < DynamicLevel.allCases.count }
    guard let section = form?.section(ofBar: reader.index) else { return true }
    // A section begins where it was asked for, and nowhere else.
    if field == .lag || field == .relation,
      section.start == reader.index, !reader.beginsSection
    {
      return false
    }
    switch field {
    case .section: return section.start == reader.index
    case .lag:
      let lag = value + 1
      if let source = section.nearSource(ofBar: reader.index) {
        return reader.index - lag == source
      }
      return reader.index - lag >= section.start
    case .relation:
      let (relation, _) = PlanVocabulary.relation(value)
      let source = section.nearSource(ofBar: reader.index)
      guard let lag = reader.lag(after: token) else { return source == nil }
      if let source { return reader.index - lag == source && relation == section.relation }
      return reader.index - lag >= section.start
    default: return true
    }
  }
}

/// Sections that were asked for: `A8A8B8A8`, letters with their bars.
public struct WantedForm: Hashable, Sendable {
  /// A section.
  public struct Section: Hashable, Sendable {
    /// The letter: 0 for A.
    public var letter: Int
    /// Whether a section that comes again is varied: A′.
    public var isVaried: Bool
    /// The first bar.
    public var start: Int
    /// The number of bars.
    public var count: Int
    /// The first bar of the section of this letter that came first, and its number of bars; `nil` for that one.
    public var original: Range<Int>?

    /// How the section's bars return to those of the original.
    var relation: FormPlan.Relation { isVaried ? .varied : .exact }

    /// The bar to which one of the section's returns; `nil` where it is new.
    func source(ofBar bar: Int) -> Int? {
      guard let original, bar - start < original.count else { return nil }
      return original.lowerBound + bar - start
    }

    /// The same bar, unless it is too far away to be said by tokens.
    func nearSource(ofBar bar: Int) -> Int? {
      source(ofBar: bar).flatMap { bar - $0 <= PlanVocabulary.longestLag ? $0 : nil }
    }
  }

  /// The sections, one after the other.
  public private(set) var sections: [Section] = []

  /// The number of bars of a section of which none is said.
  public static let usualCount = 8
  /// The most bars of all sections together.
  public static let mostBars = 1024

  /// The number of bars.
  public var bars: Int { sections.last.map { $0.start + $0.count } ?? 0 }

  /// Reads sections as people write them: `A8A8B8A8`, `A8 B16 A′8`, `AABA`.
  ///
  /// - Returns: `nil` for what is none, and where a section has no bar or all have too many.
  public init?(_ text: String) {
    var rest = text.filter { !$0.isWhitespace }[...]
    while let first = rest.popFirst() {
      guard let letter = first.asciiValue, first.isLetter else { return nil }
      let isVaried = rest.first.map { "'′’".contains($0) } ?? false
      rest = rest.drop { "'′’".contains($0) }
      let digits = rest.prefix { $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let number = Int(letter | 0x20) - 0x61
      let known = sections.first { $0.letter == number }
      guard let count = digits.isEmpty ? known?.count ?? Self.usualCount : Int(digits),
        (1...Self.mostBars).contains(count), bars + count <= Self.mostBars
      else { return nil }
      sections.append(
        Section(
          letter: number, isVaried: isVaried, start: bars, count: count,
          original: known.map { $0.start..<$0.start + $0.count }))
    }
    if sections.isEmpty { return nil }
  }

  /// The form where other bars come before it.
  ///
  /// - Parameter hasPickUp: whether the first section has a pick-up beside its bars.
  func after(bars: Int, hasPickUp: Bool) -> WantedForm {
    var form = self
    let shift = bars + (hasPickUp ? 1 : 0)
    for (index, section) in sections.enumerated() {
      form.sections[index].start += shift
      form.sections[index].original = section.original.map {
        $0.lowerBound + shift..<$0.upperBound + shift
      }
    }
    if hasPickUp {
      form.sections[0].start -= 1
      form.sections[0].count += 1
    }
    return form
  }

  /// Lets the bars of a plan return that were too far from their sources for tokens.
  func addFarReturns(to plan: inout FormPlan) {
    for section in sections {
      for bar in section.start..<section.start + section.count where bar < plan.bars.count {
        guard let source = section.source(ofBar: bar), section.nearSource(ofBar: bar) == nil
        else { continue }
        plan.bars[bar].relation = section.relation
        (plan.bars[bar].source, plan.bars[bar].interval) = (source, 0)
      }
    }
  }

  /// The section of a bar; `nil` after the last.
  func section(ofBar bar: Int) -> Section? {
    sections.first { ($0.start..<$0.start + $0.count).contains(bar) }
  }
}
