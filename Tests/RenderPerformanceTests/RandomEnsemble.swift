import RenderMusic
import RenderRandomness

@testable import RenderPerformance

/// Music for instruments of any kind that nobody wrote.
struct RandomEnsemble {
  var notes: [PartNote] = []
  var parts: [PerformedPart]
  var time: ScoreTime

  /// - Parameter programs: those of the parts; random ones, one of which may share a channel, without them.
  init(seed: UInt64, programs: [UInt8]? = nil) {
    var generator = SeededGenerator(seed: seed, numbers: [2])
    func draw(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(generator.next(below: UInt64(range.count)))
    }
    let ticks = [24, 96, 480, 1024][draw(0...3)]
    let isRandom = programs == nil
    let programs = programs ?? (0..<draw(1...12)).map { _ in UInt8(draw(0...127)) }
    let shared = isRandom ? draw(0...30) : 0
    parts = programs.enumerated().map { index, program in
      PerformedPart(program: program, keyboard: index == shared ? 0 : index)
    }
    time = ScoreTime(
      ticksPerQuarter: ticks,
      tempos: [Score.Tempo(tick: 0, quartersPerMinute: Double(draw(30...240)))],
      timeSignatures: [
        Score.TimeSignature(tick: 0, beats: draw(2...7), beatUnit: [4, 8, 2][draw(0...2)])
      ])
    for part in parts.indices {
      var onset = draw(0...4) * ticks
      for _ in 0..<draw(20...150) {
        let length = max(1, ticks * [1, 2, 2, 4, 4, 8, 16, 32][draw(0...7)] / 4)
        for _ in 0..<(draw(0...5) == 0 ? 3 : 1) {
          notes.append(
            PartNote(
              Note(
                onset: onset, duration: draw(0...9) == 0 ? 3 * length : length,
                key: UInt8(draw(36...90)), velocity: UInt8(draw(1...127))), part: part))
        }
        onset += length + (draw(0...6) == 0 ? draw(1...6) * ticks : 0)
      }
    }
    notes = notes.sortedByOnset()
  }

  func played(
    _ style: PerformanceStyle = .expressive, seed: UInt64 = 1, weights: RuleWeights = RuleWeights()
  ) -> [PerformedEvent] {
    Array(Rendition(notes, parts: parts, time: time, style: style, seed: seed, weights: weights))
  }

  /// The notes as keyboards take them: a key that is struck twice at once is struck once.
  var strokes: Int {
    Set(notes.map { [$0.note.onset, parts[$0.part].keyboard, Int($0.note.key)] }).count
  }
}

/// Parts of instruments, each with one line of notes that touch, `ticks` long and one after the other.
///
/// At 120 quarters a minute and 480 ticks a quarter a tick lasts 1.04 ms.
func lines(
  _ programs: [UInt8], _ ticks: Int = 480, count: Int = 256, key: (Int, Int) -> Int
) -> (notes: [PartNote], parts: [PerformedPart]) {
  let notes = programs.indices.flatMap { part in
    (0..<count).map { index in
      PartNote(
        Note(onset: ticks * index, duration: ticks, key: UInt8(key(part, index))), part: part)
    }
  }
  let parts = programs.enumerated().map { PerformedPart(program: $1, keyboard: $0) }
  return (notes.sortedByOnset(), parts)
}

/// An expressive performance at 120 quarters a minute, in 4/4.
func performed(
  _ notes: [PartNote], _ parts: [PerformedPart], seed: UInt64 = 1,
  weights: RuleWeights = RuleWeights()
) -> [PerformedEvent] {
  Array(
    Rendition(
      notes, parts: parts, time: ScoreTime(ticksPerQuarter: 480), style: .expressive, seed: seed,
      weights: weights))
}

extension [PerformedEvent] {
  /// The expression of a part.
  func expression(_ part: Int) -> [(tick: Int, value: Int)] {
    compactMap { event in
      guard event.part == part, case .expression(let value) = event.action else { return nil }
      return (event.tick, Int(value))
    }
  }

  /// The notes of a part.
  func notes(_ part: Int) -> [PlayedNote] {
    playedNotes(filter { $0.part == part }) ?? []
  }

  var pedals: Int { count { if case .pedal = $0.action { true } else { false } } }
}
