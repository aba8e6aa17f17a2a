import RenderMIDI
import Testing

@testable import RenderMusic

extension MIDIFile {
  /// The file with every note moved; nil where one would leave the keys.
  func transposed(by semitones: Int) -> MIDIFile? {
    var moved = self
    for track in tracks.indices {
      for index in tracks[track].events.indices {
        switch tracks[track].events[index].event {
        case .noteOn(let channel, let key, let velocity):
          guard (0..<128).contains(Int(key) + semitones) else { return nil }
          moved.tracks[track].events[index].event = .noteOn(
            channel: channel, key: UInt8(Int(key) + semitones), velocity: velocity)
        case .noteOff(let channel, let key, let velocity):
          guard (0..<128).contains(Int(key) + semitones) else { return nil }
          moved.tracks[track].events[index].event = .noteOff(
            channel: channel, key: UInt8(Int(key) + semitones), velocity: velocity)
        default: continue
        }
      }
    }
    return moved
  }
}

@Test(
  "Events begin half a quarter apart and last a quarter; a key struck again ends its earlier note")
func decoding() throws {
  let score = Score(try ClassicTokenizer().piece(of: ["E4", "4.9", "E4", "C5"]))
  #expect(score.ticksPerQuarter == 480)
  #expect(
    score.parts[0].notes == [
      Note(onset: 0, duration: 240, key: 64), Note(onset: 240, duration: 240, key: 64),
      Note(onset: 240, duration: 480, key: 69), Note(onset: 480, duration: 480, key: 64),
      Note(onset: 720, duration: 480, key: 72),
    ])
}

@Test("Decoding names the token that is none")
func decodingMalformed() {
  #expect(throws: MusicError.malformedToken("C4_q")) {
    try ClassicTokenizer().piece(of: ["E4", "C4_q"])
  }
}

@Test("Tokens of single notes come back from their own MIDI file")
func decodeThenEncode() throws {
  // Half a quarter apart no two of these sound the same key, so that all keep their length.
  let tokens = (0..<60).map { PitchSpelling.names[36 + $0 * 7 % 48] }
  let file = try MIDIFile(Score(ClassicTokenizer().piece(of: tokens)))
  let read = try ClassicTokenizer().tokens(of: file)
  // Notes that last over a barline are two tokens to music21.
  let struck = read.enumerated().filter { $0.offset == 0 || read[$0.offset - 1] != $0.element }
  #expect(Set(struck.map(\.element)).isSuperset(of: tokens))
  #expect(read.count == tokens.count + (tokens.count - 1) / 8)
}

@Test("A score's file survives writing and reading, and holds all that a player needs")
func scoreFile() throws {
  let score = Score(
    title: "Étude", ticksPerQuarter: 480,
    timeSignatures: [Score.TimeSignature(tick: 0, beats: 6, beatUnit: 8)],
    parts: [
      Score.Part(name: "Piano", program: 0, notes: [Note(onset: 0, duration: 480, key: 60)]),
      Score.Part(isPercussion: true, notes: [Note(onset: 10, duration: 0, key: 36)]),
    ])
  let file = try MIDIFile(score)
  let bytes = try file.encoded()
  #expect(try MIDIFile(parsing: bytes) == file)
  #expect(file.format == .simultaneousTracks)
  let conductor = file.tracks[0].events.map(\.event)
  #expect(conductor.contains(.meta(.tempo(microsecondsPerQuarter: 500_000))))
  #expect(conductor.contains(.meta(.text(.trackName, Array("Étude".utf8)))))
  #expect(
    file.tracks[1].events.map(\.event) == [
      .meta(.text(.trackName, Array("Piano".utf8))), .programChange(channel: 0, program: 0),
      .noteOn(channel: 0, key: 60, velocity: 80), .noteOff(channel: 0, key: 60, velocity: 64),
      .meta(.endOfTrack),
    ])
  // A drum without length still sounds.
  #expect(file.tracks[2].events.map(\.tick) == [0, 10, 11, 11])
  #expect(file.tracks.allSatisfy { $0.events.last?.event == .meta(.endOfTrack) })
}

@Test("Overlapping notes of one key end one after the other, unisons sound once")
func overlappingNotes() throws {
  let part = Score.Part(notes: [
    Note(onset: 0, duration: 100, key: 60), Note(onset: 50, duration: 100, key: 60),
    Note(onset: 50, duration: 200, key: 60), Note(onset: 250, duration: 10, key: 60),
  ])
  let track = try MIDIFile(Score(ticksPerQuarter: 480, parts: [part])).tracks[1]
  #expect(
    track.notes(pairedBy: .nothing).map { [$0.on, $0.off] } == [[0, 50], [50, 250], [250, 260]])
}

@Test(
  "Pitched parts pass over the percussion channel, and share those of their programs where they are many"
)
func channels() throws {
  func channels(_ programs: [UInt8]) throws -> [UInt8] {
    let parts = programs.map { Score.Part(program: $0, notes: []) }
    return try MIDIFile(Score(ticksPerQuarter: 480, parts: parts)).tracks.dropFirst().compactMap {
      if case .programChange(let channel, _)? = $0.events.first?.event { channel } else { nil }
    }
  }
  #expect(try channels([40, 40, 41]) == [0, 1, 2])
  #expect(
    try channels(Array(repeating: 40, count: 15)) == [
      0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15,
    ])
  #expect(
    try channels([40, 40, 41] + Array(repeating: 52, count: 13)) == [0, 0, 1]
      + Array(repeating: 2, count: 13))
  #expect(
    try channels(Array(0..<17)) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 0, 1])
}

@Test("Values without a place in a MIDI file are an error, not a trap")
func unwritableScores() {
  let note = Note(onset: 0, duration: 1, key: 60)
  let scores = [
    Score(ticksPerQuarter: 0, parts: []), Score(ticksPerQuarter: 40000, parts: []),
    Score(ticksPerQuarter: 480, tempos: [.init(tick: 0, quartersPerMinute: 0)], parts: []),
    Score(ticksPerQuarter: 480, tempos: [.init(tick: 0, quartersPerMinute: .nan)], parts: []),
    Score(ticksPerQuarter: 480, tempos: [.init(tick: -1, quartersPerMinute: 90)], parts: []),
    Score(
      ticksPerQuarter: 480, timeSignatures: [.init(tick: 0, beats: 3, beatUnit: 6)], parts: []),
    Score(ticksPerQuarter: 480, parts: [.init(program: 128, notes: [note])]),
    Score(ticksPerQuarter: 480, parts: [.init(notes: [Note(onset: -1, duration: 1, key: 60)])]),
    Score(ticksPerQuarter: 480, parts: [.init(notes: [Note(onset: 0, duration: .max, key: 60)])]),
    Score(ticksPerQuarter: 480, parts: [.init(notes: [Note(onset: 0, duration: 1, key: 200)])]),
    Score(
      ticksPerQuarter: 480,
      parts: [.init(notes: [Note(onset: 0, duration: 1, key: 60, velocity: 0)])]),
  ]
  for score in scores { #expect(throws: MusicError.self) { try MIDIFile(score) } }
}
