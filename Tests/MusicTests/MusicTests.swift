import MIDI
import Testing

@testable import Music

@Test("Every MIDI key's name is read as that key, but for the two names that flats share")
func keysByName() {
  for key in UInt8(0)..<128 {
    let name = PitchSpelling.names[Int(key)]
    #expect(PitchSpelling.key(named: name) == ([4: 27, 11: 34][key] ?? key), "\(name)")
  }
}

@Test("A chord moved and moved back is the same token")
func transpositionIsInvertible() throws {
  for bits in UInt16(1)..<4096 {
    let token = ClassicToken(chord: PitchClassSet(bits: bits))
    for semitones in -11...11 {
      let moved = try #require(token.transposed(by: semitones))
      #expect(moved.transposed(by: -semitones) == token)
    }
  }
}
