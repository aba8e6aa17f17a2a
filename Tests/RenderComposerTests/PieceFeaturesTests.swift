import RenderMIDI
import RenderMusic
import Testing

@testable import RenderComposer

struct PieceFeaturesTests {
  private func features(_ notes: [(onset: Int, duration: Int, key: Int)]) throws -> [String: Double]
  {
    let score = try TimedScore(
      notes: notes.map { Piece.Note(onset: $0.onset, duration: $0.duration, key: UInt8($0.key)) })
    let bars = BarGrid(Piece.Metre(beats: 4, beatUnit: 4), end: score.end)
    let found = try #require(PieceFeatures(MeasuredPiece(score, bars: bars)))
    #expect(Set(found.names).count == found.names.count)
    return Dictionary(
      uniqueKeysWithValues: zip(found.names, found.values).compactMap { name, value in
        value.map { (name, $0) }
      })
  }

  @Test("A scale over held octaves has the features that one counts by hand")
  func byHand() throws {
    let scale = [60, 62, 64, 65, 67, 69, 71, 72]
    let melody = scale.enumerated().map { ($0.offset * 24, 24, $0.element) }
    let found = try features(melody + [(0, 96, 36), (0, 96, 48), (96, 96, 36), (96, 96, 48)])
    #expect(found["melody by steps"] == 1 && found["melody rising"] == 1)
    #expect(found["melody turning"] == 0 && found["melody by repeated notes"] == 0)
    // 36 62 64 65 36 69 71 72: the bass of an event is its lowest note.
    #expect(found["bass by steps"] == 4.0 / 7 && found["bass by octaves and more"] == 3.0 / 7)
    #expect(found["bars with a note below C3"] == 1 && found["notes below C3"] == 2.0 / 12)
    #expect(found["single notes"] == 0.75 && found["octaves in chords"] == 0.75)
    #expect(found["onsets on quarters"] == 1 && found["syncopated onsets"] == 0)
    #expect(found["onsets on barlines"] == 0.25 && found["bars begun by an onset"] == 1)
    #expect(found["entropy of steps in time"] == 0 && found["steps like the one before"] == 1)
    #expect(found["entropy of places in the bar"] == 2 && found["silence"] == 0)
    #expect(found["melody notes held to the next"] == 1 && found["notes held over barlines"] == 0)
    #expect(found["tempo at the beginning"] == 120 && found["notes of the fastest second"] == 4)
    #expect(abs(found["notes a second"]! - 12 / 3.5) < 1e-9)
    #expect(found["minor key"] == 0 && found["bass on the tonic"]! >= 0.25)
    #expect(abs(found["time of the tritone"]!) < 1e-9)
  }

  @Test("An onset off the quarter is syncopated where nothing begins on the next one")
  func syncopation() throws {
    let places = [0, 12, 36, 60, 96, 120, 144, 168]
    let found = try features(places.map { ($0, 12, 60 + $0 % 5) })
    // 12 and 36 pass the quarters at 24 and 48, and 60 that at 72.
    #expect(found["syncopated onsets"] == 3.0 / 7)
    #expect(found["onsets on eighths between"] == 3.0 / 8)
  }

  @Test("Moving a piece changes no feature but those of register")
  func transposition() throws {
    for seed in 0..<10 {
      let score = randomScore(UInt64(seed))
      let moved = try TimedScore(
        notes: score.notes.map {
          Piece.Note(onset: $0.onset, duration: $0.duration, key: $0.key + 5)
        }, tempos: score.tempos)
      let grid = BarGrid(Piece.Metre(beats: 3, beatUnit: 4), end: score.end)
      let pair = try [score, moved].map {
        try #require(PieceFeatures(MeasuredPiece($0, bars: grid)))
      }
      for (index, name) in pair[0].names.enumerated() {
        let register = ["mean key", "lowest key", "highest key", "C3", "C6"]
        guard !register.contains(where: name.contains) else { continue }
        let values = pair.map { $0.values[index] ?? -1 }
        #expect(abs(values[0] - values[1]) < 1e-6, "\(name)")
      }
    }
  }

  @Test(
    "Features are those of the first 500 events; the bars and kind are the file's or the score's")
  func measured() throws {
    let long = randomScore(3, notes: 2000)
    let grid = BarGrid(Piece.Metre(beats: 4, beatUnit: 4), end: long.end)
    let beginning = long.beginning(events: 500)
    #expect(beginning.eventCount == 500)
    #expect(
      PieceFeatures(MeasuredPiece(long, bars: grid))
        == PieceFeatures(MeasuredPiece(beginning, bars: grid)))
    #expect(PieceFeatures(MeasuredPiece(randomScore(1, notes: 6))) == nil)

    func file(_ events: [MIDIEvent]) -> MIDIFile {
      MIDIFile(
        format: .singleTrack, division: .ticksPerQuarter(24),
        tracks: [
          MIDITrack(
            events: events.map { TimedEvent(tick: 0, event: $0) } + [
              TimedEvent(tick: 0, event: .noteOn(channel: 0, key: 60, velocity: 64)),
              TimedEvent(tick: 200, event: .noteOff(channel: 0, key: 60, velocity: 0)),
            ])
        ])
    }
    var annotation = Annotation()
    annotation.barLengths = [BarGrid.Run(count: 3, quarters: 3)]
    annotation.isSong = true
    let unknown = try MeasuredPiece(file([]))
    #expect(unknown.bars == nil && unknown.kind == nil)
    let annotated = try MeasuredPiece(file([]), annotation: annotation)
    #expect(annotated.bars?.starts == [0, 72, 144] && annotated.kind == .song)
    let own = try MeasuredPiece(
      file([
        .meta(
          .timeSignature(
            numerator: 2, denominatorPower: 2, clocksPerClick: 24, thirtySecondsPerQuarter: 8))
      ]),
      annotation: annotation)
    #expect(own.bars?.starts == [0, 48, 96, 144, 192])
    let composed = try MeasuredPiece(
      Piece(header: Piece.Header(metre: Piece.Metre(beats: 3, beatUnit: 4)), notes: long.notes))
    #expect(composed.bars?.metre.beats == 3 && composed.score.notes == long.notes)
  }
}
