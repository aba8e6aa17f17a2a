/// music21's default quantization: every time snaps to the nearest quarter or third of a quarter
/// note (`stream.Stream.quantize`, divisors 4 and 3).
///
/// Snapped times are counted in units of 1/96 quarter, which hold both grids and every barline.
/// Choices are made in double precision with the same operations as in Python, since the last bit
/// of 5 × (1/3) decides whether a length fills a gap.
enum QuantizationGrid {
  static let unitsPerQuarter = 96

  private struct Candidate {
    var gap: Double
    var error: Double
    var step: Double
    var match: Double
  }

  /// The quarter-note time of a tick's nearest grid point.
  static func snap(quarters: Double) -> Double {
    best(quarters, isZeroAllowed: true, gap: 0)
  }

  /// The length, in quarters, of a note of `quarters`.
  ///
  /// The grid that leaves no rest before the next onset goes first. A note that is no grace note
  /// keeps a length.
  /// - Parameter gap: units from the note's snapped onset to the next later one, 0 where none is.
  static func snap(lengthInQuarters quarters: Double, isGrace: Bool, gapInUnits gap: Int) -> Double
  {
    best(quarters, isZeroAllowed: isGrace, gap: Double(gap) / Double(unitsPerQuarter))
  }

  static func units(quarters: Double) -> Int {
    Int((quarters * Double(unitsPerQuarter)).rounded())
  }

  /// Whether music21 takes what comes in at `offset`, where the music so far ends, to follow it.
  ///
  /// Python compares the exact end with the offset in double precision: one that falls short by
  /// rounding seems to come before the end, one that is rounded up, after it.
  /// - Parameter isSortedAfter: what decides where the two are equal in double precision, too.
  static func seemsToFollow(_ offset: Int, isSortedAfter: Bool = true) -> Bool {
    let exact = Double(offset)
    let quarters = exact / Double(unitsPerQuarter)
    let shortfall = exact.addingProduct(-quarters, Double(unitsPerQuarter))
    return shortfall < 0 || shortfall == 0 && isSortedAfter
  }

  private static func best(_ target: Double, isZeroAllowed: Bool, gap: Double) -> Double {
    let quarter = candidate(target, step: 1.0 / 4.0, isZeroAllowed: isZeroAllowed, gap: gap)
    let third = candidate(target, step: 1.0 / 3.0, isZeroAllowed: isZeroAllowed, gap: gap)
    let precedes = (third.gap, third.error, third.step) < (quarter.gap, quarter.error, quarter.step)
    return precedes ? third.match : quarter.match
  }

  private static func candidate(
    _ target: Double, step: Double, isZeroAllowed: Bool, gap: Double
  ) -> Candidate {
    let multiple = (target / step).rounded(.down)
    let low = step * multiple
    let high = step * (multiple + 1)
    var match: Double
    var error: Double
    if low <= target && target <= low + step / 2 {
      match = low
      error = sevenDigits(target - low)
    } else {
      match = high
      error = sevenDigits(high - target)
    }
    if !isZeroAllowed && match == 0 {
      match = step
      error = abs(sevenDigits(target - match))
    }
    let fills = gap.truncatingRemainder(dividingBy: step) == 0
    return Candidate(gap: fills ? 0 : max(gap - match, 0), error: error, step: step, match: match)
  }

  /// Python's `round(value, 7)`, so that distances to both grids can be equal.
  private static func sevenDigits(_ value: Double) -> Double {
    (value * 1e7).rounded(.toNearestOrEven) / 1e7
  }
}
