import RenderMusic
import Testing

@testable import RenderComposer

@Suite("The lines that a network hears")
struct OuterVoicesTests {
  private func note(_ onset: Int, _ duration: Int, _ key: UInt8) -> Piece.Note {
    Piece.Note(onset: onset, duration: duration, key: key)
  }
  private func features(_ notes: [Piece.Note], before onset: Int) -> Set<Int32> {
    var voices = OuterVoices()
    for note in notes { voices.append(note) }
    return Set(voices.features(before: onset))
  }
  private func melody(_ key: Int32, age: Int32 = 0) -> Int32 { 128 * age + key }
  private func bass(_ key: Int32) -> Int32 { 256 + key }
  private func released(_ key: Int32) -> Int32 { 384 + key }

  @Test("A melody goes on over its accompaniment, and a bass under it")
  func lines() {
    // A long note each above and below three that move.
    let notes = [
      note(0, 48, 48), note(0, 48, 76), note(12, 12, 60), note(24, 12, 64), note(36, 12, 60),
    ]
    #expect(features(notes, before: 0).isEmpty)
    #expect(
      features(notes, before: 48) == [
        melody(76), bass(48), released(48), released(76), released(64), released(60),
      ])
    // The highest of a chord is the melody, and the one before is heard as well.
    let next = notes + [note(48, 24, 45), note(48, 24, 57), note(48, 24, 77)]
    #expect(
      features(next, before: 72) == [
        melody(77), melody(76, age: 1), bass(45), released(45), released(57), released(77),
      ])
  }

  @Test("What begins at the onset is no part of the lines before it")
  func present() {
    let notes = [note(0, 24, 60), note(24, 24, 62), note(24, 24, 65)]
    #expect(features(notes, before: 24) == [melody(60), bass(60), released(60)])
  }

  @Test("A key is let go for a quarter, and not while it is down again")
  func released() {
    let notes = [note(0, 12, 60), note(24, 48, 60)]
    #expect(features([notes[0]], before: 24).contains(released(60)))
    #expect(!features([notes[0]], before: 36).contains(released(60)))
    #expect(!features(notes, before: 24).contains(released(60)))
    #expect(!features(notes, before: 36).contains(released(60)))
    #expect(features(notes, before: 95).contains(released(60)))
    #expect(!features(notes, before: 96).contains(released(60)))
  }
}
