/// The dynamics of a piece as scores write them: levels, hairpins and accents.
public struct Dynamics: Hashable, Sendable {
  /// A dynamic mark, which holds from a place on.
  public struct Mark: Hashable, Sendable {
    /// The place in units.
    public var onset: Int
    /// The loudness.
    public var level: DynamicLevel

    public init(onset: Int, level: DynamicLevel) {
      self.onset = onset
      self.level = level
    }
  }

  /// A swelling or fading of the loudness.
  public struct Hairpin: Hashable, Sendable {
    /// The place in units where it begins.
    public var onset: Int
    /// The place in units where it ends.
    public var end: Int
    /// Whether the music becomes louder, or else softer.
    public var isCrescendo: Bool

    public init(onset: Int, end: Int, isCrescendo: Bool) {
      self.onset = onset
      self.end = end
      self.isCrescendo = isCrescendo
    }
  }

  /// The dynamic marks. Before the first one the music is *mezzo forte*.
  public var marks: [Mark]
  /// The swellings.
  public var hairpins: [Hairpin]
  /// The places in units where a single note or chord is stressed: sf, fz and their like.
  public var accents: [Int]

  public init(marks: [Mark] = [], hairpins: [Hairpin] = [], accents: [Int] = []) {
    self.marks = marks
    self.hairpins = hairpins
    self.accents = accents
  }
}

extension Dynamics {
  /// The dynamics from a place on, which becomes unit 0: the loudness there, as near as a mark can say it, goes along,
  /// and so does what is left of a hairpin.
  public func from(_ unit: Int) -> Dynamics {
    guard unit != 0 else { return self }
    var rest = Dynamics()
    if (marks.map(\.onset) + hairpins.map(\.onset)).contains(where: { $0 <= unit }) {
      rest.marks.append(Mark(onset: 0, level: DynamicCurve(self).level(at: unit)))
    }
    rest.marks += marks.filter { $0.onset > unit }
      .map { Mark(onset: $0.onset - unit, level: $0.level) }
    rest.hairpins = hairpins.filter { $0.end > unit }.map {
      Hairpin(
        onset: max(0, $0.onset - unit), end: $0.end - unit, isCrescendo: $0.isCrescendo)
    }
    rest.accents = accents.filter { $0 >= unit }.map { $0 - unit }
    return rest
  }
}

/// A loudness as scores write it, from *pianissimo possibile* to *fortissimo possibile*.
public enum DynamicLevel: Int, CaseIterable, Hashable, Codable, Sendable {
  case ppp, pp, p, mp, mf, f, ff, fff

  /// The level of a mark; `nil` for one that holds for a moment alone, and for what is none.
  public init?(mark: String) {
    switch mark {
    case "ppp", "pppp", "ppppp": self = .ppp
    case "pp": self = .pp
    case "p", "fp", "sfp", "ffp": self = .p
    case "mp": self = .mp
    case "mf", "pf": self = .mf
    case "f": self = .f
    case "ff": self = .ff
    case "fff", "ffff", "fffff": self = .fff
    default: return nil
    }
  }

  /// Whether a mark stresses a single note or chord.
  public static func isAccent(_ mark: String) -> Bool {
    ["sf", "sfz", "fz", "rf", "rfz", "sff", "ffz", "sffz", "fp", "sfp", "ffp"].contains(mark)
  }

  /// The velocity of a note that is written at the level, 1...127.
  ///
  /// From *piano* on they are those of notation programs, 16 apart. Under it those programs halve the velocity twice,
  /// which is 12 dB each where amplitudes go with its square; the steps here stay at 4 dB, so that a soft
  /// passage is still heard.
  public var velocity: UInt8 {
    switch self {
    case .ppp: 30
    case .pp: 38
    case .p: 49
    case .mp: 64
    case .mf: Note.mezzoForte
    case .f: 96
    case .ff: 112
    case .fff: 124
    }
  }
}
