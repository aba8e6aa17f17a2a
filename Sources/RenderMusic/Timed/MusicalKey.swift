/// A major or minor key.
public struct MusicalKey: Hashable, Sendable {
  /// The pitch class of the tonic, 0...11; 0 is C.
  public var tonic: Int
  /// Whether the key is minor, or else major.
  public var isMinor: Bool

  /// The number of keys: both modes of all twelve tonics.
  public static let count = 24

  /// The number of the key, below `count`: the majors, then the minors.
  public var index: Int { tonic + (isMinor ? 12 : 0) }

  /// The profiles of Krumhansl and Kessler (1982), how well each pitch class fits, from the tonic up:
  /// less their mean, and of length 1, so that the greatest product with some lengths is the greatest
  /// correlation.
  private static let profiles: [[Double]] = [
    [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
    [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
  ].map { (weights: [Double]) in
    let mean = weights.reduce(0, +) / 12
    let norm = weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    return weights.map { ($0 - mean) / norm }
  }

  /// - Parameter tonic: in semitones above C, any octave.
  public init(tonic: Int, isMinor: Bool) {
    self.tonic = (tonic % 12 + 12) % 12
    self.isMinor = isMinor
  }

  /// The key whose profile correlates best with how long each pitch class sounds (the algorithm of
  /// Krumhansl and Schmuckler, in Krumhansl 1990, chapter 4).
  ///
  /// - Parameter lengths: [12], from C up.
  /// - Returns: `nil` where nothing sounds.
  public init?(pitchClassLengths lengths: [Int]) {
    guard lengths.contains(where: { $0 > 0 }) else { return nil }
    var best = -Double.infinity
    (tonic, isMinor) = (0, false)
    for (mode, profile) in Self.profiles.enumerated() {
      for tonic in 0..<12 {
        var fit = 0.0
        for step in 0..<12 { fit += profile[step] * Double(lengths[(tonic + step) % 12]) }
        if fit > best { (best, self.tonic, isMinor) = (fit, tonic, mode == 1) }
      }
    }
  }

  /// The key of some notes; `nil` without any.
  public init?(of notes: some Sequence<Piece.Note>) {
    var lengths = [Int](repeating: 0, count: 12)
    for note in notes { lengths[Int(note.key) % 12] += note.duration }
    self.init(pitchClassLengths: lengths)
  }
}
