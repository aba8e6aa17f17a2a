import RenderMusic

/// The tokens of plans: each belongs to a field, which has a number of values.
///
/// A plan is a header, one token a field, and then its bars. Of each bar: that a section begins, if one does; the
/// lag in bars, if another return begins; the relation; and where a group of bars begins, its texture, loudness and
/// accents.
enum PlanVocabulary {
  /// A field of the header or of a bar.
  enum Field: Int, CaseIterable {
    // The header.
    case kind, genre, composer, era, metre, pickUp, mode, tempo
    case melodySteps, melodyRepeats, bassSteps, bassRepeats, offBeats, syncopation, entropy
    case density, register, spread, polyphony, tonic, pace, length
    // The bars.
    case section, lag, relation, groupDensity, groupRegister, groupSpread, groupPolyphony, level,
      swelling, accent
    case start, end

    /// The number of the field's values.
    var count: Int {
      switch self {
      case .kind: 3
      case .genre, .composer: StyleNames.largestCount + 1
      case .era: StyleNames.eraCount + 1
      case .metre: MetreClass.count
      case .pickUp: PlanVocabulary.pickUps + 1
      case .mode: 2
      case .tempo: TimedVocabulary.tempoMarks.count + 1
      case .melodySteps, .melodyRepeats, .bassSteps, .bassRepeats, .offBeats, .syncopation,
        .entropy:
        Traits.classCount
      case .density, .register, .spread, .polyphony, .groupDensity, .groupRegister, .groupSpread,
        .groupPolyphony:
        Texture.Classes.count
      case .tonic: 12
      case .pace: Pace.count
      case .length: PlanLength.count
      case .lag: PlanVocabulary.longestLag
      case .relation: PlanVocabulary.relations
      case .level: DynamicLevel.allCases.count + 1
      case .swelling: FormPlan.Swelling.allCases.count
      case .accent: PlanVocabulary.accents
      case .section, .start, .end: 1
      }
    }

    /// The token of a value.
    func token(_ value: Int) -> Int32 {
      precondition((0..<count).contains(value))
      return Int32(PlanVocabulary.firsts[rawValue] + value)
    }

    /// The tokens of all values.
    var tokens: Range<Int> {
      PlanVocabulary.firsts[rawValue]..<PlanVocabulary.firsts[rawValue] + count
    }

    /// The field after one of the header or of a group.
    var next: Field { Field(rawValue: rawValue + 1)! }
  }

  /// The most eighths of a pick-up that have a token of their own.
  static let pickUps = 12
  /// The longest lag in bars: what returns from farther away is taken for new.
  static let longestLag = 128
  /// The largest interval of a moved bar in semitones.
  static let largestInterval = 12
  /// New, exact, varied, rhythm, and moved by each interval but 0.
  private static let relations = 4 + 2 * largestInterval

  /// The first token of each field.
  fileprivate static let firsts: [Int] = Field.allCases.reduce(into: [0]) {
    $0.append($0[$0.count - 1] + $1.count)
  }

  /// The number of tokens.
  static let count = firsts[Field.allCases.count]

  /// The number of the header's tokens, which are the first ones.
  static let headerCount = Field.length.tokens.upperBound

  /// The field and value of a token.
  static func meaning(of token: Int32) -> (field: Field, value: Int) { meanings[Int(token)] }

  private static let meanings: [(field: Field, value: Int)] = Field.allCases.flatMap { field in
    (0..<field.count).map { (field, $0) }
  }

  // MARK: Accents

  /// None, one at the beginning or in the middle of each bar of a group, and one at the beginning of every bar.
  private static let accents = 2 + 2 * FormPlan.groupLength

  /// The value of the accents in a group's bars: of several single ones the first.
  static func value(ofAccents accents: [Double?]) -> Int {
    if accents.count > 1, accents.allSatisfy({ $0 == 0 }) { return Self.accents - 1 }
    guard let bar = accents.firstIndex(where: { $0 != nil }) else { return 0 }
    return 1 + 2 * bar + (accents[bar] == 0 ? 0 : 1)
  }

  /// The place of the accent in a bar of a group, as a share of the bar; `nil` for none.
  static func accent(_ value: Int, ofBar bar: Int) -> Double? {
    if value == accents - 1 { return 0 }
    guard value > 0, (value - 1) / 2 == bar else { return nil }
    return value.isMultiple(of: 2) ? 0.5 : 0
  }

  // MARK: Relations

  /// The value of a relation.
  static func value(of relation: FormPlan.Relation, interval: Int) -> Int {
    switch relation {
    case .new: 0
    case .exact: 1
    case .varied: 2
    case .rhythm: 3
    case .moved: 4 + (interval < 0 ? interval + largestInterval : interval + largestInterval - 1)
    }
  }

  /// Whether tokens can say how a bar returns: what they cannot say is taken for new.
  static func canSay(
    _ relation: FormPlan.Relation, interval: Int, lag: Int, atBar bar: Int
  ) -> Bool {
    lag >= 1 && lag <= min(bar, longestLag)
      && (relation != .moved || (interval != 0 && abs(interval) <= largestInterval))
  }

  /// The relation of a value, with its interval.
  static func relation(_ value: Int) -> (relation: FormPlan.Relation, interval: Int) {
    switch value {
    case 0: (.new, 0)
    case 1: (.exact, 0)
    case 2: (.varied, 0)
    case 3: (.rhythm, 0)
    default:
      (
        .moved,
        value - 4 < largestInterval ? value - 4 - largestInterval : value - 3 - largestInterval
      )
    }
  }
}

/// The classes of a plan's number of bars.
enum PlanLength {
  private static let limits = [8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 192]
  /// The number of classes.
  static let count = limits.count + 1
  /// The class of a number of bars.
  static func index(of bars: Int) -> Int { limits.count { $0 < bars } }
}
