/// The weights (k) of the rules, 0...10: 0 is without the rule, 1 is as its authors have it.
///
/// The rules follow the KTH rule system (Friberg, Bresin, Sundberg 2006, "Overview of the KTH rule
/// system for musical performance", Advances in Cognitive Psychology 2(2-3), 145-161); their
/// quantities are those of its program Director Musices where the rule's page does not say
/// otherwise.
public struct RuleWeights: Hashable, Sendable {
  /// The weight of the phrase arch for the tempo: slow at both ends of a phrase.
  public var phraseArch = 1.0
  /// The weight of the phrase arch for the sound level, which Director Musices shapes by default, too; with it
  /// the weight of the swell of long notes.
  public var phraseArchLevel = 1.5
  /// The weight of high loud: the higher a note, the louder.
  public var highLoud = 1.0
  /// The weight of duration contrast: short notes are shorter and softer.
  public var durationContrast = 1.0
  /// The weight of metrical accent: strong places of the bar are louder.
  public var metricalAccent = 1.0
  /// The weight of voice balance: the melody, or the part that has it, comes forward, and chords are thinned.
  public var voiceBalance = 1.0
  /// The weight of melody lead: the melody sounds a little before the notes under it.
  public var melodyLead = 1.0
  /// The weight of phrase articulation: a breath at the end of a phrase, and where a player would run out of it.
  public var phraseArticulation = 1.0
  /// The weight of repetition articulation: a key is let go before it is struck again.
  public var repetitionArticulation = 1.0
  /// The weight of the final ritard; with a third the last tempo is half of the tempo before.
  public var finalRitard = 1.0 / 3
  /// The weight of motor noise: onsets and levels deviate at random, and players are not quite together.
  public var motorNoise = 0.5
  /// Whether pedal is added at all.
  public var pedal = true

  public init() {}

  /// The weights brought into 0...10: no sum of rules is then out of bounds, nor a division by 0.
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
