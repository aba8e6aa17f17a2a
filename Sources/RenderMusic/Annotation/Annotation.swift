/// The contents of a score beyond its notes, as its editors wrote them: what a file of notes does not say.
public struct Annotation: Hashable, Sendable {
  /// A dynamic mark, which holds from a place on.
  public struct Dynamic: Hashable, Sendable {
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

  /// The lengths of the bars from place 0, run-length, in quarters; empty where nobody knows them.
  public var barLengths: [BarGrid.Run] = []
  /// The time signatures, by onset.
  public var timeSignatures: [Piece.TimeSignature] = []
  /// The places in units where another key signature begins, the first one's left out.
  public var keyChanges: [Int] = []
  /// The tempo at the beginning in quarters a minute; `nil` where the score says nothing of it.
  public var quartersPerMinute: Double?
  /// The composer, as the collection writes the name; empty where nobody knows.
  public var composer = ""
  /// The year in which the composer was born.
  public var born: Int?
  /// The kind of piece, such as mazurka or song; empty where nobody knows.
  public var genre = ""
  /// Whether a voice sings, and the keyboard accompanies it.
  public var isSong = false
  /// The dynamic marks, by onset.
  public var dynamics: [Dynamic] = []
  /// The swellings, by onset.
  public var hairpins: [Hairpin] = []
  /// The places in units where a single note or chord is stressed: sf, fz and their like.
  public var accents: [Int] = []
  /// The places in units where a section begins or a repetition turns back.
  public var boundaries: [Int] = []

  public init() {}

  /// The bars of a piece that ends at a unit; `nil` where the score does not say them.
  public func bars(until end: Int) -> BarGrid? {
    BarGrid(barLengths, timeSignatures: timeSignatures, end: end)
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
}
