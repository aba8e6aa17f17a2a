import RenderMIDI
import Testing

@testable import RenderPlot

@Suite("The piano roll of a MIDI file") struct PianoRollTests {
  @Test("has notes and pedals in seconds, over changes of tempo")
  func tempoChanges() {
    let roll = PianoRoll(
      file(
        track([
          (1000, .meta(.tempo(microsecondsPerQuarter: 1_000_000))),
          (2000, .meta(.tempo(microsecondsPerQuarter: 250_000))),
        ]),
        track([
          (500, on(60, 80)), (1500, off(60)), (1500, pedal(64)), (2000, on(64, 90)),
          (4000, on(64, 0)), (5000, pedal(63)),
        ])))
    #expect(roll.notes == [.init(0.5, 1.5, 60, 80), .init(3, 1, 64, 90)])
    #expect(roll.pedal == [.init(start: 2, end: 4.5, channel: 0)])
    #expect(roll.end == 4.5)
  }

  @Test("ends what hangs with the last event")
  func hanging() {
    let roll = PianoRoll(file(track([(0, on(60)), (500, pedal(127)), (1000, on(62))], end: 3000)))
    #expect(roll.notes == [.init(0, 3, 60), .init(1, 2, 62)])
    #expect(roll.pedal == [.init(start: 0.5, end: 3, channel: 0)])
  }

  @Test("ends a key's note where it is struck again")
  func struckAgain() {
    let roll = PianoRoll(file(track([(0, on(60)), (400, on(60)), (900, off(60)), (950, off(60))])))
    #expect(roll.notes == [.init(0, 0.4, 60), .init(0.4, 0.5, 60)])
  }

  @Test("lets one track leave a key at the tick where another strikes it")
  func handover() {
    let roll = PianoRoll(
      file(track([(500, on(60)), (1000, off(60))]), track([(0, on(60)), (500, off(60))])))
    #expect(roll.notes == [.init(0, 0.5, 60), .init(0.5, 0.5, 60)])
  }

  @Test("keeps a note that ends at the tick of its start")
  func noDuration() {
    let roll = PianoRoll(file(track([(500, on(60)), (500, off(60)), (900, off(61))])))
    #expect(roll.notes == [.init(0.5, 0, 60)])
  }

  @Test("tells channels apart, and drums from pitches")
  func channels() {
    let roll = PianoRoll(
      file(
        track([
          (0, on(60, channel: 9)), (0, on(60)), (0, pedal(127, channel: 1)), (100, off(60)),
          (200, off(60, channel: 9)), (300, pedal(0)), (400, pedal(0, channel: 1)),
        ])))
    #expect(roll.notes.map(\.isPercussion) == [false, true])
    #expect(roll.notes.map(\.duration) == [0.1, 0.2])
    #expect(roll.pedal == [.init(start: 0, end: 0.4, channel: 1)])
  }

  @Test("says who plays each note, also where parts share a channel")
  func parts() {
    let notes = [(0, on(60)), (1000, off(60))]
    let roll = PianoRoll(
      file(
        part("Violin 1", program: 40, notes), part("Violin 2", program: 40, notes),
        part(
          "Cello", program: 42, channel: 1, [(500, on(48, channel: 1)), (800, off(48, channel: 1))])
      ))
    #expect(roll.hasParts && roll.partNames == ["Violin 1", "Violin 2", "Cello"])
    #expect(roll.notes.prefix(2) == [.init(0, 1, 60), .init(0, 1, 60, part: 1)])
    #expect(roll.notes.map(\.part) == [0, 1, 2])
  }

  @Test("of a piano's two staves has one part")
  func staves() {
    let roll = PianoRoll(
      file(
        part("Piano", program: 0, [(0, on(60)), (500, off(60))]),
        part(
          "Piano", program: 0, channel: 1, [(0, on(40, channel: 1)), (500, off(40, channel: 1))])
      ))
    #expect(!roll.hasParts && roll.notes.map(\.part) == [0, 0])
  }

  @Test("obeys all notes off and the reset of controllers")
  func channelModes() {
    let roll = PianoRoll(
      file(
        track(
          [
            (0, on(60)), (0, on(64)), (0, pedal(127)),
            (500, .controlChange(channel: 0, controller: 123, value: 0)),
            (700, .controlChange(channel: 0, controller: 121, value: 0)),
          ], end: 900)))
    #expect(roll.notes == [.init(0, 0.5, 60), .init(0, 0.5, 64)])
    #expect(roll.pedal == [.init(start: 0, end: 0.7, channel: 0)])
  }

  @Test("plays the tracks of format 2 one after the other, each in its own tempo")
  func independentTracks() {
    let roll = PianoRoll(
      file(
        track([(0, on(60)), (1000, off(60))], end: 2000),
        track([
          (0, .meta(.tempo(microsecondsPerQuarter: 1_000_000))), (500, on(62)), (1000, off(62)),
        ]), format: .independentTracks))
    #expect(roll.notes == [.init(0, 1, 60), .init(3, 1, 62)])
    #expect(roll.end == 4)
  }

  @Test("of a file without tracks is empty")
  func empty() {
    let roll = PianoRoll(file())
    #expect(roll.notes.isEmpty && roll.pedal.isEmpty && roll.end == 0)
  }
}
