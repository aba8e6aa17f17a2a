import RenderMusic
import RenderRandomness

@testable import RenderPerformance

/// Music that nobody wrote, in the kinds that a performance meets.
struct RandomScore {
  enum Kind: CaseIterable {
    /// As the classic model writes it: an event every half quarter that lasts a quarter.
    case even
    /// Durations, rests and chords of any kind, in two parts that share a keyboard.
    case free
    /// Many notes at once, and the same keys again and again.
    case dense
    /// Few notes, far apart.
    case sparse
  }

  var notes: [PartNote] = []
  var parts = [PerformedPart()]
  var time: ScoreTime

  init(_ kind: Kind, seed: UInt64, onsets: Int = 200) {
    var generator = SeededGenerator(seed: seed, numbers: [1])
    func draw(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(generator.next(below: UInt64(range.count)))
    }
    let ticks = [24, 96, 480, 1024][draw(0...3)]
    let metre = [(4, 4), (3, 4), (6, 8), (2, 2), (3, 8), (5, 4)][draw(0...5)]
    time = ScoreTime(
      ticksPerQuarter: ticks,
      tempos: kind == .even
        ? []
        : (0..<draw(1...4)).map {
          Score.Tempo(
            tick: $0 * draw(1...20) * ticks, quartersPerMinute: Double(draw(40...200)))
        },
      timeSignatures: [Score.TimeSignature(tick: 0, beats: metre.0, beatUnit: metre.1)])
    if kind == .free { parts.append(PerformedPart()) }
    var onset = kind == .even ? 0 : draw(0...4) * ticks
    for _ in 0..<onsets {
      let count = kind == .dense ? draw(1...10) : draw(0...2) == 0 ? draw(2...4) : 1
      for _ in 0..<count {
        let duration =
          switch kind {
          case .even: ticks
          case .free, .sparse: max(1, ticks * draw(1...16) / 4)
          case .dense: draw(1...ticks)
          }
        notes.append(
          PartNote(
            Note(
              onset: onset, duration: duration,
              key: UInt8(kind == .dense ? draw(55...67) : draw(21...108)),
              velocity: UInt8(kind == .even ? 80 : draw(1...127))),
            part: draw(0...(parts.count - 1))))
      }
      switch kind {
      case .even: onset += ticks / 2
      case .free: onset += max(1, ticks * draw(1...8) / 4)
      case .dense: onset += draw(1...max(1, ticks / 4))
      case .sparse: onset += ticks * draw(1...60)
      }
    }
  }

  func played(
    _ style: PerformanceStyle = .expressive, seed: UInt64 = 1, weights: RuleWeights = RuleWeights()
  ) -> [PerformedEvent] {
    Array(Rendition(notes, parts: parts, time: time, style: style, seed: seed, weights: weights))
  }

  /// The notes as a keyboard takes them: a key that is struck twice at once is struck once.
  var strokes: [(onset: Int, key: Int, velocity: Int)] {
    var seen: Set<[Int]> = []
    return notes.compactMap {
      let note = $0.note
      return seen.insert([note.onset, Int(note.key)]).inserted
        ? (note.onset, Int(note.key), Int(note.velocity)) : nil
    }
  }

  static let all = Kind.allCases.flatMap { kind in
    (1...12).map { RandomScore(kind, seed: UInt64($0)) }
  }
}

/// A note as it was played.
struct PlayedNote: Hashable {
  var onset: Int
  var end: Int
  var key: Int
  var velocity: Int
}

/// The notes of a performance in the order of their beginnings; nil where notes overlap on a key,
/// end without having begun or do not end.
func playedNotes(_ events: [PerformedEvent]) -> [PlayedNote]? {
  var notes: [PlayedNote] = []
  var sounding: [UInt8: Int] = [:]
  for event in events {
    switch event.action {
    case .noteOn(let key, let velocity):
      guard sounding[key] == nil else { return nil }
      sounding[key] = notes.count
      notes.append(
        PlayedNote(onset: event.tick, end: -1, key: Int(key), velocity: Int(velocity)))
    case .noteOff(let key):
      guard let index = sounding.removeValue(forKey: key), event.tick > notes[index].onset else {
        return nil
      }
      notes[index].end = event.tick
    default: break
    }
  }
  return sounding.isEmpty ? notes : nil
}
