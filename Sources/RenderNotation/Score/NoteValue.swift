/// A note value as it is written: a power of two of a 64th, with dots.
public struct NoteValue: Hashable, Sendable {
  /// The values without dots, from the shortest; each is twice the one before.
  public enum Base: Int, CaseIterable, Hashable, Sendable {
    case sixtyFourth, thirtySecond, sixteenth, eighth, quarter, half, whole, breve, long

    /// The number of 64ths.
    public var sixtyFourths: Int { 1 << rawValue }

    /// The number of flags or beams: 1 for an eighth, 0 from a quarter on.
    public var flags: Int { max(0, Base.quarter.rawValue - rawValue) }
  }

  /// The value without dots.
  public var base: Base
  /// The number of dots, 0...2.
  public var dots: Int

  public init(_ base: Base, dots: Int = 0) {
    self.base = base
    self.dots = dots
  }

  /// The value of a number of 64ths; `nil` where it needs more than one note.
  public init?(sixtyFourths: Int) {
    guard sixtyFourths > 0 else { return nil }
    let power = sixtyFourths.trailingZeroBitCount
    let dots: Int
    switch sixtyFourths >> power {
    case 1: dots = 0
    case 3: dots = 1
    case 7: dots = 2
    default: return nil
    }
    guard let base = Base(rawValue: power + dots) else { return nil }
    self.init(base, dots: dots)
  }

  /// The number of 64ths: 24 for a dotted quarter. Dots behind a 64th would be parts of one and never arise.
  public var sixtyFourths: Int { (base.sixtyFourths * ((2 << dots) - 1)) >> dots }
}

/// The ratio of a tuplet: `actual` notes in the time of `normal`.
public struct TupletRatio: Hashable, Sendable {
  /// The number of notes, 3 in a triplet.
  public var actual: Int
  /// The number of notes of the same value whose time they take, 2 in a triplet.
  public var normal: Int

  public init(actual: Int, normal: Int) {
    self.actual = actual
    self.normal = normal
  }

  /// Three notes in the time of two.
  public static let triplet = TupletRatio(actual: 3, normal: 2)
}
