import RenderMusic

/// The local keys of a piece, as places in the line of fifths: the likeliest path of a hidden Markov model whose
/// states are keys and whose observations are pitch classes (after Temperley, "Music and Probability", 2007, chapter 6,
/// with keys that are not closed to a circle, so that G flat major and F sharp major are two).
///
/// All arithmetic is in whole thousandths of a natural logarithm: the same everywhere.
struct KeyCentres {
  /// The keys by their signatures; more than seven accidentals are where music goes through, not where it stays.
  static let centres = -11...11
  private static let count = centres.count
  /// The costs in thousandths of a fifth between two keys, of a change at all and of a change of mode.
  private static let (fifth, change, mode) = (1500, 2000, 4000)
  /// The costs in thousandths, at each onset, of a fifth away from the key signature, and of one beyond five accidentals
  /// where there is no signature.
  private static let (away, beyond) = (100, 20)

  /// The number of sharps of the local key, by onset; less than 0 of flats.
  private(set) var sharps: [Int] = []
  /// Whether the local key is minor, by onset.
  private(set) var isMinor: [Bool] = []

  /// - Parameters:
  ///   - onsets: the pitch classes that begin together, one after the other.
  ///   - signatures: the number of sharps in the signature at each onset; `nil` where nobody knows them.
  init(_ onsets: [[Int]], signatures: [Int]?) {
    guard !onsets.isEmpty else { return }
    let emissions = Self.emissions
    var scores = [Int](repeating: 0, count: 2 * Self.count)
    var origins: [[UInt8]] = []
    origins.reserveCapacity(onsets.count)
    for (index, classes) in onsets.enumerated() {
      var (next, origin) = Self.step(scores)
      for state in 0..<2 * Self.count {
        let centre = state % Self.count + Self.centres.lowerBound
        for pitchClass in classes { next[state] += emissions[12 * state + pitchClass] }
        if let signatures {
          next[state] -= Self.away * abs(centre - signatures[index])
        } else {
          next[state] -= Self.beyond * max(0, abs(centre) - 5)
        }
      }
      // There is nothing to come from at the beginning.
      if index == 0 { origin = [] }
      scores = next
      origins.append(origin)
    }
    var state = scores.indices.max { scores[$0] < scores[$1] }!
    var path = [state]
    for origin in origins.dropFirst().reversed() {
      state = Int(origin[state])
      path.append(state)
    }
    path.reverse()
    sharps = path.map { $0 % Self.count + Self.centres.lowerBound }
    isMinor = path.map { $0 >= Self.count }
  }

  /// The best scores of all states after a transition, and the states that they come from.
  private static func step(_ scores: [Int]) -> (scores: [Int], origins: [UInt8]) {
    var moved = scores
    var from = scores.indices.map { UInt8($0) }
    for mode in 0..<2 {
      let first = mode * count
      for state in (first + 1)..<(first + count) where moved[state - 1] - fifth > moved[state] {
        moved[state] = moved[state - 1] - fifth
        from[state] = from[state - 1]
      }
      for state in (first..<(first + count - 1)).reversed()
      where moved[state + 1] - fifth > moved[state] {
        moved[state] = moved[state + 1] - fifth
        from[state] = from[state + 1]
      }
    }
    var next = scores
    var origins = scores.indices.map { UInt8($0) }
    for state in scores.indices {
      let other = (state + count) % (2 * count)
      let ways = [
        (moved[state] - change, from[state]), (scores[other] - mode, UInt8(other)),
        (moved[other] - change - mode, from[other]),
      ]
      for (score, origin) in ways where score > next[state] {
        next[state] = score
        origins[state] = origin
      }
    }
    return (next, origins)
  }

  /// The likeliest place in the line of fifths of a pitch class in a key.
  static func spelling(of pitchClass: Int, sharps: Int, isMinor: Bool) -> Int {
    candidates(of: pitchClass, sharps: sharps)
      .max {
        fit(of: $0, sharps: sharps, isMinor: isMinor)
          < fit(of: $1, sharps: sharps, isMinor: isMinor)
      }!
  }

  /// How well a place in the line of fifths fits a key, in thousandths of a natural logarithm.
  static func fit(of fifths: Int, sharps: Int, isMinor: Bool) -> Int {
    let range = SpellingWeights.places
    let place = min(max(fifths - sharps, range.lowerBound), range.upperBound)
    let table = isMinor ? SpellingWeights.minorKey : SpellingWeights.majorKey
    return table[place - range.lowerBound]
  }

  /// The places of a pitch class near a key, ascending.
  private static func candidates(of pitchClass: Int, sharps: Int) -> [Int] {
    let lowest = sharps + SpellingWeights.places.lowerBound
    let first = lowest + ((7 * pitchClass - lowest) % 12 + 12) % 12
    return Array(stride(from: first, through: sharps + SpellingWeights.places.upperBound, by: 12))
  }

  /// The fit of the pitch classes, [states, 12].
  private static let emissions: [Int] = (0..<2 * count).flatMap { state in
    (0..<12).map { pitchClass in
      let sharps = state % count + centres.lowerBound
      let isMinor = state >= count
      return fit(
        of: spelling(of: pitchClass, sharps: sharps, isMinor: isMinor), sharps: sharps,
        isMinor: isMinor)
    }
  }
}
