/// A writer of tempi, those of the score times those of the performance.
struct TempoWriter {
  private let time: ScoreTime
  /// The number of the score's tempo changes that have been written.
  private var written = 0
  private var position = 0
  private var last: UInt32?

  init(_ time: ScoreTime) { self.time = time }

  /// Writes the tempi up to the beginning of the next phrase, or to the end of the piece.
  mutating func write(_ tempo: PhraseTempo, of phrase: Phrase, into queue: inout EventQueue) {
    write(until: phrase.start, into: &queue)
    for (index, step) in tempo.steps.enumerated() {
      let next = index + 1 < tempo.steps.count ? tempo.steps[index + 1].tick : tempo.end
      write(until: next, lengthening: step.lengthening, into: &queue)
    }
    write(until: phrase.next ?? .max, into: &queue)
  }

  /// Writes the tempi from the present position up to a tick.
  mutating func write(
    until end: Int, lengthening: Double = 1, into queue: inout EventQueue
  ) {
    guard !time.isClockTime, position < end else { return }
    let changes = time.tempoChanges
    while written + 1 < changes.count, changes[written + 1].tick <= position { written += 1 }
    write(changes[written].microsecondsPerQuarter, at: position, lengthening, into: &queue)
    while written + 1 < changes.count, changes[written + 1].tick < end {
      written += 1
      write(
        changes[written].microsecondsPerQuarter, at: changes[written].tick, lengthening,
        into: &queue)
    }
    position = end
  }

  private mutating func write(
    _ microseconds: UInt32, at tick: Int, _ lengthening: Double, into queue: inout EventQueue
  ) {
    let played = UInt32(min(max((Double(microseconds) * lengthening).rounded(), 1), 0xFF_FFFF))
    guard played != last else { return }
    last = played
    queue.append(tick, part: nil, .tempo(microsecondsPerQuarter: played))
  }
}
