extension TimedVocabulary {
  /// The lengths that are so many long tokens and one of some rests, of which 1 always is one.
  struct Lengths: Hashable {
    /// The largest rest that is not above each of 1...96; the first element is without meaning.
    private var below: [Int]
    /// The smallest rest that is not below each of 1...96; 97 is the next long token's 1.
    private var above: [Int]

    init(_ rests: [Int]) {
      let units = TimedToken.longUnits
      below = [Int](repeating: 1, count: units + 1)
      above = [Int](repeating: units + 1, count: units + 1)
      for rest in rests { (below[rest], above[rest]) = (rest, rest) }
      for length in 2...units where below[length] != length { below[length] = below[length - 1] }
      for length in (1..<units).reversed() where above[length] != length {
        above[length] = above[length + 1]
      }
    }

    /// The number of long tokens of a length, and the rest of 1...96.
    static func parts(of length: Int) -> (long: Int, rest: Int) {
      let long = (length - 1) / TimedToken.longUnits
      return (long, length - long * TimedToken.longUnits)
    }

    /// - Parameter length: at least 1.
    func notAbove(_ length: Int) -> Int {
      let (_, rest) = Self.parts(of: length)
      return length - rest + below[rest]
    }

    /// - Parameter length: at least 1.
    func notBelow(_ length: Int) -> Int {
      let (_, rest) = Self.parts(of: length)
      return length - rest + above[rest]
    }

    /// The nearest length, of two the shorter one, that is at most `limit`.
    func nearest(to length: Int, limit: Int) -> Int {
      let (lower, upper) = (notAbove(length), notBelow(length))
      return upper - length < length - lower && upper <= limit ? upper : lower
    }
  }

  /// The key itself, or else the nearest of its octaves, or else the nearest key; of two the lower.
  func nearestKey(to key: UInt8) -> UInt8 {
    if pitchIndices[Int(key)] >= 0 { return key }
    func distance(_ other: UInt8) -> Int { abs(Int(other) - Int(key)) }
    let octaves = keys.filter { distance($0).isMultiple(of: 12) }
    return (octaves.isEmpty ? keys : octaves).min { distance($0) < distance($1) }!
  }

  /// The token of the tempo nearest in proportion.
  public func nearestTempo(to quartersPerMinute: Double) -> Int32 {
    nearestTempo(to: quartersPerMinute).index
  }

  /// The tempo nearest in proportion.
  func nearestTempo(to quartersPerMinute: Double) -> (quartersPerMinute: Int, index: Int32) {
    tempos[Self.index(of: quartersPerMinute, in: tempos.map(\.quartersPerMinute))]
  }

  /// The index of the tempo mark nearest in proportion.
  public static func tempoMark(nearestTo quartersPerMinute: Double) -> Int {
    index(of: quartersPerMinute, in: tempoMarks)
  }

  private static func index(of quartersPerMinute: Double, in tempos: [Int]) -> Int {
    // Between two, their geometric mean decides.
    let square = quartersPerMinute * quartersPerMinute
    return tempos.indices.dropFirst().reduce(0) {
      square > Double(tempos[$0] * tempos[$1]) ? $1 : $0
    }
  }
}
