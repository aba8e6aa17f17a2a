/// The ways in which instruments make their sound, as far as performances differ by them.
public enum PlayingTechnique: CaseIterable, Hashable, Sendable {
  /// Hammers, keys and a sustain pedal.
  case piano
  /// A stroke or a pluck, after which the sound decays, and no pedal: harpsichord, harp, guitars, mallets,
  /// timpani, pizzicato, electric pianos.
  case struck
  /// A sound that lasts and whose loudness the player leads, without a need to breathe: bowed strings,
  /// accordions, synthesizers' leads and pads.
  case bowed
  /// A sound that lasts as long as the player's breath: voices, woodwinds, brass.
  case breath
  /// A sound that lasts and whose loudness does not change: organs, bagpipes.
  case organ

  /// The technique of a program of General MIDI, 0...127 (General MIDI System Level 1, MMA 1991).
  ///
  /// Electric pianos, harpsichord and clavinet have no pedal, and hardly dynamics.
  public init(program: UInt8) {
    switch program {
    case 0...3: self = .piano
    case 16...20, 109: self = .organ
    case 21, 23, 40...44, 48...51, 80...84, 86...90, 92...95, 110: self = .bowed
    case 22, 52...54, 56...79, 85, 91, 111: self = .breath
    default: self = .struck
    }
  }

  /// Whether a note sounds at one loudness until it is let go.
  public var isSustained: Bool { self == .bowed || self == .breath || self == .organ }

  /// Whether the loudness of a note changes while it sounds.
  public var hasExpression: Bool { self == .bowed || self == .breath }
}
