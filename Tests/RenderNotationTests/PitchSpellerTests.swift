import RenderMusic
import RenderRandomness
import Testing

@testable import RenderNotation

@Suite("Pitch spelling")
struct PitchSpellerTests {
  /// Notes of a quarter, chord after chord.
  private func notes(_ chords: [[UInt8]]) -> [Piece.Note] {
    chords.enumerated().flatMap { index, keys in
      keys.map { Piece.Note(onset: 24 * index, duration: 24, key: $0) }
    }
  }

  private func names(_ notes: [Piece.Note], keys: [KeyChange]? = nil) -> [String] {
    zip(notes, PitchSpeller(notes, keys: keys).fifths)
      .map { SpelledPitch(fifths: $1, key: $0.key).description }
  }

  @Test("every spelling sounds like its key")
  func sounds() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20 {
      let notes = (0..<200).map { index in
        Piece.Note(
          onset: 6 * (index / 2), duration: 12, key: UInt8(generator.next(below: 128)))
      }
      for sharps in [nil, -7, 0, 7] as [Int?] {
        let keys = sharps.map { [KeyChange(signature: Piece.KeySignature(sharps: $0))] }
        for (note, fifths) in zip(notes, PitchSpeller(notes, keys: keys).fifths) {
          let pitch = SpelledPitch(fifths: fifths, key: note.key)
          #expect(pitch.key == Int(note.key))
          #expect(pitch.fifths == fifths)
          #expect((-2...2).contains(pitch.alteration))
        }
      }
    }
  }

  @Test("is the same in whichever order the notes come")
  func order() {
    let music = notes([[57, 60, 64], [56, 62, 71], [57, 60, 69], [53, 62, 69], [52, 59, 68]])
    let forwards = PitchSpeller(music, keys: nil).fifths
    let backwards = PitchSpeller(music.reversed(), keys: nil).fifths
    #expect(forwards == backwards.reversed())
  }

  @Test("writes the leading note of a minor key with the letter below the tonic")
  func leadingNote() {
    let music = notes([
      [57, 60, 64], [52, 56, 62], [57, 60, 64], [50, 65, 69], [52, 68, 71], [45, 69, 72],
    ])
    let spelled = names(music)
    #expect(spelled.contains("G♯3") && spelled.contains("G♯4"))
    #expect(!spelled.contains { $0.hasPrefix("A♭") })
  }

  @Test("follows the key signature in a key that has two names")
  func signature() {
    // G flat or F sharp major: tonic, subdominant, dominant, tonic.
    let music = notes([[54, 58, 61], [59, 63, 66], [61, 65, 68], [54, 66, 70]])
    let flats = names(music, keys: [KeyChange(signature: Piece.KeySignature(sharps: -6))])
    let sharps = names(music, keys: [KeyChange(signature: Piece.KeySignature(sharps: 6))])
    #expect(
      flats == ["G♭3", "B♭3", "D♭4", "C♭4", "E♭4", "G♭4", "D♭4", "F4", "A♭4", "G♭3", "G♭4", "B♭4"])
    #expect(
      sharps == ["F♯3", "A♯3", "C♯4", "B3", "D♯4", "F♯4", "C♯4", "E♯4", "G♯4", "F♯3", "F♯4", "A♯4"])
  }

  @Test("without a signature is written in the one that the notes suggest")
  func suggestedSignature() {
    // E flat major.
    let music = notes([[51, 55, 58], [56, 60, 63], [58, 62, 65], [51, 58, 67]])
    #expect(PitchSpeller(music, keys: nil).signature.sharps == -3)
    #expect(PitchSpeller([], keys: nil).signature == Piece.KeySignature(sharps: 0))
  }

  @Test("C flat is in the octave of the letter, not of the sound")
  func octaves() {
    #expect(SpelledPitch(fifths: -7, key: 59).description == "C♭4")
    #expect(SpelledPitch(fifths: 12, key: 60).description == "B♯3")
    #expect(SpelledPitch(fifths: 0, key: 0).description == "C-1")
    #expect(SpelledPitch(fifths: -14, key: 10).key == 10)
  }
}
