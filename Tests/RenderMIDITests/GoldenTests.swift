import Testing

@testable import RenderMIDI

struct GoldenTests {
  @Test("A file that mido wrote is read as mido reads it")
  func events() throws {
    let file = try MIDIFile(parsing: Golden.file)
    var read: [(track: Int, tick: Int, bytes: [UInt8])] = []
    for (index, track) in file.tracks.enumerated() {
      for timed in track.events {
        // A lone event is written in full form, after a delta of 0.
        var encoder = EventEncoder()
        var written: [UInt8] = []
        try encoder.encode(TimedEvent(tick: 0, event: timed.event), into: &written)
        read.append((index, timed.tick, Array(written.dropFirst())))
      }
    }
    #expect(read.count == Golden.events.count)
    for (ours, theirs) in zip(read, Golden.events) {
      #expect(ours == (theirs.track, theirs.tick, bytes(theirs.bytes)))
    }
  }

  @Test("The tempo map gives mido's times to a nanosecond")
  func times() throws {
    let map = TempoMap(try MIDIFile(parsing: Golden.file))
    #expect(map.changes.count == 13)
    for (tick, seconds) in Golden.noteOnSeconds {
      #expect(abs(map.seconds(atTick: tick) - seconds) < 1e-9)
    }
  }

  @Test("mido's file and ours differ in form alone")
  func rewritten() throws {
    let file = try MIDIFile(parsing: Golden.file)
    let written = try file.encoded()
    #expect(written.count <= Golden.file.count)
    #expect(try MIDIFile(parsing: written) == file)
  }
}
