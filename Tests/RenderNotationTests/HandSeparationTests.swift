import RenderMusic
import RenderRandomness
import Testing

@testable import RenderNotation

@Suite("Hand separation")
struct HandSeparationTests {
  private static func notes(_ events: [(onset: Int, duration: Int, key: Int)]) -> [StaffNote] {
    let events = events.sorted { ($0.onset, $0.key, $0.duration) < ($1.onset, $1.key, $1.duration) }
    return events.map {
      StaffNote(onset: $0.onset, end: $0.onset + $0.duration, pitch: pitch($0.key))
    }
  }

  private static func pitch(_ key: Int) -> SpelledPitch {
    let letters: [SpelledPitch.Letter] = [.c, .c, .d, .d, .e, .f, .f, .g, .g, .a, .a, .b]
    let letter = letters[key % 12]
    return SpelledPitch(
      letter: letter, alteration: key % 12 - letter.semitones, octave: key / 12 - 1)
  }

  @Test("gives a figure high above the bass clef to the left hand where a melody is above it")
  func highAccompaniment() {
    let figure = (0..<64).map { (onset: 12 * $0, duration: 12, key: [60, 67, 64, 67][$0 % 4]) }
    let melody = (0..<8).map { (onset: 96 * $0, duration: 96, key: [84, 83, 86, 84][$0 % 4]) }
    let notes = Self.notes(figure + melody)
    #expect(HandSeparation(notes).isRight == notes.map { $0.pitch.key > 80 })
  }

  @Test("leaves a bass in the left hand while the right one rests")
  func rest() {
    let bass = (0..<32).map { (onset: 24 * $0, duration: 24, key: [43, 50, 55, 50][$0 % 4]) }
    let melody = (0..<16).filter { !(6..<10).contains($0) }
      .map { (onset: 48 * $0, duration: 48, key: [72, 74, 76, 71][$0 % 4]) }
    let notes = Self.notes(bass + melody)
    #expect(HandSeparation(notes).isRight == notes.map { $0.pitch.key > 60 })
  }

  @Test("gives the lowest notes of each onset to the left hand, at any time, within limits of work")
  func extremes() {
    var generator = SeededGenerator(seed: 5)
    let events = (0..<2_000).map { _ in
      (
        onset: Int.random(in: 0..<4_000, using: &generator),
        duration: Int.random(in: 1..<200, using: &generator),
        key: Int.random(in: 0..<128, using: &generator)
      )
    }
    let cluster = (0..<128).map { (onset: 5_000, duration: 24, key: $0) }
    let unison = (0..<20_000).map { (onset: 6_000, duration: 1 + $0 % 9, key: 60) }
    let notes = Self.notes(events + cluster + unison)
    let isRight = HandSeparation(notes).isRight
    for (index, following) in zip(notes.indices, notes.indices.dropFirst())
    where notes[index].onset == notes[following].onset {
      #expect(isRight[following] || !isRight[index])
    }
    let later = notes.map {
      StaffNote(onset: $0.onset + 7, end: $0.end + 7, pitch: $0.pitch)
    }
    #expect(HandSeparation(later).isRight == isRight)
    #expect(HandSeparation([]).isRight.isEmpty)
  }
}
