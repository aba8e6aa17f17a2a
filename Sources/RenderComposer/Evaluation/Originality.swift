import RenderMusic

/// A measure of how much of pieces is also in a corpus, note for note, in any key: windows and stretches of
/// notes, as intervals in time and pitch (durations aside).
public struct Originality: Sendable {
  /// The number of notes of a window.
  public static let window = 16

  /// The measure of what some pieces have in common with the corpus.
  public struct Copies: Hashable, Codable, Sendable {
    /// The share of all windows of 16 notes that the corpus has, too, 0...1.
    public var share: Double
    /// The number of notes of a piece's longest stretch that the corpus has, too, below 16 counting as 0: the
    /// median of the pieces.
    public var medianLongest: Int
    /// The number of notes of the longest of these stretches.
    public var longest: Int
  }

  /// The intervals of all pieces, one after the other.
  private var intervals: [UInt32] = []
  /// The places of the windows of the corpus, by hash.
  private var places: [(hash: UInt64, start: UInt32)] = []

  /// - Parameter corpus: what could have been copied, less than four thousand million notes.
  public init(_ corpus: [TimedScore]) {
    for score in corpus {
      let piece = Self.intervals(score)
      for (index, hash) in Self.hashes(piece).enumerated() {
        places.append((hash, UInt32(intervals.count + index)))
      }
      intervals += piece
      // Nothing goes on over the end of a piece.
      intervals.append(.max)
    }
    places.sort { ($0.hash, $0.start) < ($1.hash, $1.start) }
  }

  /// Measures what some pieces have in common with the corpus.
  public func copies(in pieces: [TimedScore]) -> Copies {
    var (windows, copied) = (0, 0)
    var longest: [Int] = []
    for piece in pieces {
      let own = Self.intervals(piece)
      var most = 0
      for (start, hash) in Self.hashes(own).enumerated() {
        windows += 1
        let length = longestMatch(of: own[start...], hash)
        guard length >= Self.window - 1 else { continue }
        copied += 1
        // So many intervals and one note more.
        most = max(most, length + 1)
      }
      longest.append(most)
    }
    return Copies(
      share: Double(copied) / Double(max(1, windows)),
      medianLongest: longest.sorted().dropFirst(longest.count / 2).first ?? 0,
      longest: longest.max() ?? 0)
  }

  /// The number of intervals that the corpus has like these, at the place where it has the most.
  private func longestMatch(of own: ArraySlice<UInt32>, _ hash: UInt64) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    var most = 0
    while low < places.count, places[low].hash == hash {
      let theirs = intervals[Int(places[low].start)...]
      most = max(most, zip(own, theirs).prefix(while: { $0 == $1 }).count)
      low += 1
    }
    return most
  }

  /// The intervals from note to note: time in units (all of a long pause is one) and semitones.
  private static func intervals(_ score: TimedScore) -> [UInt32] {
    zip(score.notes, score.notes.dropFirst()).map { note, next in
      UInt32(min(next.onset - note.onset, 0xFFFF)) << 8
        | UInt32(Int(next.key) - Int(note.key) + 128)
    }
  }

  /// The hashes of each window's intervals; empty where a piece is shorter.
  private static func hashes(_ intervals: [UInt32]) -> [UInt64] {
    let count = window - 1
    guard intervals.count >= count else { return [] }
    return (0...intervals.count - count).map { start in
      intervals[start..<start + count].reduce(0xcbf2_9ce4_8422_2325) { hash, interval in
        // FNV-1a, over whole intervals.
        (hash ^ UInt64(interval)) &* 0x0000_0100_0000_01b3
      }
    }
  }
}
