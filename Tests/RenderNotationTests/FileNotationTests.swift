import RenderMIDI
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderNotation

@Suite("The notation of a MIDI file")
struct FileNotationTests {
  private struct Played {
    var on: Int
    var off: Int
    var key: UInt8

    init(_ on: Int, _ off: Int, _ key: Int) {
      (self.on, self.off, self.key) = (on, off, UInt8(key))
    }
  }

  /// A file of 480 ticks a quarter in 4/4, all its tracks for piano.
  private func file(_ tracks: [[Played]]) -> MIDIFile {
    let signature = TimedEvent(
      tick: 0,
      event: .meta(
        .timeSignature(
          numerator: 4, denominatorPower: 2, clocksPerClick: 24, thirtySecondsPerQuarter: 8)))
    return MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(480),
      tracks: tracks.enumerated().map { number, notes in
        var events = notes.flatMap { note in
          [
            TimedEvent(tick: note.on, event: .noteOn(channel: 0, key: note.key, velocity: 64)),
            TimedEvent(tick: note.off, event: .noteOff(channel: 0, key: note.key, velocity: 64)),
          ]
        }
        // What ends makes room for what begins.
        events.sort { ($0.tick, isOn($0) ? 1 : 0) < ($1.tick, isOn($1) ? 1 : 0) }
        let end = TimedEvent(tick: events.last?.tick ?? 0, event: .meta(.endOfTrack))
        return MIDITrack(events: (number == 0 ? [signature] : []) + events + [end])
      })
  }

  private func isOn(_ timed: TimedEvent) -> Bool {
    if case .noteOn = timed.event { true } else { false }
  }

  private func keys(_ staff: NotatedScore.Staff) -> Set<Int> {
    let elements = staff.measures.flatMap(\.voices).flatMap(\.elements)
    return Set(elements.flatMap(\.notes).map(\.pitch.key))
  }

  private let high = (0..<16).map { Played(480 * $0, 480 * $0 + 480, 52 + $0) }
  private let low = (0..<16).map { Played(480 * $0, 480 * $0 + 480, 50 - $0) }

  @Test("has two tracks of a piano on its two staves, whichever comes first")
  func hands() throws {
    for tracks in [[high, low], [low, high]] {
      let score = try NotatedScore.quantizing(file(tracks)).score
      #expect(score.parts.count == 1)
      #expect(score.parts[0].staves.map(keys) == [Set(52...67), Set(35...50)])
    }
  }

  @Test("has a voice on one staff above a piano that is one track")
  func voice() throws {
    let score = try NotatedScore.quantizing(file([high, high + low])).score
    #expect(score.parts.map(\.staves.count) == [1, 2])
  }

  @Test("has the notes of a rolled chord together", arguments: [20, 40, 60])
  func rolled(step: Int) throws {
    var chords: [Played] = []
    for start in stride(from: 0, to: 8 * 1920, by: 1920) {
      for note in 0..<3 {
        chords.append(Played(start + step * note, start + 1920, 60 + 4 * note))
      }
    }
    let score = try NotatedScore.quantizing(file([chords])).score
    for bar in score.measures.indices {
      let voices = score.parts[0].staves.flatMap { $0.measures[bar].voices }
      #expect(voices.allSatisfy { $0.elements.count == 1 })
      let elements = voices.flatMap(\.elements)
      #expect(elements.reduce(0) { $0 + $1.notes.count } == 3)
    }
  }

  @Test("of what was played is that of its score")
  func played() throws {
    var generator = SeededGenerator(seed: 4)
    func random(below count: Int) -> Int { Int(generator.next(below: UInt64(count))) }
    var notes: [Played] = []
    for start in stride(from: 0, to: 24 * 1920, by: 1920) {
      notes.append(Played(start, start + 1920, 36 + random(below: 12)))
      var place = 0
      while place < 1920 {
        let length = min([240, 480, 960][random(below: 3)], 1920 - place)
        notes.append(Played(start + place, start + place + length, 64 + random(below: 12)))
        place += length
      }
    }
    let written = try NotatedScore.quantizing(file([notes]))
    #expect(written.quantization.movedNotes == 0)
    let moved = notes.map { note in
      let on = note.on == 0 ? 0 : note.on + random(below: 21) - 10
      return Played(on, note.off - 30 - random(below: 21), Int(note.key))
    }
    let played = try NotatedScore.quantizing(file([moved]))
    #expect(played.quantization.movedNotes > notes.count / 2)
    #expect(played.score == written.score)
  }

  // MARK: Hostile files

  @Test("is refused where the parts have more measures than any music")
  func tooManyMeasures() {
    let end = 16_383 * 1920
    let tracks = (0..<40).map { _ in [Played(end - 480, end, 60)] }
    #expect(throws: MusicError.tooLong(limit: 1 << 19)) {
      try NotatedScore.quantizing(file(tracks))
    }
  }

  @Test("is refused where notes are tied over more bars than in any music")
  func tooManyTies() {
    let track = (0..<128).map { Played(0, 16_383 * 1920, $0) }
    #expect(throws: MusicError.tooLong(limit: 1 << 21)) {
      try NotatedScore.quantizing(file([track, track]))
    }
  }

  @Test("takes as long for one long bar as for many short ones")
  func longBar() {
    let end = 255 * 96
    let notes =
      [Piece.Note(onset: 0, duration: end, key: 40)]
      + stride(from: 0, to: end, by: 2).map { Piece.Note(onset: $0, duration: 1, key: 70) }
    let times = [(4, 4), (255, 1)].map { beats, unit in
      ContinuousClock().measure {
        let score = NotatedScore(
          Piece(
            header: Piece.Header(
              metre: Piece.Metre(beats: beats, beatUnit: unit),
              parts: [Piece.Part(name: "", program: 73)]), notes: notes))
        #expect(score.measures.last.map { $0.start + $0.length } == end)
      }
    }
    #expect(times[1] < times[0] * 5)
  }

  @Test("of no notes is a bar of rest")
  func nothing() throws {
    let score = try NotatedScore.quantizing(file([[]])).score
    #expect(score.measures.count == 1)
    #expect(score.parts.count == 1)
  }
}
