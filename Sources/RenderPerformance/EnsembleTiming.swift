/// Asynchrony: players of an ensemble are not quite together, each goes a little astray and is drawn back.
///
/// Rasch (1979, "Synchronization in performed ensemble music", Acustica 43) measured standard deviations of 27 to 49
/// ms between two of a trio's onsets, which nobody hears as uneven. Half of the least is enough where every
/// instrument speaks at once: each player has an offset with a standard deviation of 20 k ms, and motor noise on
/// every onset; with k = 0.5 these are 15 ms between two.
///
/// The offset goes from onset to onset as in the phase correction of Wing, Endo, Bradbury, Vorberg (2014, "Optimal
/// feedback correction in string quartet synchronization", J. R. Soc. Interface 11): a quarter of it, the gain that
/// they found to be best, is corrected each time.
struct EnsembleTiming {
  private struct Player {
    var offset: Double
    var onset: Int
    var shift: Double
  }

  /// The standard deviation of the offset, as a multiple of that of motor noise.
  private static let spread = 3.0
  /// The share of the offset that remains, and that of its standard deviation which is drawn anew, so that it keeps it.
  private static let kept = 0.75
  private static let renewed = (1 - kept * kept).squareRoot()

  private var players: [Player?]
  private let weight: Double

  init(playerCount: Int, weight: Double) {
    players = Array(repeating: nil, count: playerCount)
    self.weight = weight
  }

  /// The ms by which a player is late; at one onset the same for all of the player's notes.
  mutating func shift(of player: Int, at onset: Int, noise: inout MotorNoise) -> Double {
    let before = players[player]
    if let before, before.onset == onset { return before.shift }
    var offset = 0.0
    // One alone is always together.
    if players.count > 1 {
      let drawn = Self.spread * noise.milliseconds(weight: weight)
      offset = before.map { Self.kept * $0.offset + Self.renewed * drawn } ?? drawn
    }
    let shift = offset + noise.milliseconds(weight: weight)
    players[player] = Player(offset: offset, onset: onset, shift: shift)
    return shift
  }
}
