import RenderMusic

/// The lines of a piece so far: its melody, the notes above which nothing sounds when they begin, its bass, below which
/// nothing sounds, and the keys that were let go.
///
/// A line goes on from notes that have ended. A network that has to keep their keys in its state forgets them sooner than
/// a listener does, and leaps more.
struct OuterVoices: Sendable {
  private struct Line: Sendable {
    /// The last notes, at most one an onset.
    private var notes: [Piece.Note] = []
    private let kept: Int

    init(keeping count: Int) { kept = count }

    mutating func append(_ note: Piece.Note) {
      if notes.last?.onset == note.onset { notes.removeLast() }
      notes.append(note)
      // One of them may begin at the present onset.
      if notes.count > kept + 1 { notes.removeFirst() }
    }

    /// The keys of the last notes that begin before a unit, the last one first.
    func keys(before onset: Int) -> some Sequence<Int> {
      notes.reversed().lazy.filter { $0.onset < onset }.prefix(kept).map { Int($0.key) }
    }
  }

  private var melody = Line(keeping: melodyDepth)
  private var bass = Line(keeping: 1)
  /// The notes that sound, or ended not long ago, by onset, then key.
  private var recent: [Piece.Note] = []

  /// The number of notes of the melody that are heard.
  private static let melodyDepth = 2
  /// The units for which a key that was let go is still heard.
  private static let memory = Piece.unitsPerQuarter

  /// Takes the next note, by onset, then key.
  mutating func append(_ note: Piece.Note) {
    recent.removeAll { $0.end <= note.onset - Self.memory }
    let sounding = recent.lazy.filter { $0.end > note.onset }
    if !sounding.contains(where: { $0.key > note.key }) { melody.append(note) }
    if !sounding.contains(where: { $0.key < note.key }) { bass.append(note) }
    recent.append(note)
  }

  // MARK: Features

  private static let basses = 128 * melodyDepth
  private static let released = basses + 128

  /// The number of features: indices are below it.
  static let featureCount = released + 128

  /// The features of the lines before an onset: the last keys of the melody and of the bass, and the keys that were let go
  /// within a quarter.
  func features(before onset: Int) -> [Int32] {
    var features: [Int32] = []
    for (age, key) in melody.keys(before: onset).enumerated() {
      features.append(Int32(128 * age + key))
    }
    for key in bass.keys(before: onset) { features.append(Int32(Self.basses + key)) }
    var isKnown = [Bool](repeating: false, count: 128)
    for note in recent.reversed() where !isKnown[Int(note.key)] {
      // Of two notes of a key the later one counts.
      isKnown[Int(note.key)] = true
      if note.end <= onset, note.end > onset - Self.memory {
        features.append(Int32(Self.released + Int(note.key)))
      }
    }
    return features
  }
}
