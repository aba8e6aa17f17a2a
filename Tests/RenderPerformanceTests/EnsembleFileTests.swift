import RenderMIDI
import RenderMusic
import Testing

@testable import RenderPerformance

@Suite("A file for several instruments") struct EnsembleFileTests {
  /// Sixteen bars of quarters for a violin (channel 0), a flute (2), an organ (3), and drums.
  private func file(
    _ events: [(tick: Int, event: MIDIEvent)] = [], violin: UInt8 = 40
  ) -> MIDIFile {
    func track(_ channel: UInt8, _ program: UInt8, _ key: UInt8) -> MIDITrack {
      var all = [(tick: 0, event: MIDIEvent.programChange(channel: channel, program: program))]
      for index in 0..<64 {
        let key = key + UInt8(index % 5)
        all.append((480 * index, .noteOn(channel: channel, key: key, velocity: 70)))
        all.append((480 * index + 480, .noteOff(channel: channel, key: key, velocity: 0)))
      }
      if channel == 0 { all += events }
      return MIDITrack(
        events: all.enumerated().sorted { ($0.1.tick, $0.0) < ($1.1.tick, $1.0) }
          .map { TimedEvent(tick: $0.1.tick, event: $0.1.event) }
          + [TimedEvent(tick: 64 * 480, event: .meta(.endOfTrack))])
    }
    return MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(480),
      tracks: [
        MIDITrack(events: [TimedEvent(tick: 0, event: .meta(.endOfTrack))]),
        track(0, violin, 72), track(2, 73, 79), track(3, 19, 48), track(9, 0, 36),
      ])
  }

  private func expression(_ file: MIDIFile, _ channel: UInt8) -> [(tick: Int, value: UInt8)] {
    file.tracks.flatMap(\.events).compactMap {
      guard case .controlChange(channel, controller: 11, let value) = $0.event else { return nil }
      return ($0.tick, value)
    }
  }

  private func onsets(_ file: MIDIFile, _ track: Int) -> [Int] {
    file.tracks[track].events.compactMap {
      if case .noteOn = $0.event { $0.tick } else { nil }
    }
  }

  @Test("is performed in its tracks and channels, but for percussion")
  func tracks() throws {
    let performed = file().performed(.expressive, seed: 1)
    #expect(performed.tracks.count == 5)
    #expect(performed.tracks[4] == file().tracks[4])
    for track in 1...3 { #expect(onsets(performed, track) != onsets(file(), track)) }
    #expect(!expression(performed, 0).isEmpty && !expression(performed, 2).isEmpty)
    #expect(expression(performed, 3).isEmpty && expression(performed, 9).isEmpty)
    for (number, track) in performed.tracks.enumerated() {
      for timed in track.events {
        if case .controlChange(let channel, _, _) = timed.event {
          #expect([1: 0, 2: 2][number] == channel)
        }
      }
    }
    // The first value comes before the first note.
    let events = performed.tracks[2].events.map(\.event)
    let value = events.firstIndex { if case .controlChange = $0 { true } else { false } }
    let note = events.firstIndex { if case .noteOn = $0 { true } else { false } }
    #expect(value! < note!)
    #expect(try MIDIFile(parsing: performed.encoded()) == performed)
    #expect(file().performed(.plain, seed: 1) == file())
  }

  @Test(
    "keeps expression of its own: volume and expression that change, bends, and changes of technique",
    arguments: [
      .controlChange(channel: 0, controller: 11, value: 90),
      .controlChange(channel: 0, controller: 7, value: 90), .pitchBend(channel: 0, value: 9000),
      .programChange(channel: 0, program: 45),
    ] as [MIDIEvent])
  func own(event: MIDIEvent) {
    let own = file([(7000, event)])
    let performed = own.performed(.expressive, seed: 1)
    #expect(expression(performed, 0).map(\.tick) == expression(own, 0).map(\.tick))
    #expect(performed.tracks[1].events.contains(TimedEvent(tick: 7000, event: event)))
    #expect(onsets(performed, 1) != onsets(own, 1))
    #expect(!expression(performed, 2).isEmpty)
  }

  @Test("departs from the expression that it sets before it plays")
  func first() {
    let set = file([(0, .controlChange(channel: 0, controller: 11, value: 70))])
    let values = expression(set.performed(.expressive, seed: 1), 0)
    #expect(values.count > 10 && values.allSatisfy { $0.value <= 70 })
    // A bend to the centre, and a volume before the first note, are none.
    let centred = file([
      (0, .pitchBend(channel: 0, value: 8192)),
      (0, .controlChange(channel: 0, controller: 7, value: 80)),
    ])
    #expect(!expression(centred.performed(.expressive, seed: 1), 0).isEmpty)
  }

  @Test("is a stream of events as it is composed", arguments: 1...4 as ClosedRange<UInt64>)
  func streamed(seed: UInt64) throws {
    let random = RandomEnsemble(seed: seed, programs: [73, 40, 42, 0, 19])
    let ticks = random.time.ticksPerQuarter
    let piece = Piece(
      header: Piece.Header(
        tempos: [.init(quartersPerMinute: 90)],
        parts: random.parts.map { Piece.Part(name: "", program: $0.program) }),
      notes: random.notes.map {
        Piece.Note(
          onset: $0.note.onset * 24 / ticks, duration: max(1, $0.note.duration * 24 / ticks),
          key: $0.note.key, part: $0.part)
      })
    for style in PerformanceStyle.allCases {
      let performance = Rendition(piece.notes, of: piece.header, style: style, seed: seed)
      let file = try MIDIFile(performing: piece, style: style, seed: seed)
      #expect(try MIDIFile(performance, of: piece.header) == file)
      #expect(try MIDIFile(performing: Score(piece), style: style, seed: seed) == file)
    }
  }
}
