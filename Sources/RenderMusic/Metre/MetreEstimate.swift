/// An estimate of the metre of a piece from its notes alone: of metres and pick-ups the likeliest, where what speaks for a
/// bar line, a beat or its parts (`DownbeatEvidence`) is found at those places (the structure of levels is that of
/// Temperley, "Music and Probability", 2007, chapter 3; the model is a log-linear one).
///
/// The weights are those of a multinomial logistic regression over 807 pieces of piano music and songs
/// (`Scripts/metre-weights.py`). Learned from three quarters of them, it has of the others the length of the bar and the
/// bar lines in 80 %, and bar lines that agree with those of the score as far as the shorter bar of the two has any in 92 to
/// 97 %, by which the quarter is; half and double bars are what it takes for each other.
struct MetreEstimate {
  /// The weights of a level for the sum of each feature over its places, beside the number of onsets.
  private static let sums: [[Double]] = [
    [-13.8, 11.6, 11.4, 8.0, -1.0, -0.2, -1.8, -2.2, -6.3, -20.2, 33.6, 3.1, -41.9],
    [-6.8, 2.5, 11.4, 15.1, 4.2, 1.0, 0.4, -1.0, -0.8, -8.8, 24.0, -3.3, 37.2],
    [2.8, 1.4, -13.0, -5.9, -0.4, 0.3, -2.9, 1.0, 0.7, -0.3, -15.3, 13.5, -1.9],
    [0.1, -0.7, 1.1, -0.6, 0.0, 0.0, 0.3, -0.2, 0.1, 1.1, -1.4, -9.1, 1.5],
    [0.1, -0.4, 2.9, 1.6, -0.2, -0.3, 1.1, 0.2, 0.0, 0.5, -1.5, 3.3, 12.3],
  ]
  /// The weights of a level for the mean of each feature over its places.
  private static let means: [[Double]] = [
    [-0.99, 1.88, 1.94, 1.54, 2.79, 0.23, 2.34, -0.46, -1.03, -5.29, 5.47, 9.49, 0.56],
    [-1.00, 1.24, 1.09, -2.18, 1.52, -0.05, 0.98, -0.27, -1.51, -0.59, 1.95, -0.30, -8.95],
    [0.18, 0.63, -1.26, 1.88, 0.47, 0.09, -2.60, 0.08, -1.27, -0.28, -1.84, 7.09, 8.84],
    [0.09, -0.37, 1.54, 0.41, -0.07, -0.05, -0.51, -0.24, 0.13, 0.76, -1.31, -10.43, 3.30],
    [-0.26, -1.11, 3.08, 0.67, -0.65, -0.82, 0.98, 0.03, -0.10, 2.05, -8.25, 25.77, -21.34],
  ]

  /// The metres that are tried, with the units of their strong beats and beats, and the weight of each.
  private static let metres: [(beats: Int, unit: Int, strong: Int?, beat: Int, weight: Double)] = [
    (4, 4, 48, 24, 0.51), (3, 4, nil, 24, 3.78), (2, 4, nil, 24, 4.17), (6, 8, 36, 12, 1.48),
    (3, 8, nil, 12, 4.66), (2, 2, 48, 24, -1.13), (9, 8, 36, 12, -1.44), (12, 8, 36, 12, -3.73),
    (3, 2, 48, 24, -4.34), (6, 4, 72, 24, -3.97),
  ]

  /// The weight of a pick-up.
  private static let pickUpWeight = -2.08
  /// The numbers of onsets that say something, and that are looked at.
  private static let onsets = 16...500
  /// The most places that are looked at: 150 bars of 4/4.
  private static let longest = 2400

  /// The metre, with its pick-up.
  let metre: Piece.Metre

  /// - Returns: `nil` for a piece of too few onsets.
  init?(of score: TimedScore) {
    let evidence = DownbeatEvidence(of: score)
    let onsets = evidence.onsets
    guard onsets.count >= Self.onsets.lowerBound else { return nil }
    let looked = onsets.prefix(Self.onsets.upperBound).prefix { $0 < Self.longest }
    guard let last = looked.last else { return nil }
    let places = 0..<last + 1
    var mean = [Double](repeating: 0, count: DownbeatEvidence.count)
    for place in places {
      for (column, value) in evidence[place].enumerated() { mean[column] += value }
    }
    mean = mean.map { $0 / Double(places.count) }
    var best: (metre: Piece.Metre, score: Double)?
    for (beats, unit, strong, beat, weight) in Self.metres {
      let bar = Piece.Metre(beats: beats, beatUnit: unit).barLength
      let byPlace = Self.sums(of: evidence, less: mean, places, bar: bar / DownbeatEvidence.step)
      for pickUp in stride(from: 0, to: bar, by: Piece.unitsPerQuarter / 2) {
        var levels = [(sums: [Double], count: Int)](
          repeating: ([Double](repeating: 0, count: mean.count), 0), count: Self.sums.count + 1)
        for (place, row) in byPlace.enumerated() {
          let level = MetricalLevel(
            ofPlace: (place * DownbeatEvidence.step + bar - pickUp) % bar, strong: strong,
            beat: beat
          ).rawValue
          levels[level].count += row.count
          for column in mean.indices { levels[level].sums[column] += row.sums[column] }
        }
        var score = weight + (pickUp > 0 ? Self.pickUpWeight : 0)
        for (level, (sums, means)) in zip(levels, zip(Self.sums, Self.means)) {
          for (column, sum) in level.sums.enumerated() {
            score += sums[column] * sum / Double(looked.count)
            score += means[column] * sum / Double(max(1, level.count))
          }
        }
        if score > best?.score ?? -.infinity {
          best = (Piece.Metre(beats: beats, beatUnit: unit, pickUp: pickUp), score)
        }
      }
    }
    metre = best!.metre
  }

  /// The features by place in bars of so many places: their sums less the mean, and the number of bars.
  private static func sums(
    of evidence: DownbeatEvidence, less mean: [Double], _ places: Range<Int>, bar: Int
  ) -> [(sums: [Double], count: Int)] {
    var rows = [(sums: [Double], count: Int)](
      repeating: ([Double](repeating: 0, count: mean.count), 0), count: bar)
    for place in places {
      rows[place % bar].count += 1
      for (column, value) in evidence[place].enumerated() {
        rows[place % bar].sums[column] += value - mean[column]
      }
    }
    return rows
  }
}

extension BarGrid {
  /// Estimates the bars of a piece of which nobody knows them, in one metre from its beginning to its end; 4/4 for one
  /// of too few notes.
  public init(estimatedFrom score: TimedScore) {
    self.init(
      MetreEstimate(of: score)?.metre ?? Piece.Metre(beats: 4, beatUnit: 4), end: score.end)
  }
}
