/// The Local Boundary Detection Model (Cambouropoulos 2001, "The Local Boundary Detection Model
/// (LBDM) and its Application in the Study of Expressive Timing"): a boundary is heard where
/// intervals change.
enum LocalBoundaries {
  struct MelodyTone: Hashable {
    var onset: Int
    var end: Int
    var key: Int
  }

  /// The paper's weights of the three profiles.
  static let pitchWeight = 0.25
  static let onsetWeight = 0.5
  static let restWeight = 0.25

  /// The strength with which a boundary is heard in each interval between neighbouring tones, 0...1.
  static func strengths(_ tones: [MelodyTone]) -> [Double] {
    guard tones.count > 1 else { return [] }
    let pairs = zip(tones, tones.dropFirst())
    let pitch = profile(pairs.map { abs($1.key - $0.key) })
    let onset = profile(pairs.map { $1.onset - $0.onset })
    let rest = profile(pairs.map { max(0, $1.onset - $0.end) })
    return pitch.indices.map {
      pitchWeight * pitch[$0] + onsetWeight * onset[$0] + restWeight * rest[$0]
    }
  }

  /// The strengths of intervals: each times its degrees of change from the one before and to the one after
  /// it, the greatest of them 1.
  static func profile(_ intervals: [Int]) -> [Double] {
    let strengths = intervals.indices.map { index in
      let before = index > 0 ? change(intervals[index - 1], intervals[index]) : 0
      let after =
        index + 1 < intervals.count ? change(intervals[index], intervals[index + 1]) : 0
      return Double(intervals[index]) * (before + after)
    }
    guard let greatest = strengths.max(), greatest > 0 else { return strengths }
    return strengths.map { $0 / greatest }
  }

  /// The degree of change between two intervals: |x - y| / (x + y), and 0 between two of 0.
  static func change(_ x: Int, _ y: Int) -> Double {
    x == y ? 0 : Double(abs(x - y)) / Double(x + y)
  }
}
