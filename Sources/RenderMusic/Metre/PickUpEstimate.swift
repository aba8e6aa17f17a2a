import Glibc

/// An estimate of the pick-up of a piece whose time signature is known, from its notes alone.
///
/// As in `MetreEstimate` low, long and frequent onsets speak for strong places of the bar; here new harmonies and the lowest
/// notes of their surroundings do, too. The weights are those of a multinomial logistic regression over 154 pieces of
/// piano music and songs. Of 70 other ones, of which 14 have a pick-up, the estimate is right in 68.
struct PickUpEstimate {
  /// The weights of a level: of an onset, of one that is low, of its length, of new pitch classes, and of one that is
  /// lower than those around it.
  private static let weights: [[Double]] = [
    [13.2, 11.5, 17.9, 11.6, 15.1],
    [2.3, -6, -2, 5.2, -2.5],
    [-1.3, -2.6, -5.1, -12.5, -5.2],
    [-4.9, -1.8, -11, -3.5, -7.7],
    [-5.8, -3.9, -8.3, -0.8, -2.7],
    [0, 0, 0, 0, 0],
  ]
  /// The weights of a pick-up: of having one, of an odd number of 16ths, of whole beats, of one beat, of more than half a
  /// bar, and of an eighth or less.
  private static let (any, odd, beats, oneBeat, long, short) = (
    -1.29, -0.52, -1.03, 1.12, -0.92, 0.89
  )

  /// The numbers of onsets that say something, and that are looked at.
  private static let onsets = 16...500
  /// A fine place's share of a length counts up to two bars of four quarters.
  private static let longest = 192
  /// The step of the pick-ups that are tried, in units: a 16th.
  private static let step = Piece.unitsPerQuarter / 4
  /// The numbers of onsets around one that it is compared with: before and after it for its lowest note, before it for
  /// its harmony, which goes back no further than a quarter.
  private static let (around, before) = (4, 8)

  /// The pick-up in units; 0 for none.
  let pickUp: Int

  /// - Parameters:
  ///   - score: the piece.
  ///   - signature: its time signature.
  ///   - limit: the unit at which another time signature begins.
  /// - Returns: `nil` for too few onsets, and for bars that are no whole number of eighths or shorter than a quarter.
  init?(of score: TimedScore, in signature: Piece.TimeSignature, until limit: Int = .max) {
    let bar = signature.barLength
    guard bar >= Piece.unitsPerQuarter, (8 * signature.beats).isMultiple(of: signature.beatUnit)
    else { return nil }
    let music = Array(score.notes.prefix { $0.onset < limit })
    let onsets = Array(music.chunked(by: \.onset).prefix(Self.onsets.upperBound))
    guard Self.onsets.contains(onsets.count) else { return nil }
    let features = Self.features(onsets)
    var places = [[Double]](repeating: [Double](repeating: 0, count: 5), count: bar)
    for (notes, values) in zip(onsets, features) {
      for (index, value) in values.enumerated() {
        places[notes[0].onset % bar][index] += value
      }
    }
    let beat = signature.beatUnit == 8 ? Piece.unitsPerQuarter / 2 : Piece.unitsPerQuarter
    let strong = Self.strongBeat(signature)
    var best: (pickUp: Int, score: Double)?
    for pickUp in stride(from: 0, to: bar, by: Self.step) {
      var score = pickUp > 0 ? Self.prior(pickUp, bar: bar, beat: beat) : 0
      for (place, sums) in places.enumerated() where sums[0] > 0 {
        let level = MetricalLevel(
          ofPlace: (place + bar - pickUp) % bar, strong: strong, beat: beat)
        let weights = Self.weights[level.rawValue]
        for index in sums.indices {
          score += weights[index] * sums[index] / Double(onsets.count)
        }
      }
      if score > best?.score ?? -.infinity { best = (pickUp, score) }
    }
    guard let best else { return nil }
    pickUp = best.pickUp
  }

  private static func prior(_ pickUp: Int, bar: Int, beat: Int) -> Double {
    any + (pickUp.isMultiple(of: 2 * step) ? 0 : odd) + (pickUp.isMultiple(of: beat) ? beats : 0)
      + (pickUp == beat ? oneBeat : 0) + (pickUp > bar / 2 ? long : 0)
      + (pickUp <= 2 * step ? short : 0)
  }

  /// What speaks for a strong place, by onset: 1, and four values whose mean is 0.
  private static func features(_ onsets: [[Piece.Note]]) -> [[Double]] {
    let lowest = onsets.map { notes in Int(notes.map(\.key).min()!) }
    let low = lowest.sorted()[(onsets.count - 1) / 4]
    let lengths = onsets.map { notes in
      log2(1 + Double(min(longest, notes.map(\.duration).max()!)) / 6)
    }
    let classes = onsets.map { notes in Set(notes.map { $0.key % 12 }) }
    let news = onsets.indices.map { index in
      guard index > 0 else { return 0.0 }
      var heard: Set<UInt8> = []
      for earlier in (max(0, index - before)..<index).reversed() {
        guard onsets[index][0].onset - onsets[earlier][0].onset <= Piece.unitsPerQuarter else {
          break
        }
        heard.formUnion(classes[earlier])
      }
      return Double(classes[index].subtracting(heard).count) / Double(classes[index].count)
    }
    let deepest = lowest.indices.map { index in
      let window = lowest[max(0, index - around)..<min(lowest.count, index + around + 1)]
      return lowest[index] <= window.min()! ? 1.0 : 0
    }
    let columns = [lowest.map { $0 <= low ? 1.0 : 0 }, lengths, news, deepest].map { column in
      let mean = column.reduce(0, +) / Double(column.count)
      return column.map { $0 - mean }
    }
    return onsets.indices.map { index in [1] + columns.map { $0[index] } }
  }

  private static func strongBeat(_ signature: Piece.TimeSignature) -> Int? {
    switch (signature.beats, signature.beatUnit) {
    case (4, 4), (2, 2), (3, 2): 2 * Piece.unitsPerQuarter
    case (6, 8), (9, 8), (12, 8): 3 * Piece.unitsPerQuarter / 2
    case (6, 4): 3 * Piece.unitsPerQuarter
    default: nil
    }
  }
}
