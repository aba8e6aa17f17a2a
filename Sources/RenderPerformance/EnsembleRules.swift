/// Breath: who sings or blows takes the time for it from the last note before.
///
/// The quantities are ours; the KTH rules know pauses between phrases alone (`PhraseArticulation`).
enum Breath {
  /// The ms for which a player is silent after a phrase.
  static func gap(weight k: Double) -> Double { 250 * k }

  /// The ms for which a player is silent who has to breathe within a phrase.
  static func catching(weight k: Double) -> Double { 150 * k }

  /// The share of a note, up to the next onset, that a breath or a change of bow takes at most.
  static let largestShare = 3

  /// The ms of a rest in which a player breathes without being told.
  static let rest = 200.0

  /// The ms after which a player has to have breathed again.
  static let longest = 8500.0

  /// The ms since the last breath within which a player looks for a place.
  static let window = 2500.0...7500.0

  /// The ms for which nobody breathes before a place where there is time for it anyway.
  static let patience = 1500.0
}

/// Note swell: a long note grows and fades (*messa di voce*), along parabolas that meet at 0.4 of its length. The
/// quantity is ours, k / 1.4 dB up and down.
///
/// x is the place in the note, 0...1.
enum NoteSwell {
  static let turn = 0.4

  static func soundLevel(at x: Double, weight k: Double) -> Double {
    let distance = x < turn ? (turn - max(0, x)) / turn : (min(x, 1) - turn) / (1 - turn)
    return k * (1 - 2 * distance * distance) / 1.4
  }

  /// Whether a note is long enough: a half.
  static func applies(toTicks duration: Int, ticksPerQuarter: Int) -> Bool {
    duration >= 2 * ticksPerQuarter
  }
}

/// Balance of an ensemble: the part that leads comes forward by 1.5 k dB, the others step back by as much.
///
/// Unlike a pianist's inner voices (`VoiceBalance`) they are not thinned by their number: how loud many players are
/// together is the composer's concern, and each is to be heard.
enum EnsembleBalance {
  static func soundLevel(leads: Bool, weight k: Double) -> Double { leads ? 1.5 * k : -1.5 * k }
}

/// The dB by which sustained notes are softer than the score, to leave room for what is brought forward: in their
/// velocities, and in their expression.
enum SustainedHeadroom {
  static let velocity = 1.0
  static let expression = 2.0
}
