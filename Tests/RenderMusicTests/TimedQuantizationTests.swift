import RenderMIDI
import Testing

@testable import RenderMusic

@Test("Triplets, 32nds and all that is longer are exact, at every resolution that holds them")
func exactOnGrid() throws {
  for ticks in [24, 48, 96, 120, 384, 480, 960, 15360] where ticks % 24 == 0 {
    let unit = ticks / 24
    let lengths = [24, 12, 6, 3, 8, 4, 2, 16, 36, 18, 9, 96, 1000]
    var onset = 0
    var events: [(tick: Int, event: MIDIEvent)] = []
    var expected: [Piece.Note] = []
    for (index, length) in lengths.enumerated() {
      events += stroke(onset * unit, (onset + length) * unit, UInt8(40 + index))
      expected.append(units(onset, length, UInt8(40 + index)))
      onset += length
    }
    let (score, quantization) = try TimedScore.quantizing(
      midiFile([events], division: .ticksPerQuarter(UInt16(ticks))))
    #expect(score.notes == expected)
    #expect(quantization.notes == lengths.count)
    #expect(quantization.movedNotes == 0)
    #expect(quantization.onsets.largest == 0 && quantization.ends.largest == 0)
  }
}

@Test("Off the grid, times go to the nearest unit, and the error is reported in quarters")
func offGrid() throws {
  // A quintuplet of quarters: 0, 4.8, 9.6, 14.4, 19.2, 24 units.
  let events = (0..<5).flatMap { stroke(96 * $0, 96 * ($0 + 1), UInt8(60 + $0)) }
  let (score, quantization) = try TimedScore.quantizing(midiFile([events]))
  #expect(
    score.notes == [
      units(0, 5, 60), units(5, 5, 61), units(10, 4, 62), units(14, 5, 63), units(19, 5, 64),
    ])
  #expect(quantization.movedNotes == 5)
  #expect(quantization.onsets.moved == 4)
  #expect(quantization.ends.moved == 4)
  #expect(abs(quantization.onsets.largest - 0.4 / 24) < 1e-12)
  #expect(abs(quantization.onsets.mean - (0.2 + 0.4 + 0.4 + 0.2) / 5 / 24) < 1e-12)
}

@Test("No time moves by more than half a unit, and what is tied together stays together")
func nearest() throws {
  var draws = Draws(2)
  for _ in 0..<100 {
    let ticks = UInt16.random(in: 1...1000, using: &draws)
    var tick = 0
    var events: [(tick: Int, event: MIDIEvent)] = []
    for key in UInt8(0)..<100 {
      // Long enough that none is shorter than a unit.
      let end = tick + Int.random(in: (Int(ticks) + 23) / 24...2 * Int(ticks) + 1, using: &draws)
      events += stroke(tick, end, key)
      tick = end
    }
    let (score, quantization) = try TimedScore.quantizing(
      midiFile([events], division: .ticksPerQuarter(ticks)))
    #expect(quantization.onsets.largest <= 0.5 / 24 + 1e-12)
    #expect(quantization.ends.largest <= 0.5 / 24 + 1e-12)
    #expect(zip(score.notes, score.notes.dropFirst()).allSatisfy { $0.end == $1.onset })
  }
}

@Test("All tracks and channels sound together, drums do not; unisons and ended notes are counted")
func allTracks() throws {
  let (score, quantization) = try TimedScore.quantizing(
    midiFile([
      stroke(0, 960, 60) + stroke(960, 1440, 64),
      stroke(0, 480, 60, channel: 3) + stroke(960, 1440, 40, channel: 9),
      stroke(480, 960, 60, channel: 15),
    ]))
  #expect(score.notes == [units(0, 24, 60), units(24, 24, 60), units(48, 24, 64)])
  #expect(quantization.notes == 4)
  #expect(quantization.mergedNotes == 1)
  #expect(quantization.endedNotes == 1)
  var both = quantization
  both += quantization
  #expect(both.notes == 8 && both.mergedNotes == 2 && both.onsets.count == 8)
}

@Test("A note without length lasts a unit and counts as moved; one that nothing ends is none")
func shortestNotes() throws {
  let hanging: (tick: Int, event: MIDIEvent) = (0, .noteOn(channel: 0, key: 50, velocity: 64))
  let (score, quantization) = try TimedScore.quantizing(
    midiFile([[hanging] + stroke(480, 480, 60)]))
  #expect(score.notes == [units(24, 1, 60)])
  #expect(quantization.movedNotes == 1)
  #expect(quantization.ends.largest == 1.0 / 24)
}

@Test("Tempi come from every track and hold from the next onset on")
func tempoChanges() throws {
  func tempo(_ tick: Int, _ microseconds: UInt32) -> (tick: Int, event: MIDIEvent) {
    (tick, .meta(.tempo(microsecondsPerQuarter: microseconds)))
  }
  let (score, quantization) = try TimedScore.quantizing(
    midiFile([
      [tempo(0, 1_000_000), tempo(700, 600_000), tempo(2000, 100_000)],
      stroke(0, 480, 60) + stroke(960, 1440, 60), [tempo(600, 900_000)],
    ]))
  #expect(
    score.tempos == [
      .init(onset: 0, quartersPerMinute: 60), .init(onset: 48, quartersPerMinute: 100),
    ])
  #expect(quantization.mergedTempos == 2)
}

