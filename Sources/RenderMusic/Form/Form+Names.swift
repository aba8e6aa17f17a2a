extension Form {
  /// The letter of a section with its primes: A for 0, AA for 26; `A′`, `A″`, `A‴`, then `A(5)` and so on, which variant it is.
  public static func name(letter: Int, primes: Int = 0) -> String {
    var name = ""
    var rest = letter + 1
    while rest > 0 {
      name = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + name
      rest = (rest - 1) / 26
    }
    switch primes {
    case 0: return name
    case 1: return name + "′"
    case 2: return name + "″"
    case 3: return name + "‴"
    default: return name + "(\(primes + 1))"
    }
  }

  /// The share of bars whose source is of each kind; all 0 without bars.
  public var shares: Shares {
    var shares = Shares()
    let bar = 1 / Double(max(1, sources.count))
    for case let source? in sources {
      switch source.relation {
      case .exact: shares.exact += bar
      case .varied: shares.varied += bar
      case .moved: shares.moved += bar
      case .rhythm: shares.rhythm += bar
      }
      if source.isOstinato, source.relation != .rhythm { shares.ostinato += bar }
    }
    return shares
  }

  /// The shares of all bars that return in some way.
  public struct Shares: Hashable, Sendable {
    /// The share of bars that equal their source.
    public var exact = 0.0
    /// The share of bars that vary their source.
    public var varied = 0.0
    /// The share of bars whose source is moved.
    public var moved = 0.0
    /// The share of bars that have the rhythm of their source alone.
    public var rhythm = 0.0
    /// The share of bars, of the first three kinds, that go on with a figure of one or two bars.
    public var ostinato = 0.0
  }
}

extension Form: CustomStringConvertible {
  /// The names of the sections with their bars: `A8 A8 B8 A′8`.
  public var description: String { sections.map(\.name).joined(separator: " ") }
}
