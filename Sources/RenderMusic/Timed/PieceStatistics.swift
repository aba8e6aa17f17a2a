import RenderSystem

/// Statistics of a piece; definitions after MusPy (Dong et al. 2020) and mgeval (Yang, Lerch 2020), which
/// lack the last three.
public struct PieceStatistics: Hashable, Codable, Sendable {
  /// The highest less the lowest key, in semitones.
  public var pitchRange: Double
  /// The entropy of the twelve pitch classes' frequencies, in bits.
  public var pitchClassEntropy: Double
  /// The largest share of the notes that are in one major or minor scale (the natural minor scales
  /// have the notes of the major ones), 0...1.
  public var scaleConsistency: Double
  /// The number of keys that are down, on average over the time in which any is.
  public var polyphony: Double
  /// The number of notes a quarter.
  public var noteDensity: Double
  /// The mean length of a note, in quarters.
  public var noteLength: Double
  /// The mean time from an event to the next, in quarters.
  public var interOnsetInterval: Double
  /// The share of the windows of eight notes that have occurred before in the piece, as intervals in
  /// time and pitch, 0...1.
  public var selfRepetition: Double
  /// The mean key of the last quarter of the notes less that of the first, in semitones.
  public var registerDrift: Double
  /// The largest share that one event, or one bar of four quarters, has of all, 0...1: above 0.25 a
  /// piece has collapsed.
  public var largestShare: Double

  /// The statistics of a piece; `nil` for one of fewer than eight notes.
  public init?(_ score: TimedScore) {
    let notes = score.notes
    guard notes.count >= 8 else { return nil }
    let quarter = Double(Piece.unitsPerQuarter)
    let count = Double(notes.count)
    let keys = notes.map { Int($0.key) }
    pitchRange = Double(keys.max()! - keys.min()!)
    let classes = notes.pitchClassFrequencies
    pitchClassEntropy = Self.entropy(classes)
    scaleConsistency =
      (0..<12).map { tonic in
        [0, 2, 4, 5, 7, 9, 11].reduce(0) { $0 + classes[(tonic + $1) % 12] }
      }.max()!
    let onsets = notes.map(\.onset)
    let events = zip(onsets, onsets.dropFirst()).count { $0 != $1 } + 1
    let sounding = Self.sounding(notes)
    let length = notes.reduce(0) { $0 + $1.duration }
    polyphony = Double(length) / Double(sounding)
    noteDensity = count / (Double(score.end - onsets[0]) / quarter)
    noteLength = Double(length) / count / quarter
    interOnsetInterval =
      Double(onsets[onsets.count - 1] - onsets[0]) / quarter
      / Double(max(1, events - 1))
    selfRepetition = Self.selfRepetition(notes)
    let quarterCount = max(1, notes.count / 4)
    registerDrift =
      Double(keys.suffix(quarterCount).reduce(0, +) - keys.prefix(quarterCount).reduce(0, +))
      / Double(quarterCount)
    largestShare = max(Self.largestEventShare(notes), Self.largestBarShare(notes))
  }
}

extension PieceStatistics {
  /// The entropy −Σ p log₂ p, in bits.
  static func entropy(_ shares: [Double]) -> Double {
    -shares.filter { $0 > 0 }.reduce(0) { $0 + $1 * log2($1) }
  }

  /// The number of units in which any key is down.
  private static func sounding(_ notes: [Piece.Note]) -> Int {
    var (total, end) = (0, notes[0].onset)
    for note in notes where note.end > end {
      total += note.end - max(note.onset, end)
      end = note.end
    }
    return total
  }

  private static func selfRepetition(_ notes: [Piece.Note]) -> Double {
    let intervals = zip(notes, notes.dropFirst()).map {
      [$1.onset - $0.onset, Int($1.key) - Int($0.key)]
    }
    var seen: Set<[Int]> = []
    var repeated = 0
    let windows = intervals.count - 6
    for start in 0..<windows
    where !seen.insert(Array(intervals[start..<start + 7].joined())).inserted {
      repeated += 1
    }
    return Double(repeated) / Double(windows)
  }

  private static func largestEventShare(_ notes: [Piece.Note]) -> Double {
    largestShare(notes.chunked(by: \.onset).map { $0.map { Int($0.key) } })
  }

  private static func largestBarShare(_ notes: [Piece.Note]) -> Double {
    let bar = 4 * Piece.unitsPerQuarter
    return largestShare(
      notes.chunked { $0.onset / bar }.map {
        $0.flatMap { [$0.onset % bar, Int($0.key), $0.duration] }
      })
  }

  private static func largestShare(_ contents: [[Int]]) -> Double {
    var counts: [[Int]: Int] = [:]
    for content in contents { counts[content, default: 0] += 1 }
    return Double(counts.values.max() ?? 0) / Double(max(1, contents.count))
  }
}

extension [Piece.Note] {
  /// The share of the notes that each pitch class has, [12], from C up; 0 without notes.
  var pitchClassFrequencies: [Double] {
    var frequencies = [Double](repeating: 0, count: 12)
    for note in self { frequencies[Int(note.key) % 12] += 1 / Double(count) }
    return frequencies
  }

  /// The notes in runs that have the same place.
  package func chunked(by place: (Piece.Note) -> Int) -> [[Piece.Note]] {
    var chunks: [[Piece.Note]] = []
    for note in self {
      if let last = chunks.last?.last, place(last) == place(note) {
        chunks[chunks.count - 1].append(note)
      } else {
        chunks.append([note])
      }
    }
    return chunks
  }
}

extension TimedScore {
  /// The first events of the piece, so many or fewer.
  public func beginning(events: Int) -> TimedScore {
    var begun = 0
    let count =
      notes.indices.first { index in
        if index == 0 || notes[index].onset != notes[index - 1].onset { begun += 1 }
        return begun > events
      } ?? notes.count
    // Notes of a canonical piece, with its tempi and parts.
    return try! TimedScore(notes: notes.prefix(count), tempos: tempos, programs: programs)
  }

  /// The passages of so many events, one after the other, each begun at 0; a shorter one at the end is left
  /// out.
  public func windows(events: Int) -> [TimedScore] {
    var windows: [[Piece.Note]] = [[]]
    var begun = 0
    var last: Int?
    for note in notes {
      if note.onset != last {
        if begun == events {
          windows.append([])
          begun = 0
        }
        begun += 1
        last = note.onset
      }
      windows[windows.count - 1].append(note)
    }
    if begun < events { windows.removeLast() }
    return windows.map { notes in
      // Moved within the grid, canonical as they were.
      try! TimedScore(
        notes: notes.map {
          Piece.Note(onset: $0.onset - notes[0].onset, duration: $0.duration, key: $0.key)
        })
    }
  }
}
