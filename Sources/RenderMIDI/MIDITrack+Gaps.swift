extension MIDITrack {
  /// Puts an empty text, which says nothing, into each gap between two events that is longer than a file can say in one
  /// number (268435455 ticks).
  public mutating func bridgeGaps() {
    var ticks: [Int] = []
    var last = 0
    for event in events {
      while event.tick - last > maximumQuantity {
        last += maximumQuantity
        ticks.append(last)
      }
      last = event.tick
    }
    guard !ticks.isEmpty else { return }
    var bridged: [TimedEvent] = []
    var next = 0
    for event in events {
      while next < ticks.count, ticks[next] < event.tick {
        bridged.append(TimedEvent(tick: ticks[next], event: .meta(.text(.text, []))))
        next += 1
      }
      bridged.append(event)
    }
    events = bridged
  }
}
