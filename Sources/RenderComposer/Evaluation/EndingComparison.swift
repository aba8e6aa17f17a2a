import RenderMusic

/// How often pieces end like pieces, beside real ones and beside the same pieces ten events earlier.
public struct EndingComparison: Sendable {
  /// One sign of an ending; shares of the pieces, 0...1.
  public struct Row: Hashable, Codable, Sendable {
    public var name: String
    public var composed: Double
    public var composedEarlier: Double
    public var real: Double
    public var realEarlier: Double
  }

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
