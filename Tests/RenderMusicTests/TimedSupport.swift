import RenderMIDI

@testable import RenderMusic

/// The same draws in every run (Knuth's MMIX generator, its high bits).
struct Draws: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 { UInt64(high()) << 32 | UInt64(high()) }

  private mutating func high() -> UInt32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt32(state >> 32)
  }
}

func units(_ onset: Int, _ duration: Int, _ key: UInt8) -> Piece.Note {
  Piece.Note(onset: onset, duration: duration, key: key)
}

extension TimedScore {
  /// Chords and runs, with unisons, struck-again keys, long rests and long notes among them.
  static func random(_ draws: inout Draws) -> TimedScore {
    var onset = Bool.random(using: &draws) ? 0 : Int.random(in: 0...200, using: &draws)
    let keys = UInt8.random(in: 0...60, using: &draws)...UInt8.random(in: 61...127, using: &draws)
    var notes: [Piece.Note] = []
    var tempos: [Piece.Tempo] = []
    for _ in 0..<Int.random(in: 1...120, using: &draws) {
      if Bool.random(using: &draws) {
        let longest = Int.random(in: 0..<20, using: &draws) == 0 ? 1000 : 100
        onset += Int.random(in: 0...longest, using: &draws)
      }
      if Int.random(in: 0..<10, using: &draws) == 0 {
        let mark = TimedVocabulary.tempoMarks.randomElement(using: &draws)!
        tempos.append(Piece.Tempo(onset: onset, quartersPerMinute: Double(mark)))
      }
      let longest = Int.random(in: 0..<20, using: &draws) == 0 ? 1000 : 100
      notes.append(
        Piece.Note(
          onset: onset, duration: Int.random(in: 1...longest, using: &draws),
          key: UInt8.random(in: keys, using: &draws)))
    }
    return try! TimedScore(notes: notes, tempos: tempos)
  }
}

extension TimedTokenizer {
  /// The tokens' names.
  func names(_ score: TimedScore) -> [String] {
    encode(score).tokens.map { vocabulary.vocabulary[Int($0)] }
  }

  /// The vocabulary's index of each name.
  func indices(_ names: [String]) -> [Int32] {
    names.map { Int32(vocabulary.vocabulary.index(of: $0)!) }
  }
}

/// A file of one track of these events at these ticks.
func midiFile(
  _ tracks: [[(tick: Int, event: MIDIEvent)]],
  format: MIDIFile.Format = .simultaneousTracks,
  division: MIDIFile.Division = .ticksPerQuarter(480)
) -> MIDIFile {
  MIDIFile(
    format: format, division: division,
    tracks: tracks.map { track in
      MIDITrack(events: track.map { TimedEvent(tick: $0.tick, event: $0.event) })
    })
}

/// The two events of a note.
func stroke(
  _ on: Int, _ off: Int, _ key: UInt8, channel: UInt8 = 0
) -> [(tick: Int, event: MIDIEvent)] {
  [
    (on, .noteOn(channel: channel, key: key, velocity: 64)),
    (off, .noteOff(channel: channel, key: key, velocity: 0)),
  ]
}
