/// A queue that puts played notes and other events into order, as far as what is to come cannot change it.
struct EventQueue {
  private struct SoundingNote {
    var part: Int
    var onset: Int
    var end: Int
  }

  private var pending: [PerformedEvent] = []
  /// The sounding notes, by keyboard and key.
  private var sounding: [Int: SoundingNote] = [:]
  private var ready: [PerformedEvent] = []
  private var readyIndex = 0
  private var horizon = 0

  mutating func append(_ tick: Int, part: Int?, _ action: PerformedEvent.Action) {
    pending.append(PerformedEvent(tick: tick, part: part, action: action))
  }

  /// Begins a note, and ends the one that sounds on its key: `gap` ticks before, or in the middle
  /// between the two onsets if that is later.
  mutating func strike(
    _ tone: Sonority.Tone, from onset: Int, to end: Int, velocity: UInt8, gap: Int
  ) {
    let slot = tone.keyboard << 7 | tone.key
    if let earlier = sounding[slot] {
      let latest = max(onset - gap, earlier.onset + (onset - earlier.onset + 1) / 2, horizon)
      release(earlier, key: UInt8(tone.key), at: min(earlier.end, latest))
    }
    append(onset, part: tone.part, .noteOn(key: UInt8(tone.key), velocity: velocity))
    sounding[slot] = SoundingNote(part: tone.part, onset: onset, end: end)
  }

  private mutating func release(_ note: SoundingNote, key: UInt8, at tick: Int) {
    append(tick, part: note.part, .noteOff(key: key))
  }

  /// Declares that nothing will happen before this tick any more.
  mutating func close(before tick: Int) {
    horizon = max(horizon, tick)
    for (slot, note) in sounding where note.end < tick {
      release(note, key: UInt8(slot & 127), at: note.end)
      sounding[slot] = nil
    }
    pending.sort { $0.order < $1.order }
    let count = pending.firstIndex { $0.tick >= tick } ?? pending.count
    ready.append(contentsOf: pending[..<count])
    pending.removeFirst(count)
  }

  mutating func next() -> PerformedEvent? {
    guard readyIndex < ready.count else {
      ready.removeAll(keepingCapacity: true)
      readyIndex = 0
      return nil
    }
    readyIndex += 1
    return ready[readyIndex - 1]
  }
}
