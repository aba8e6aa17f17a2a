/// A major or minor key.
public struct MusicalKey: Hashable, Sendable {
  /// Pitch class, 0 is C.
  public var tonic: Int
  public var isMinor: Bool

  /// The profiles of Krumhansl and Kessler (1982): how well each pitch class fits, from the tonic up.
  private static let profiles: [(isMinor: Bool, weights: [Double])] = [
    (false, [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]),
    (true, [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]),
  ]

  /// The key whose profile correlates best with how long each pitch class sounds (the algorithm of
  /// Krumhansl and Schmuckler, in Krumhansl 1990, chapter 4); `nil` without notes.
  public init?(of notes: some Sequence<TimedScore.Note>) {
    var lengths = [Double](repeating: 0, count: 12)
    for note in notes { lengths[Int(note.key) % 12] += Double(note.duration) }
    guard lengths.contains(where: { $0 > 0 }) else { return nil }
    var best = -Double.infinity
    (tonic, isMinor) = (0, false)
    for (isMinor, weights) in Self.profiles {
      for tonic in 0..<12 {
        let fit = Self.correlation(weights, (0..<12).map { lengths[($0 + tonic) % 12] })
        if fit > best { (best, self.tonic, self.isMinor) = (fit, tonic, isMinor) }
      }
    }
  }

  /// Pearson's; 0 where one of the two does not vary.
  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let pairs = zip(x, y).map { ($0 - meanX, $1 - meanY) }
    let product = pairs.reduce(0) { $0 + $1.0 * $1.1 }
    let squares = pairs.reduce(into: (0.0, 0.0)) {
      $0.0 += $1.0 * $1.0
      $0.1 += $1.1 * $1.1
    }
    let scale = (squares.0 * squares.1).squareRoot()
    return scale > 0 ? product / scale : 0
  }
}
