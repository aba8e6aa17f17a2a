/// The likeness of the bars of a piece, each compared with every earlier one.
///
/// What is compared is where in the bar notes begin and at which keys: sets of (place, key). Two sets are as like as
/// their F1 value, twice the number of common elements over the sum of both numbers: 1 for equal bars, 0 for bars
/// with nothing in common. The matrix is Foote's self-similarity ("Visualizing music and audio using self-similarity",
/// 1999) on bars, with transposition as in Müller and Clausen ("Transposition-invariant self-similarity matrices", 2007).
public struct BarSimilarity: Sendable {
  /// The greatest number of bars that are compared, and of notes in them: they bound the work for a hostile file.
  public static let limits = (bars: 2000, notes: 40_000)
  /// The largest interval in semitones by which a bar is found moved.
  public static let widestMove = 12

  /// The number of bars that are compared, counted from the first one.
  public let count: Int
  /// The number of different (place, key) of each bar.
  let noteCounts: [Int]

  /// By pair of bars, the later one first: all pairs of bar 1, then of bar 2.
  private var atPitch: [Float] = []
  private var moved: [Float] = []
  private var moves: [Int8] = []
  private var rhythm: [Float] = []

  /// Compares the bars of a piece.
  public init(of score: TimedScore, bars: BarGrid) {
    let contents = BarContents(of: score, bars)
    count = contents.bars.count
    noteCounts = contents.bars.map(\.keys.count)
    let pairs = count * max(0, count - 1) / 2
    atPitch.reserveCapacity(pairs)
    moved.reserveCapacity(pairs)
    moves.reserveCapacity(pairs)
    rhythm.reserveCapacity(pairs)
    var matches = [Int32](repeating: 0, count: 2 * Self.widestMove + 1)
    for bar in 0..<count {
      for earlier in 0..<bar {
        let places = contents.countMatches(bar, earlier, at: &matches)
        append(
          matches, of: noteCounts[bar] + noteCounts[earlier], places: places,
          of: contents.bars[bar].places.count + contents.bars[earlier].places.count)
      }
    }
  }

  private mutating func append(
    _ matches: [Int32], of keys: Int, places: Int, of allPlaces: Int
  ) {
    let home = Self.widestMove
    // Of moves that fit as well, the smallest one, downwards before upwards.
    var (best, most) = (0, Int32(0))
    for size in 1...home {
      if matches[home - size] > most { (best, most) = (-size, matches[home - size]) }
      if matches[home + size] > most { (best, most) = (size, matches[home + size]) }
    }
    atPitch.append(2 * Float(matches[home]) / Float(max(1, keys)))
    moved.append(2 * Float(most) / Float(max(1, keys)))
    moves.append(Int8(best))
    rhythm.append(2 * Float(places) / Float(max(1, allPlaces)))
  }

  private func index(_ bar: Int, _ earlier: Int) -> Int { bar * (bar - 1) / 2 + earlier }

  /// The likeness of two bars at pitch, 0...1.
  ///
  /// - Parameters:
  ///   - bar: below `count`.
  ///   - earlier: a bar before it.
  public func atPitch(_ bar: Int, _ earlier: Int) -> Double {
    Double(atPitch[index(bar, earlier)])
  }

  /// The greatest likeness at pitch of a bar with an earlier one; 0 for the first bar.
  func likenessWithEarlier(_ bar: Int) -> Double {
    (0..<bar).reduce(0) { max($0, atPitch(bar, $1)) }
  }

  /// The likeness of a bar and an earlier one that is moved to where it fits best, up or down but not at pitch.
  ///
  /// - Returns: the likeness, and by how many semitones the bar lies higher; 0 and 0 where nothing fits.
  public func moved(_ bar: Int, _ earlier: Int) -> (likeness: Double, semitones: Int) {
    let index = index(bar, earlier)
    return (Double(moved[index]), Int(moves[index]))
  }

  /// The likeness of the places at which the notes of two bars begin, whatever their keys.
  public func rhythm(_ bar: Int, _ earlier: Int) -> Double { Double(rhythm[index(bar, earlier)]) }

  /// The likeness of any two bars in any transposition, where a moved one counts a little less; 1 for a bar with itself.
  func inAnyKey(_ first: Int, _ second: Int) -> Double {
    guard first != second else { return 1 }
    let index = index(max(first, second), min(first, second))
    return max(Double(atPitch[index]), 0.9 * Double(moved[index]))
  }
}
