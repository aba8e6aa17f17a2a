@testable import RenderMIDI

/// The events of the tracks that these tests damage: two changes of program.
let programs = [
  TimedEvent(tick: 0, event: .programChange(channel: 0, program: 1)),
  TimedEvent(tick: 16, event: .programChange(channel: 0, program: 2)),
]

func end(at tick: Int) -> TimedEvent {
  TimedEvent(tick: tick, event: .meta(.endOfTrack))
}

/// A track of those events, as it stands in a file.
let soundTrack = chunk("MTrk", bytes("00 C001 10 C002 00 FF2F00"))

/// What has to be read of it.
let expectedTrack = MIDITrack(events: programs + [end(at: 16)])

func damage(
  _ fault: MIDIError.Fault, at offset: Int, times: Int = 1, dropping: Int = 0
) -> MIDIDamage {
  MIDIDamage(fault: fault, offset: offset, occurrences: times, droppedBytes: dropping)
}

func lenient(_ bytes: [UInt8]) throws -> (file: MIDIFile, damages: [MIDIDamage]) {
  try MIDIFile.parse(bytes, mode: .lenient)
}

/// The events of a single track and the damages.
func salvage(_ hexadecimal: String) throws -> (events: [TimedEvent], damages: [MIDIDamage]) {
  let (file, damages) = try lenient(file(hexadecimal))
  return (file.tracks[0].events, damages)
}
