/// The velocities that dynamics give to the notes of a piece, before anybody performs it.
///
/// A hairpin goes from the loudness at its beginning to that of the mark at its end; with none there, or one that is
/// no louder than where a crescendo began (no softer, in a diminuendo), one level up or down, and that level
/// stays. Every mark holds from its place on, whatever came before.
public struct DynamicCurve: Hashable, Sendable {
  /// The distance in units within which a mark belongs to the end of a hairpin: a quarter.
  private static let reach = Double(Piece.unitsPerQuarter)

  /// A line between two places; the end's height goes on after it. Heights are in levels, 0 is `ppp`.
  private struct Segment: Hashable {
    var onset: Int
    var end: Int
    var from: Double
    var to: Double

    func height(at unit: Int) -> Double {
      guard unit < end else { return to }
      let share = (Double(unit) - Double(onset)) / (Double(end) - Double(onset))
      return from + share * (to - from)
    }
  }

  private var segments: [Segment] = []
  private let accents: Set<Int>

  /// Makes the curve of some dynamics, in any order; of several marks at one place the last one holds, and a hairpin
  /// that begins while another one goes on takes over from it.
  public init(_ dynamics: Dynamics) {
    accents = Set(dynamics.accents)
    let marks = Self.ordered(dynamics.marks, by: \.onset)
    let hairpins = Self.ordered(dynamics.hairpins.filter { $0.end > $0.onset }, by: \.onset)
    var next = 0
    for (index, hairpin) in hairpins.enumerated() {
      var hairpin = hairpin
      while next < marks.count, marks[next].onset <= hairpin.onset {
        append(marks[next])
        next += 1
      }
      let limit = index + 1 < hairpins.count ? hairpins[index + 1].onset : .max
      // From a mark on its way a hairpin goes on, anew.
      while next < marks.count, marks[next].onset < limit,
        Double(marks[next].onset) < Double(hairpin.end) - Self.reach
      {
        append(hairpin, before: marks[next])
        append(marks[next])
        hairpin.onset = marks[next].onset
        next += 1
      }
      append(
        hairpin, before: next < marks.count && marks[next].onset <= limit ? marks[next] : nil)
    }
    for mark in marks[next...] { append(mark) }
  }

  private static func ordered<Element>(
    _ elements: [Element], by onset: KeyPath<Element, Int>
  ) -> [Element] {
    elements.enumerated()
      .sorted {
        ($0.element[keyPath: onset], $0.offset) < ($1.element[keyPath: onset], $1.offset)
      }
      .map(\.element)
  }

  private mutating func append(_ mark: Dynamics.Mark) {
    let height = Double(mark.level.rawValue)
    segments.append(Segment(onset: mark.onset, end: mark.onset, from: height, to: height))
  }

  private mutating func append(_ hairpin: Dynamics.Hairpin, before mark: Dynamics.Mark?) {
    let from = height(at: hairpin.onset)
    let step = hairpin.isCrescendo ? 1.0 : -1
    var to = min(max(from + step, 0), Double(DynamicLevel.allCases.count - 1))
    if let mark, Double(mark.onset) <= Double(hairpin.end) + Self.reach {
      let height = Double(mark.level.rawValue)
      if (height - from) * step > 0 { to = height }
    }
    let end = min(hairpin.end, mark?.onset ?? hairpin.end)
    segments.append(Segment(onset: hairpin.onset, end: end, from: from, to: to))
  }

  /// The loudness at a unit, in levels.
  private func height(at unit: Int) -> Double {
    var (low, high) = (0, segments.count)
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].onset <= unit { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? segments[low - 1].height(at: unit) : Double(DynamicLevel.mf.rawValue)
  }

  /// The level nearest to the loudness at a unit.
  func level(at unit: Int) -> DynamicLevel {
    DynamicLevel(rawValue: Int(height(at: unit).rounded())) ?? .mf
  }

  /// The velocity of a note that begins at a unit, 1...127; an accent makes it 3 dB louder where amplitudes go with
  /// its square.
  public func velocity(at unit: Int) -> UInt8 {
    let levels = DynamicLevel.allCases
    let height = height(at: unit)
    let lower = min(Int(height), levels.count - 2)
    let (from, to) = (levels[lower].velocity, levels[lower + 1].velocity)
    let share = height - Double(lower)
    let velocity = Double(from) + share * (Double(to) - Double(from))
    return UInt8(min(127, (accents.contains(unit) ? 1.19 * velocity : velocity).rounded()))
  }
}