@Test("The tracks of format 2 follow one another, each in its own tempo")
func independentTracks() throws {
  let end: (tick: Int, event: MIDIEvent) = (960, .meta(.endOfTrack))
  let (score, _) = try TimedScore.quantizing(
    midiFile(
      [
        [(0, .meta(.tempo(microsecondsPerQuarter: 1_000_000)))] + stroke(0, 480, 60) + [end],
        stroke(0, 480, 62) + [end],
      ], format: .independentTracks))
  #expect(score.notes == [units(0, 24, 60), units(48, 24, 62)])
  #expect(
    score.tempos == [
      .init(onset: 0, quartersPerMinute: 60), .init(onset: 48, quartersPerMinute: 120),
    ])
}

@Test("Where ticks count frames, a quarter lasts half a second")
func clockTime() throws {
  let milliseconds = MIDIFile.Division.smpte(framesPerSecond: 25, ticksPerFrame: 40)
  let (score, _) = try TimedScore.quantizing(
    midiFile([stroke(500, 750, 60)], division: milliseconds))
  #expect(score.notes == [units(24, 12, 60)])
  #expect(score.tempos == [.init(onset: 0, quartersPerMinute: 120)])
  // 30 drop frames last 1.001 seconds.
  let dropFrames = MIDIFile.Division.smpte(framesPerSecond: 29, ticksPerFrame: 1)
  let late = 30 * 1000
  let (drop, _) = try TimedScore.quantizing(
    midiFile([stroke(late, late + 30, 60)], division: dropFrames))
  #expect(drop.notes == [units(48_048, 48, 60)])
}

@Test("Times that only hostile files have are refused, in every division and format")
func hostileTimes() throws {
  let divisions: [MIDIFile.Division] = [
    .ticksPerQuarter(1), .ticksPerQuarter(0), .ticksPerQuarter(0x7FFF),
    .smpte(framesPerSecond: 29, ticksPerFrame: 255), .smpte(framesPerSecond: 0, ticksPerFrame: 0),
  ]
  let far = MIDIFile.maximumTick
  for division in divisions {
    for format in [MIDIFile.Format.simultaneousTracks, .independentTracks] {
      for event in [stroke(0, far, 60), stroke(far, far, 60), stroke(.max, .max, 60)] {
        #expect(throws: MusicError.self) {
          try TimedScore.quantizing(midiFile([event], format: format, division: division))
        }
      }
      // What sounds nowhere does no harm.
      let silent: [(tick: Int, event: MIDIEvent)] = [
        (far, .meta(.tempo(microsecondsPerQuarter: 1))), (.max, .meta(.endOfTrack)),
      ]
      let (score, _) = try TimedScore.quantizing(
        midiFile([stroke(0, 1, 60) + silent], format: format, division: division))
      #expect(score.notes.count == 1)
    }
    let ends: [(tick: Int, event: MIDIEvent)] = [(.max, .meta(.endOfTrack))]
    #expect(throws: MusicError.self) {
      try TimedScore.quantizing(
        midiFile(
          [ends, ends, stroke(0, 1, 60)], format: .independentTracks, division: division))
    }
  }
}

@Test("The few notes of a hostile file become a bounded number of tokens")
func longestTokens() throws {
  let last = TimedScore.latest / 24
  let chord = (UInt8(0)..<128).flatMap { stroke(0, last, $0) }
  let (score, _) = try TimedScore.quantizing(
    midiFile([chord.sorted { $0.tick < $1.tick }], division: .ticksPerQuarter(1)))
  let encoding = TimedTokenizer().encode(score)
  #expect(encoding.tokens.count == 3 + 128 * (2 + 16_384))
  #expect(TimedTokenizer().decode(encoding.tokens).score == score)
}

@Test("Random events are a canonical score or an error, never a crash")
func randomEventsOnGrid() throws {
  var draws = Draws(3)
  var scores = 0
  for _ in 0..<500 {
    let format = MIDIFile.Format(rawValue: UInt16.random(in: 0...2, using: &draws))!
    let ticks = UInt16.random(in: 0...2000, using: &draws)
    let division: MIDIFile.Division =
      Bool.random(using: &draws)
      ? .ticksPerQuarter(ticks)
      : .smpte(
        framesPerSecond: [24, 25, 29, 30].randomElement(using: &draws)!,
        ticksPerFrame: UInt8(ticks / 10))
    let tracks = (0..<3).map { _ in
      var tick = 0
      return (0..<100).map { _ -> (tick: Int, event: MIDIEvent) in
        tick += Int.random(in: 0...Int(ticks), using: &draws)
        let key = UInt8.random(in: 60...64, using: &draws)
        let channel = UInt8.random(in: 8...10, using: &draws)
        switch Int.random(in: 0..<5, using: &draws) {
        case 0, 1: return (tick, .noteOn(channel: channel, key: key, velocity: 64))
        case 2, 3: return (tick, .noteOff(channel: channel, key: key, velocity: 0))
        default: return (tick, .meta(.tempo(microsecondsPerQuarter: UInt32(key) * 10_000)))
        }
      }
    }
    guard
      let (score, quantization) = try? TimedScore.quantizing(
        midiFile(tracks, format: format, division: division))
    else { continue }
    scores += 1
    #expect(try TimedScore(notes: score.notes, tempos: score.tempos) == score)
    #expect(quantization.notes == score.notes.count + quantization.mergedNotes)
    let encoding = TimedTokenizer().encode(score)
    #expect(TimedTokenizer().decode(encoding.tokens).score.notes == score.notes)
  }
  #expect(scores > 400)
}
