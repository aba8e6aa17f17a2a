import RenderRandomness
import RenderTestSupport
import Testing

@testable import RenderMIDI

struct NotePairingTests {
  /// Note-ons, some of velocity 0, and note-offs on few keys and channels, now and then something else.
  private static func events(seed: UInt64) -> [MIDIEvent] {
    var random = SeededGenerator(seed: seed)
    return (0..<200).map { _ in
      let (channel, key) = (UInt8(random.next(below: 2)), UInt8(60 + random.next(below: 3)))
      return switch random.next(below: 8) {
      case 0: .noteOn(channel: channel, key: key, velocity: 0)
      case 1...4: .noteOn(channel: channel, key: key, velocity: 1 + UInt8(random.next(below: 127)))
      case 5, 6: .noteOff(channel: channel, key: key, velocity: 64)
      default: .controlChange(channel: channel, controller: 64, value: 127)
      }
    }
  }

  /// Whether an event is a note-on, and the key and channel that it acts on.
  private static func stroke(_ event: MIDIEvent) -> (isOn: Bool, slot: [UInt8])? {
    switch event {
    case .noteOn(let channel, let key, let velocity): (velocity > 0, [channel, key])
    case .noteOff(let channel, let key, _): (false, [channel, key])
    default: nil
    }
  }

  /// For each note-on in order, the first later event of its key that ends it.
  private static func expected(
    _ events: [MIDIEvent], endsBy ends: (_ isOn: Bool) -> Bool
  ) -> [[Int]] {
    events.indices.compactMap { on in
      guard let stroke = stroke(events[on]), stroke.isOn else { return nil }
      let off = events.indices[(on + 1)...].first { index in
        Self.stroke(events[index]).map { $0.slot == stroke.slot && ends($0.isOn) } ?? false
      }
      return off.map { [on, $0] }
    }
  }

  private static func pairing(
    _ events: [MIDIEvent], _ rule: NotePairing<Int>.Rule
  ) -> NotePairing<Int> {
    var pairing = NotePairing<Int>(rule)
    for (index, event) in events.enumerated() { pairing.read(event, at: index) }
    return pairing
  }

  @Test("A note is ended by the next note-off of its key, whatever is struck between")
  func everyNoteOn() {
    for seed in 0..<50 as Range<UInt64> {
      let events = Self.events(seed: seed)
      let notes = Self.pairing(events, .nothing).notesByOnset
      #expect(notes.map { [$0.on, $0.off] } == Self.expected(events) { !$0 })
    }
  }

  @Test("... or, as in a synthesizer, by the next stroke of its key")
  func nextNoteOn() {
    for seed in 0..<50 as Range<UInt64> {
      let events = Self.events(seed: seed)
      let notes = Self.pairing(events, .nextNoteOn).notesByOnset
      #expect(notes.map { [$0.on, $0.off] } == Self.expected(events) { _ in true })
    }
  }

  @Test("A note has key, channel and velocity of its note-on", arguments: [0, 1, 2] as [UInt64])
  func facts(seed: UInt64) {
    let events = Self.events(seed: seed)
    for rule in [NotePairing<Int>.Rule.nothing, .nextNoteOn] {
      for note in Self.pairing(events, rule).notes {
        #expect(
          events[note.on]
            == .noteOn(channel: note.channel, key: note.key, velocity: note.velocity))
      }
    }
  }

  @Test("Notes come in the order of their ends or of their note-ons")
  func orders() {
    let events = Self.events(seed: 3)
    let pairing = Self.pairing(events, .nothing)
    #expect(pairing.notes.map(\.off) == pairing.notes.map(\.off).sorted())
    #expect(pairing.notesByOnset.map(\.on) == pairing.notes.map(\.on).sorted())
  }

  @Test("What nothing ends is a note only where all is ended, on a channel or on every one")
  func open() {
    func on(_ channel: UInt8) -> MIDIEvent { .noteOn(channel: channel, key: 60, velocity: 1) }
    var pairing = Self.pairing([on(0), on(1), on(0)], .nothing)
    #expect(pairing.notes.isEmpty)
    pairing.endAll(channel: 0, at: 10)
    #expect(pairing.notes.map { [$0.on, $0.off] } == [[0, 10], [2, 10]])
    pairing.endAll(at: 20)
    #expect(pairing.notesByOnset.map { [$0.on, $0.off] } == [[0, 10], [1, 20], [2, 10]])
    pairing.endAll(at: 30)
    #expect(pairing.notes.count == 3)
  }

  @Test("Tens of thousands of tracks with a note each are ended in a second")
  func tracks() {
    var notes = 0
    let seconds = processorSeconds {
      for _ in 0..<30_000 {
        var pairing = NotePairing<Int>(.nextNoteOn)
        pairing.read(.noteOn(channel: 15, key: 127, velocity: 1), at: 0)
        pairing.endAll(at: 1)
        notes += pairing.notes.count
      }
    }
    #expect(notes == 30_000)
    #expect(seconds < 1.5, "\(seconds) s")
  }
}
