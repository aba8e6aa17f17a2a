/// The weights (k) of the rules, 0...10: 0 is without the rule, 1 is as its authors have it.
///
/// The rules follow the KTH rule system (Friberg, Bresin, Sundberg 2006, "Overview of the KTH rule
/// system for musical performance", Advances in Cognitive Psychology 2(2-3), 145-161); their
/// quantities are those of its program Director Musices where the rule's page does not say
/// otherwise.
public struct RuleWeights: Hashable, Sendable {
  /// The tempo of a phrase, and (as in the default palette of Director Musices) its sound level.
  public var phraseArch = 1.0
  public var phraseArchLevel = 1.5
  public var highLoud = 1.0
  public var durationContrast = 1.0
  public var metricalAccent = 1.0
  /// Melody against accompaniment, and chords thinned.
  public var voiceBalance = 1.0
  /// The melody before the notes under it.
  public var melodyLead = 1.0
  /// The breath at the end of a phrase.
  public var phraseArticulation = 1.0
  public var repetitionArticulation = 1.0
  /// A third: the last tempo is half of the tempo before.
  public var finalRitard = 1.0 / 3
  public var motorNoise = 0.5
  /// Whether there is pedal at all.
  public var pedal = true

  public init() {}

  /// With every weight in 0...10: no sum of rules is then out of bounds, nor a division by 0.
  var limited: RuleWeights {
    var weights = self
    for rule in [
      \RuleWeights.phraseArch, \.phraseArchLevel, \.highLoud, \.durationContrast, \.metricalAccent,
      \.voiceBalance, \.melodyLead, \.phraseArticulation, \.repetitionArticulation, \.finalRitard,
      \.motorNoise,
    ] {
      weights[keyPath: rule] = min(max(0, self[keyPath: rule]), 10)
    }
    return weights
  }
}
