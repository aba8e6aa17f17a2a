import RenderMIDI
import RenderMusic

/// The tempi and the metre of a score, which give its ticks their meaning.
public struct ScoreTime: Hashable, Sendable {
  /// A bar, and the beats in it, in ticks.
  struct Bar: Hashable {
    var start: Int
    var length: Int
    var beat: Int
    /// The ticks from the bar's beginning to the second of two equal halves; nil where there are none.
    var half: Int?
  }

  let ticksPerQuarter: Int
  /// Whether ticks are clock time (SMPTE): a tempo has no effect, and the performance has none.
  let isClockTime: Bool
  /// The tempo changes in ascending order, one a tick, the first at 0.
  let tempoChanges: [TempoMap.Change]
  private let signatures: [Score.TimeSignature]

  /// Makes the times of a score. With no tempo at tick 0, 120 quarters a minute hold from there; with no time
  /// signature, 4/4. Of several at a tick the last one holds. Values that no score can hold are brought into
  /// range.
  public init(
    ticksPerQuarter: Int, tempos: [Score.Tempo] = [], timeSignatures: [Score.TimeSignature] = []
  ) {
    let marks = tempos.map { tempo in
      let microseconds = (60e6 / tempo.quartersPerMinute).rounded()
      return TimedEvent(
        tick: tempo.tick,
        event: .meta(
          .tempo(
            microsecondsPerQuarter: microseconds >= 1 ? UInt32(min(microseconds, 0xFF_FFFF)) : 1)))
    }
    let map = TempoMap(
      MIDIFile(
        format: .singleTrack, division: .ticksPerQuarter(1), tracks: [MIDITrack(events: marks)]))
    self.init(
      ticksPerQuarter: ticksPerQuarter, isClockTime: false, tempoChanges: map.changes,
      timeSignatures: timeSignatures)
  }

  public init(_ score: Score) {
    self.init(
      ticksPerQuarter: score.ticksPerQuarter, tempos: score.tempos,
      timeSignatures: score.timeSignatures)
  }

  init(
    ticksPerQuarter: Int, isClockTime: Bool, tempoChanges: [TempoMap.Change],
    timeSignatures: [Score.TimeSignature]
  ) {
    self.ticksPerQuarter = min(max(ticksPerQuarter, 1), 0x7FFF)
    self.isClockTime = isClockTime
    self.tempoChanges = tempoChanges
    let ordered = timeSignatures.enumerated()
      .filter {
        $0.element.tick >= 0 && (1...255).contains($0.element.beats)
          && (1...128).contains($0.element.beatUnit) && $0.element.beatUnit.nonzeroBitCount == 1
      }
      .sorted { ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset) }
    var signatures = [Score.TimeSignature(tick: 0, beats: 4, beatUnit: 4)]
    for (_, signature) in ordered {
      if signatures.last?.tick == signature.tick { signatures.removeLast() }
      signatures.append(signature)
    }
    self.signatures = signatures
  }

  func microsecondsPerQuarter(at tick: Int) -> UInt32 {
    tempoChanges[lastIndex(of: tempoChanges, notAfter: tick, tick: \.tick)].microsecondsPerQuarter
  }

  /// The length of a tick in the score, in milliseconds.
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

  /// The metrical strength of a tick in its bar: 3 is a bar's first beat, 2 the beginning of its second half,
  /// 1 another beat, 0 between beats.
  func metricalLevel(at tick: Int) -> Int {
    let bar = bar(at: tick)
    let position = tick - bar.start
    if position == 0 { return 3 }
    if position == bar.half { return 2 }
    return position.isMultiple(of: bar.beat) ? 1 : 0
  }

  /// The length in ticks of the bar that phrases are counted in: short bars taken together, long ones parted,
  /// until it lasts two quarters or more and less than eight.
  func phraseBar(at tick: Int) -> Int {
    var length = bar(at: tick).length
    while length < 2 * ticksPerQuarter { length *= 2 }
    while length >= 8 * ticksPerQuarter { length = (length + 1) / 2 }
    return length
  }
}

/// The index of the last element at or before a tick, of a sequence whose first is at 0.
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
