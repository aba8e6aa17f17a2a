/// Final ritard: the tempo slows down as a runner does who comes to a stop (Friberg, Sundberg 1999,
/// "Does music performance allude to locomotion?", JASA 105(3)): at the place x of the ritard in
/// the score, 0...1, the tempo is v(x) = (1 + (w^q - 1) x)^(1/q) of the tempo before, w at its end.
///
/// With q = 2 (Todd's, of even deceleration) a square root is all it takes. w = 1 / (1 + 3k), as in
/// Director Musices, `final-ritard`.
enum FinalRitard {
  static func finalTempo(weight k: Double) -> Double { 1 / (1 + 3 * k) }

  static func tempo(at x: Double, finalTempo w: Double) -> Double {
    (1 + (w * w - 1) * x).squareRoot()
  }

  /// The time from x to y as a multiple of what it would be without ritard.
  ///
  /// The integral of 1 / v is 2 (v(y) - v(x)) / (w² - 1), and v² is linear in x.
  static func lengthening(from x: Double, to y: Double, finalTempo w: Double) -> Double {
    2 / (tempo(at: x, finalTempo: w) + tempo(at: y, finalTempo: w))
  }
}
