import RenderMusic

/// A comparison of how often pieces end like pieces with real ones, and with the same pieces ten events
/// earlier.
public struct EndingComparison: Sendable {
  /// The row of one sign of an ending, in shares of the pieces, 0...1.
  public struct Row: Hashable, Codable, Sendable {
    /// The name of the sign: `tonic in the bass`, say.
    public var name: String
    /// The share of composed pieces whose last event has the sign.
    public var composed: Double
    /// The share of composed pieces that have it ten events before the last.
    public var composedEarlier: Double
    /// The share of real pieces whose last event has it.
    public var real: Double
    /// The share of real pieces that have it ten events before the last.
    public var realEarlier: Double
  }

  /// The rows, one a sign: a rest near the end, long last notes, the tonic in the bass.
  public var rows: [Row]

  private static let earlier = 10
  private static let signs: [(String, KeyPath<EndingSigns, Bool> & Sendable)] = [
    ("rest near the end", \.hasRest), ("long last notes", \.isLong),
    ("tonic in the bass", \.isTonic),
  ]

  /// - Parameters:
  ///   - composed: pieces that were asked to end.
  ///   - real: whole pieces.
  public init(composed: [TimedScore], real: [TimedScore]) {
    func share(_ pieces: [TimedScore], _ sign: KeyPath<EndingSigns, Bool>, back: Int) -> Double {
      let found = pieces.compactMap { EndingSigns($0, back: back) }
      return Double(found.count { $0[keyPath: sign] }) / Double(max(1, found.count))
    }
    rows = Self.signs.map { name, sign in
      Row(
        name: name, composed: share(composed, sign, back: 0),
        composedEarlier: share(composed, sign, back: Self.earlier),
        real: share(real, sign, back: 0), realEarlier: share(real, sign, back: Self.earlier))
    }
  }
}
