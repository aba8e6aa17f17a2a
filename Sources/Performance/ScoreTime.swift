import MIDI
import Music

/// The tempi and the metre of a score: what its ticks mean.
public struct ScoreTime: Hashable, Sendable {
  struct TempoChange: Hashable {
    var tick: Int
    var microsecondsPerQuarter: UInt32
  }

  /// A bar, and the beats in it, in ticks.
  struct Bar: Hashable {
    var start: Int
    var length: Int
    var beat: Int
    /// The second of two equal halves begins so far into the bar.
    var half: Int?
  }

  let ticksPerQuarter: Int
  /// Ticks are clock time (SMPTE): a tempo has no effect, and the performance has none.
  let isClockTime: Bool
  /// In ascending order, one a tick, the first at 0.
  let tempoChanges: [TempoChange]
  private let signatures: [Score.TimeSignature]

  /// With no tempo at tick 0, 120 quarters a minute hold from there; with no time signature, 4/4.
  /// Of several at a tick the last one holds. What no score can hold is brought into range.
  public init(
    ticksPerQuarter: Int, tempos: [Score.Tempo] = [], timeSignatures: [Score.TimeSignature] = []
  ) {
    self.init(
      ticksPerQuarter: ticksPerQuarter, isClockTime: false,
      tempoChanges: tempos.map {
        let microseconds = (60e6 / $0.quartersPerMinute).rounded()
        return TempoChange(
          tick: $0.tick,
          microsecondsPerQuarter: microseconds >= 1 ? UInt32(min(microseconds, 0xFF_FFFF)) : 1)
      },
      timeSignatures: timeSignatures)
  }

  public init(_ score: Score) {
    self.init(
      ticksPerQuarter: score.ticksPerQuarter, tempos: score.tempos,
      timeSignatures: score.timeSignatures)
  }

  init(
    ticksPerQuarter: Int, isClockTime: Bool, tempoChanges: [TempoChange],
    timeSignatures: [Score.TimeSignature]
  ) {
    self.ticksPerQuarter = min(max(ticksPerQuarter, 1), 0x7FFF)
    self.isClockTime = isClockTime
    self.tempoChanges = Self.ordered(tempoChanges, tick: \.tick) {
      TempoChange(tick: 0, microsecondsPerQuarter: TempoMap.defaultMicrosecondsPerQuarter)
    }
    signatures = Self.ordered(
      timeSignatures.filter {
        (1...255).contains($0.beats) && (1...128).contains($0.beatUnit)
          && $0.beatUnit.nonzeroBitCount == 1
      }, tick: \.tick
    ) { Score.TimeSignature(tick: 0, beats: 4, beatUnit: 4) }
  }

  /// By tick, the last one of each, with a first one at 0.
  private static func ordered<Change>(
    _ changes: [Change], tick: KeyPath<Change, Int>, first: () -> Change
  ) -> [Change] {
    let sorted = changes.enumerated()
      .filter { $0.element[keyPath: tick] >= 0 }
      .sorted {
        ($0.element[keyPath: tick], $0.offset) < ($1.element[keyPath: tick], $1.offset)
      }
    var result = [first()]
    for (_, change) in sorted {
      if result[result.count - 1][keyPath: tick] == change[keyPath: tick] { result.removeLast() }
      result.append(change)
    }
    return result
  }

  func microsecondsPerQuarter(at tick: Int) -> UInt32 {
    tempoChanges[lastIndex(of: tempoChanges, notAfter: tick, tick: \.tick)].microsecondsPerQuarter
  }

  /// A tick as it lasts in the score.
  func milliseconds(ofTickAt tick: Int) -> Double {
    Double(microsecondsPerQuarter(at: tick)) / (1000 * Double(ticksPerQuarter))
  }

  // MARK: Metre

  func bar(at tick: Int) -> Bar {
    let signature = signatures[lastIndex(of: signatures, notAfter: tick, tick: \.tick)]
    let unit = max(1, 4 * ticksPerQuarter / signature.beatUnit)
    let length = unit * signature.beats
    // Three eighths are one beat of 6/8, 9/8 and 12/8.
    let isCompound =
      signature.beatUnit >= 8 && signature.beats > 3 && signature.beats.isMultiple(of: 3)
    let beat = isCompound ? 3 * unit : unit
    let beats = length / beat
    return Bar(
      start: tick - (tick - signature.tick) % length, length: length, beat: beat,
      half: beats.isMultiple(of: 2) && beats > 2 || isCompound && beats == 2 ? length / 2 : nil)
  }

  /// How strong the place of a tick is in its bar: 3 is a bar's first beat, 2 the beginning of its
  /// second half, 1 another beat, 0 between beats.
  func metricalLevel(at tick: Int) -> Int {
    let bar = bar(at: tick)
    let position = tick - bar.start
    if position == 0 { return 3 }
    if position == bar.half { return 2 }
    return position.isMultiple(of: bar.beat) ? 1 : 0
  }

  /// The bar that phrases are counted in: short bars taken together, long ones parted, until it
  /// lasts two quarters or more and less than eight.
  func phraseBar(at tick: Int) -> Int {
    var length = bar(at: tick).length
    while length < 2 * ticksPerQuarter { length *= 2 }
    while length >= 8 * ticksPerQuarter { length = (length + 1) / 2 }
    return length
  }
}

/// The last element at or before a tick, of a sequence whose first is at 0.
func lastIndex<Element>(
  of elements: [Element], notAfter tick: Int, tick position: KeyPath<Element, Int>
) -> Int {
  var low = 0
  var high = elements.count
  while high - low > 1 {
    let middle = low + (high - low) / 2
    if elements[middle][keyPath: position] <= tick { low = middle } else { high = middle }
  }
  return low
}
