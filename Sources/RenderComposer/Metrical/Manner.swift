import RenderMusic

/// What a whole piece is like, as far as it is known: its style, its mode, its traits.
struct Manner: Hashable, Sendable {
  var style = Style()
  /// Whether the piece is in minor, or else in major.
  var isMinor: Bool?
  var traits: Traits?

  private static let modes = StyleNames.featureCount
  private static let traitRows = modes + 2

  /// The number of features: indices are below it.
  static let featureCount = traitRows + Traits.Trait.allCases.count * Traits.classCount

  /// The features of what is known.
  func features(_ names: StyleNames) -> [Int32] {
    var features = names.features(of: style)
    if let isMinor { features.append(Int32(Self.modes + (isMinor ? 1 : 0))) }
    for (trait, value) in (traits?.classes ?? []).enumerated() {
      features.append(Int32(Self.traitRows + trait * Traits.classCount + value))
    }
    return features
  }
}
