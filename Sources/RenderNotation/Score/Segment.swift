/// A chord that sounds in a stretch of one measure.
struct Segment: Hashable {
  /// The beginning in units from that of the measure.
  var start: Int
  /// The end in units from the beginning of the measure.
  var end: Int
  /// The notes from the lowest.
  var notes: [NotatedScore.Note]
  /// The grace notes before it, one after the other.
  var graces: [[SpelledPitch]] = []
  /// Whether the chord is stressed.
  var isAccented = false

  /// The mean of the keys.
  var height: Int { notes.reduce(0) { $0 + $1.pitch.key } / max(1, notes.count) }
}

/// The voices of a staff in a measure: chords that overlap are in several.
struct VoiceDivision {
  /// The most voices on a staff; what would need more ends early.
  static let most = 4
  /// The most voices that are read without a doubt.
  static let clearest = 2

  /// The chords of each voice, by start and without overlaps, from the highest voice.
  private(set) var voices: [[Segment]] = []
  private let most: Int

  /// - Parameters:
  ///   - segments: the chords of the measure, no two with the same start and end.
  ///   - most: the most voices.
  init(_ segments: [Segment], most: Int) {
    self.most = most
    let ordered = segments.sorted {
      ($0.start, -$0.height, -$0.end) < ($1.start, -$1.height, -$1.end)
    }
    for segment in ordered { place(segment) }
    // By their upper notes, between which others of a chord may lie.
    func mean(_ voice: [Segment]) -> Int {
      voice.reduce(0) { $0 + ($1.notes.last?.pitch.key ?? 0) } / voice.count
    }
    let means = voices.map(mean)
    voices = voices.indices.sorted { (-means[$0], $0) < (-means[$1], $1) }.map { voices[$0] }
  }

  private mutating func place(_ segment: Segment) {
    let free = voices.indices.filter { voices[$0][voices[$0].count - 1].end <= segment.start }
    func distance(_ voice: Int) -> (Int, Int) {
      let last = voices[voice][voices[voice].count - 1]
      return (abs(last.height - segment.height) + (segment.start - last.end) / 6, voice)
    }
    if let nearest = free.min(by: { distance($0) < distance($1) }) {
      voices[nearest].append(segment)
    } else if voices.count < most {
      voices.append([segment])
    } else {
      squeeze(segment)
    }
  }

  /// Makes room in the voice that loses least: its last chord ends early, or takes the notes in.
  private mutating func squeeze(_ segment: Segment) {
    let lasts = voices.map { $0[$0.count - 1] }
    if let same = voices.indices.filter({ lasts[$0].start == segment.start })
      .min(by: { abs(lasts[$0].end - segment.end) < abs(lasts[$1].end - segment.end) })
    {
      let last = voices[same].count - 1
      voices[same][last].add(segment.notes)
      voices[same][last].graces += segment.graces
      return
    }
    let shortest = voices.indices.min { lasts[$0].end < lasts[$1].end }!
    let last = voices[shortest].count - 1
    voices[shortest][last].end = segment.start
    for note in voices[shortest][last].notes.indices {
      voices[shortest][last].notes[note].isTiedOn = false
    }
    voices[shortest].append(segment)
  }
}

extension Segment {
  /// Adds notes that the chord lacks, which end with it.
  fileprivate mutating func add(_ others: [NotatedScore.Note]) {
    for other in others where !notes.contains(where: { $0.pitch.key == other.pitch.key }) {
      notes.append(other)
    }
    notes.sort { $0.pitch.key < $1.pitch.key }
  }
}
