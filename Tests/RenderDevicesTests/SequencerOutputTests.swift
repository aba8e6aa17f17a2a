import Glibc
import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderDevices

/// Against a library that records its calls: `ALSASubstitute`.
@Suite(.enabled(if: ALSASubstitute.path != nil, "there is no C compiler"))
struct SequencerOutputTests {
  private let folder = TemporaryFolder()
  private let library: ALSALibrary

  init() throws { library = try ALSALibrary(path: ALSASubstitute.path) }

  private func output() throws -> SequencerOutput {
    try SequencerOutput(port: folder.path("record"), library: library)
  }

  private var calls: [ALSASubstitute.Call] { ALSASubstitute.calls(folder.bytes("record")) }

  /// The events: their types and what belongs to them.
  private var events: [[Int]] {
    calls.filter { $0.words[0] == "event" }.map { call in
      let digits = Array(call.words[1])
      let bytes = stride(from: 0, to: digits.count, by: 2).map {
        Int(String(digits[$0...$0 + 1]), radix: 16)!
      }
      // Sent at once by the third port, to its subscribers.
      #expect(bytes[3] == 253 && Array(bytes[12...15]) == [0, 3, 254, 253])
      let value = bytes[24..<28].reversed().reduce(0) { $0 << 8 | $1 }
      return [bytes[0]] + bytes[16...18] + [bytes[20], Int(Int32(truncatingIfNeeded: value))]
    }
  }

  private let silence = [[10, 0, 0, 0, 64, 0], [10, 0, 0, 0, 123, 0]]

  @Test("Every message of a channel is sent as the sequencer has it, and nothing else is sent")
  func messages() throws {
    let output = try output()
    for event: MIDIEvent in [
      .programChange(channel: 0, program: 40), .noteOn(channel: 0, key: 60, velocity: 100),
      .polyphonicPressure(channel: 0, key: 60, pressure: 9),
      .controlChange(channel: 0, controller: 11, value: 90),
      .channelPressure(channel: 0, pressure: 8), .pitchBend(channel: 0, value: 0),
      .pitchBend(channel: 0, value: 16383), .noteOff(channel: 0, key: 60, velocity: 64),
      .systemExclusive([0x7E, 0x7F, 9, 1, 0xF7]), .escape([0xF6]),
      .meta(.tempo(microsecondsPerQuarter: 5)),
    ] { try output.send(event) }
    #expect(calls.first?.text == "connect 3 20:1")
    #expect(
      events == [
        [11, 0, 0, 0, 0, 40], [6, 0, 60, 100, 0, 0], [8, 0, 60, 9, 0, 0], [10, 0, 0, 0, 11, 90],
        [12, 0, 0, 0, 0, 8], [13, 0, 0, 0, 0, -8192], [13, 0, 0, 0, 0, 8191],
        [7, 0, 60, 64, 0, 0],
      ])
  }

  @Test("No note goes on sounding, whatever ends the connection")
  func silenced() throws {
    var output: SequencerOutput? = try output()
    try output?.send(.noteOn(channel: 0, key: 64, velocity: 1))
    try output?.send(.noteOn(channel: 0, key: 60, velocity: 1))
    try output?.send(.noteOn(channel: 0, key: 64, velocity: 0))
    output = nil
    #expect(events.suffix(3) == [[7, 0, 60, 0, 0, 0]] + silence)
    #expect(calls.last?.text == "close")
  }

  @Test("Events are sent in their order, none before it is due, and then there is silence")
  func order() throws {
    let times = [0.02, 0.02, 0.05, 0.08]
    let output = try output()
    try output.play(
      zip(times, 60...).map { ($0, .noteOn(channel: 0, key: $1, velocity: 1)) })
    #expect(events.map { $0[2] }.prefix(4) == [60, 61, 62, 63])
    #expect(events.suffix(2) == silence)
    let sent = calls.filter { $0.words[0] == "event" }.map(\.seconds)
    // A machine that is busy may send later. Time begins after the connection.
    for (time, due) in zip(sent, times) { #expect(time >= calls[0].seconds + due) }
  }

  @Test("Where events are late, what follows keeps its distance from them")
  func late() throws {
    let output = try output()
    let events = [0.0, 0.01, 0.06].lazy.map { seconds -> (seconds: Double, event: MIDIEvent) in
      if seconds == 0.01 { usleep(200_000) }
      return (seconds, .noteOn(channel: 0, key: 60, velocity: 1))
    }
    try output.play(events)
    let sent = calls.filter { $0.words[0] == "event" }.map(\.seconds)
    #expect(sent[1] >= sent[0] + 0.2)
    #expect(sent[2] >= sent[0] + 0.25)
  }

  @Test("A cancelled performance ends within its longest rest, in silence")
  func cancelled() throws {
    let output = try output()
    var asked = 0
    try output.play(
      [
        (0, .noteOn(channel: 0, key: 60, velocity: 1)),
        (3600, .noteOff(channel: 0, key: 60, velocity: 0)),
      ]
    ) {
      asked += 1
      return asked > 3
    }
    #expect(events == [[6, 0, 60, 1, 0, 0], [7, 0, 60, 0, 0, 0]] + silence)
  }

  @Test("The ports that take events are listed with their names, and no others")
  func ports() throws {
    #expect(
      try SequencerOutput.ports(in: library) == [
        SequencerPort(address: "20:1", client: "Piano", name: "Keys")
      ])
  }

  @Test("A port that does not exist is named with the reason")
  func missing() {
    #expect(throws: DeviceError.port("none", reason: "No such file or directory")) {
      try SequencerOutput(port: "none", library: library)
    }
  }
}
