/// High loud: the higher, the louder (Friberg 1991). The published 3 dB an octave, k (N - 60) / 4
/// dB for key N, are too much for the compass of a piano; this is the compressed form of Director
/// Musices, `high-loud2`, which agrees in the middle octave.
enum HighLoud {
  static func soundLevel(key: Int, weight k: Double) -> Double {
    let distance = Double(key - 60)
    let size = 0.6 * distance.magnitude.squareRoot()
    return k * (distance < 0 ? -size : size)
  }
}

/// Duration contrast: short notes are played shorter and softer (Friberg 1991; Director Musices,
/// `duration-contrast`).
enum DurationContrast {
  /// The contrast in ms, of which the others are multiples, for an interval between onsets of so many ms.
  private static func contrast(_ interval: Double) -> Double {
    switch interval {
    case ...30: 0
    case ...200: -11.0 / 170 * (interval - 30)
    case ...400: -4.0 / 200 * (400 - interval) - 7
    case ..<600: -7.0 / 200 * (600 - interval)
    default: 0
    }
  }

  static func milliseconds(interval: Double, weight k: Double) -> Double {
    1.5 * k * contrast(interval)
  }

  static func soundLevel(interval: Double, weight k: Double) -> Double {
    0.075 * k * contrast(interval)
  }
}

/// Metrical accent: strong places are louder. That pianists mark the metre so was measured by
/// Sloboda (1983, "The communication of musical metre in piano performance"); 0.5 dB for each of
/// the levels of `ScoreTime.metricalLevel(at:)` are ours.
enum MetricalAccent {
  static func soundLevel(level: Int, weight k: Double) -> Double { 0.5 * k * Double(level - 1) }
}

/// Voice balance: the melody is brought forward, inner voices step back, and the more notes
/// accompany at once, the softer is each of them.
///
/// Pianists play a melody louder than what is under it (Repp 1996, "The dynamics of expressive
/// piano performance"; Goebl 2001, "Melody lead in piano performance: Expressive device or
/// artifact?"). The quantities are ours: half of what would keep the power of the accompaniment the
/// same for any number of notes, 5 log10 n dB.
enum VoiceBalance {
  enum Voice { case melody, inner, bass }

  static func soundLevel(_ voice: Voice, accompanying count: Int, weight k: Double) -> Double {
    switch voice {
    case .melody: 1.5 * k
    case .bass: -k * (1 + thinning[min(count, thinning.count - 1)])
    case .inner: -k * (2 + thinning[min(count, thinning.count - 1)])
    }
  }

  /// The values 5 log10 n, for n from 0 on.
  private static let thinning = [
    0, 0, 1.50515, 2.385606, 3.0103, 3.49485, 3.890756, 4.22549, 4.51545, 4.771213, 5, 5.206963,
    5.395906,
  ]
}

/// Melody lead: the melody sounds a little before the notes under it. Pianists' melodies lead by
/// about 30 ms, for the most part since the louder key is the faster one (Goebl 2001); a third of
/// that is enough where nobody looks for it.
enum MelodyLead {
  static func milliseconds(weight k: Double) -> Double { 10 * k }
}

/// Phrase articulation: the last note of a phrase is lengthened by 40 k ms, and 80 k ms before the
/// next phrase it is let go (Friberg 1991; Director Musices, `phrase-articulation`).
enum PhraseArticulation {
  static func lengthening(weight k: Double) -> Double { 40 * k }
  static func gap(weight k: Double) -> Double { 80 * k }
}

/// Repetition articulation: a key is let go 35 k ms before it is struck again (Director Musices,
/// `repetition-articulation-dro`).
enum RepetitionArticulation {
  static func gap(weight k: Double) -> Double { 35 * k }
}

/// The level of a note that is struck: the sum of what the rules ask for, in dB.
enum StrokeLevel {
  /// The dB by which all is softer than the score, to leave room for what is brought forward.
  static let headroom = 3.0

  /// What phrase and metre ask for.
  ///
  /// - Parameter x: the place in the phrase, 0 at its first and 1 at its last onset.
  static func common(at x: Double, metricalLevel level: Int, _ weights: RuleWeights) -> Double {
    PhraseArch.soundLevel(at: x, weight: weights.phraseArchLevel)
      + MetricalAccent.soundLevel(level: level, weight: weights.metricalAccent) - headroom
  }

  /// The level of one note, in the order in which its last bits are decided.
  ///
  /// - Parameter interval: the ms until the next onset; nil for the last one.
  static func of(
    key: Int, _ voice: VoiceBalance.Voice, accompanying: Int, interval: Double?, common: Double,
    _ weights: RuleWeights
  ) -> Double {
    let contrast =
      interval.map {
        DurationContrast.soundLevel(interval: $0, weight: weights.durationContrast)
      } ?? 0
    return common + contrast + HighLoud.soundLevel(key: key, weight: weights.highLoud)
      + VoiceBalance.soundLevel(voice, accompanying: accompanying, weight: weights.voiceBalance)
  }
}
