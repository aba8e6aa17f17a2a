import Foundation
import RenderMIDI
import RenderMusic
import Testing

@testable import RenderPerformance

@Suite struct PerformedFileTests {
  /// Four bars for two hands on one channel, a flute and a drum, with this and that besides.
  private let file: MIDIFile = {
    func track(_ events: [(Int, MIDIEvent)]) -> MIDITrack {
      let sorted = events.enumerated().sorted { ($0.1.0, $0.0) < ($1.1.0, $1.0) }.map(\.1)
      return MIDITrack(
        events: sorted.map { TimedEvent(tick: $0.0, event: $0.1) }
          + [TimedEvent(tick: 1536, event: .meta(.endOfTrack))])
    }
    func notes(_ channel: UInt8, _ keys: [UInt8], length: Int) -> [(Int, MIDIEvent)] {
      keys.enumerated().flatMap { index, key in
        [
          (index * length, .noteOn(channel: channel, key: key, velocity: 70)),
          ((index + 1) * length, .noteOff(channel: channel, key: key, velocity: 30)),
        ]
      }
    }
    return MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(96),
      tracks: [
        track([
          (0, .meta(.text(.trackName, Array("Trio".utf8)))),
          (0, .meta(.tempo(microsecondsPerQuarter: 600_000))),
          (768, .meta(.tempo(microsecondsPerQuarter: 400_000))),
        ]),
        track(
          [(0, .programChange(channel: 0, program: 0)), (200, .meta(.text(.lyric, [65])))]
            + notes(
              0, [72, 74, 76, 77, 79, 77, 76, 74, 72, 71, 72, 74, 72, 71, 69, 72], length: 96)
            + [(50, .noteOff(channel: 0, key: 40, velocity: 0))]),
        track(
          [(0, .controlChange(channel: 0, controller: 7, value: 90))]
            + notes(0, [48, 55, 52, 55, 53, 57, 48, 52], length: 192)
            + [(1500, .noteOn(channel: 0, key: 30, velocity: 60))]),
        track(
          [
            (0, .programChange(channel: 1, program: 73)),
            (300, .pitchBend(channel: 1, value: 9000)),
          ] + notes(1, [84, 86, 88, 84], length: 384)),
        track(notes(9, [36, 38, 36, 38], length: 384)),
      ])
  }()

  @Test("What is performed can be written, however long nothing happens in it")
  func longGap() throws {
    let gap = 0x0FFF_FFFF
    let track = MIDITrack(events: [
      TimedEvent(tick: 0, event: .noteOn(channel: 0, key: 60, velocity: 60)),
      TimedEvent(tick: 96, event: .noteOff(channel: 0, key: 60, velocity: 60)),
      // It ends nothing, and is left out.
      TimedEvent(tick: 96 + gap, event: .noteOff(channel: 0, key: 40, velocity: 60)),
      TimedEvent(tick: 96 + 2 * gap, event: .noteOn(channel: 0, key: 60, velocity: 60)),
      TimedEvent(tick: 192 + 2 * gap, event: .noteOff(channel: 0, key: 60, velocity: 60)),
      TimedEvent(tick: 192 + 2 * gap, event: .meta(.endOfTrack)),
    ])
    let file = MIDIFile(
      format: .singleTrack, division: .ticksPerQuarter(96), tracks: [track])
    let performed = file.performed(.expressive, seed: 1)
    let read = try MIDIFile.parse(performed.encoded(), mode: .strict).file
    #expect(read == performed)
    #expect(read.tracks[0].events.contains { $0.event == .meta(.text(.text, [])) })
    let ends = read.tracks[0].events.filter { if case .noteOff = $0.event { true } else { false } }
    #expect(ends.count == 2 && abs(ends[1].tick - ends[0].tick - 2 * gap - 96) < 96)
  }

  private func notes(of track: MIDITrack) -> [MIDIEvent] {
    track.events.map(\.event).filter {
      switch $0 {
      case .noteOn, .noteOff: true
      default: false
      }
    }
  }

  private func pedals(_ file: MIDIFile) -> Int {
    file.performed(.expressive, seed: 1).tracks.flatMap(\.events).count {
      if case .controlChange(_, controller: 64, let value) = $0.event { value >= 64 } else { false }
    }
  }

  @Test("Instruments without a pedal get none, and neither does a piano that has one")
  func pedalOfOthers() {
    #expect(pedals(file) > 4)
    var harpsichord = file
    harpsichord.tracks[1].events[0].event = .programChange(channel: 0, program: 6)
    #expect(pedals(harpsichord) == 0)
    #expect(harpsichord.performed(.expressive, seed: 1) != harpsichord)
    var reset = file
    let up = MIDIEvent.controlChange(channel: 0, controller: 64, value: 0)
    reset.tracks[1].events.insert(TimedEvent(tick: 0, event: up), at: 0)
    #expect(pedals(reset) == pedals(file))
    // The left hand on a channel of its own, with its pedal: it is that of the right hand, too.
    var own = file
    let down = MIDIEvent.controlChange(channel: 2, controller: 64, value: 127)
    own.tracks[2].events.insert(TimedEvent(tick: 0, event: down), at: 0)
    own.tracks[2].events.insert(
      TimedEvent(tick: 0, event: .noteOn(channel: 2, key: 36, velocity: 60)), at: 1)
    own.tracks[2].events.insert(
      TimedEvent(tick: 90, event: .noteOff(channel: 2, key: 36, velocity: 0)), at: 4)
    #expect(pedals(own) == 1)
  }

  @Test("Plain changes nothing")
  func plain() throws {
    #expect(file.performed(.plain, seed: 1) == file)
    let score = Score(
      ticksPerQuarter: 96, parts: [Score.Part(notes: [Note(onset: 0, duration: 96, key: 60)])])
    #expect(try MIDIFile(performing: score, style: .plain, seed: 1) == MIDIFile(score))
  }

  @Test("Percussion, and what is beside the notes, stays where it is")
  func others() {
    let performed = file.performed(.expressive, seed: 1)
    #expect(performed.tracks.count == file.tracks.count)
    #expect(performed.tracks[4] == file.tracks[4])
    #expect(performed.tracks[3] != file.tracks[3])
    func others(_ file: MIDIFile) -> [[TimedEvent]] {
      file.tracks.map { track in
        track.events.filter {
          switch $0.event {
          case .noteOn, .noteOff, .meta(.tempo), .meta(.endOfTrack), .controlChange(_, 64, _): false
          default: true
          }
        }
      }
    }
    #expect(others(performed) == others(file))
  }

  @Test("The hands keep their tracks, their keys and their channel")
  func hands() {
    let performed = file.performed(.expressive, seed: 1)
    for track in 1...2 {
      func keys(_ file: MIDIFile) -> [UInt8] {
        file.tracks[track].events.compactMap {
          if case .noteOn(0, let key, _) = $0.event { key } else { nil }
        }
      }
      #expect(keys(performed) == keys(file))
    }
    // The note that nothing ends is as it was, the end of nothing is gone.
    #expect(
      performed.tracks[2].events.contains(
        TimedEvent(tick: 1500, event: .noteOn(channel: 0, key: 30, velocity: 60))))
    #expect(notes(of: performed.tracks[1]).count == 32)
  }

  @Test("The tempi are in the first track, the score's times the performance's")
  func tempi() {
    let performed = file.performed(.expressive, seed: 1)
    let changes = TempoMap(performed).changes
    #expect(changes.count > 10)
    let before = changes.filter { $0.tick < 768 }.map { Double($0.microsecondsPerQuarter) }
    #expect(before.allSatisfy { 500_000...750_000 ~= $0 })
    #expect(changes.contains { $0.tick == 768 && $0.microsecondsPerQuarter < 500_000 })
    #expect(
      performed.tracks[1...].allSatisfy {
        $0.events.allSatisfy { if case .meta(.tempo) = $0.event { false } else { true } }
      })
  }

  @Test("A performed file can be written and read again")
  func roundTrip() throws {
    let performed = file.performed(.expressive, seed: 1)
    #expect(try MIDIFile(parsing: performed.encoded()) == performed)
  }

  @Test("A channel with pedal of its own keeps it and gets none")
  func ownPedal() {
    var pedalled = file
    pedalled.tracks[1].events.insert(
      TimedEvent(tick: 0, event: .controlChange(channel: 0, controller: 64, value: 127)), at: 0)
    let pedals = pedalled.performed(.expressive, seed: 1).tracks.flatMap(\.events).filter {
      if case .controlChange(_, 64, _) = $0.event { true } else { false }
    }
    #expect(pedals.count == 1)
    #expect(
      file.performed(.expressive, seed: 1).tracks.flatMap(\.events).contains {
        if case .controlChange(0, 64, 127) = $0.event { true } else { false }
      })
  }

  @Test("In a file of clock time all is shaped but the tempo")
  func clockTime() {
    var clock = file
    clock.division = .smpte(framesPerSecond: 25, ticksPerFrame: 40)
    let performed = clock.performed(.expressive, seed: 1)
    #expect(performed != clock)
    func tempi(_ file: MIDIFile) -> [TimedEvent] {
      file.tracks[0].events.filter {
        if case .meta(.tempo) = $0.event { true } else { false }
      }
    }
    #expect(tempi(performed) == tempi(clock))
  }

  @Test("Tracks that are pieces of their own are performed as such")
  func independentTracks() {
    var independent = file
    independent.format = .independentTracks
    let performed = independent.performed(.expressive, seed: 1)
    for index in [1, 2, 3] {
      let alone = MIDIFile(
        format: .singleTrack, division: file.division, tracks: [file.tracks[index]])
      #expect(performed.tracks[index] == alone.performed(.expressive, seed: 1).tracks[0])
    }
    #expect(performed.tracks[4] == file.tracks[4])
  }

  @Test("A performed score is its stream of events, put into tracks")
  func score() throws {
    let random = RandomScore(.free, seed: 4)
    let score = Score(
      title: "Two parts", ticksPerQuarter: random.time.ticksPerQuarter,
      parts: [
        Score.Part(notes: random.notes.filter { $0.part == 0 }.map(\.note)),
        Score.Part(program: 40, notes: [Note(onset: 0, duration: 9, key: 60)]),
        Score.Part(program: 1, notes: random.notes.filter { $0.part == 1 }.map(\.note)),
      ])
    let file = try MIDIFile(performing: score, style: .expressive, seed: 8)
    let notes = score.parts.enumerated().flatMap { index, part in
      part.notes.map { PartNote($0, part: index) }
    }.sortedByOnset()
    let events = Array(
      Rendition(
        notes,
        parts: [
          PerformedPart(), PerformedPart(program: 40, keyboard: 1),
          PerformedPart(program: 1, keyboard: 2),
        ], time: ScoreTime(score), style: .expressive, seed: 8))
    for (part, track, channel) in [(0, 1, UInt8(0)), (1, 2, 1), (2, 3, 2)] {
      let played = events.filter { $0.part == part }.map {
        TimedEvent(tick: $0.tick, event: $0.midiEvent(channel: channel))
      }
      #expect(file.tracks[track].events.dropFirst(1).dropLast() == played[...])
    }
    #expect(
      file.tracks[0].events.count { if case .meta(.tempo) = $0.event { true } else { false } }
        == events.count { $0.part == nil })
  }
}
