/// Phrase arch: a phrase begins slow and soft, is fastest and loudest at its turning point and ends
/// slow and soft, along parabolas (Friberg 1995, "Matching the rule parameters of PHRASE ARCH to
/// performances of 'Träumerei'", STL-QPSR 36(2-3); Director Musices, `phrase-arch` with power 2,
/// the turn at 0.3 and amp 2 as in its default palette).
///
/// x is the place in the phrase, 0 at its first and 1 at its last onset.
enum PhraseArch {
  static let turn = 0.3

  /// The share by which a duration grows: 0.1 k at the beginning, 0.2 k at the end.
  static func lengthening(at x: Double, weight k: Double) -> Double {
    k * (x < turn ? 0.1 * fall(x) : 0.2 * rise(x))
  }

  /// The change of sound level in dB: -1 k at the beginning, -2 k at the end.
  static func soundLevel(at x: Double, weight k: Double) -> Double {
    -2 * k * (x < turn ? 0.5 * fall(x) : rise(x))
  }

  /// The parabola from 1 to 0 between beginning and turn.
  private static func fall(_ x: Double) -> Double {
    let distance = (turn - max(0, x)) / turn
    return distance * distance
  }

  /// The parabola from 0 to 1 between turn and end.
  private static func rise(_ x: Double) -> Double {
    let distance = (min(x, 1) - turn) / (1 - turn)
    return distance * distance
  }
}
