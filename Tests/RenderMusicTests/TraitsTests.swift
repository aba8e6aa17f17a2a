import Testing

@testable import RenderMusic

@Suite("Traits of a piece")
struct TraitsTests {
  private func traits(
    _ notes: [Piece.Note], _ metre: Piece.Metre = Piece.Metre(beats: 4, beatUnit: 4)
  ) throws -> [Traits.Trait: Int]? {
    let score = try TimedScore(notes: notes)
    return Traits(of: score, BarGrid(metre, end: score.end)).map { traits in
      Dictionary(
        uniqueKeysWithValues: Traits.Trait.allCases.map { ($0, traits.classes[$0.rawValue]) })
    }
  }

  @Test("A scale in quarters goes by steps, on the beats, and repeats nothing")
  func scale() throws {
    let keys: [UInt8] = [60, 62, 64, 65, 67, 69, 71, 72]
    let found = try #require(try traits(keys.enumerated().map { units(24 * $0, 24, $1) }))
    #expect(
      found == [
        .melodySteps: 4, .melodyRepeats: 0, .bassSteps: 4, .bassRepeats: 0, .offBeats: 0,
        // Seven pitch classes, one twice: 2.75 bits.
        .syncopation: 0, .pitchClassEntropy: 0,
      ])
  }

  @Test("Melody and bass are told apart: a tune over a drone")
  func drone() throws {
    let found = try #require(
      try traits(
        (0..<16).flatMap { [units(12 * $0, 12, 40), units(12 * $0, 12, [60, 67, 76][$0 % 3])] }))
    #expect(found[.bassRepeats] == 4 && found[.bassSteps] == 0)
    #expect(found[.melodySteps] == 0 && found[.melodyRepeats] == 0)
    // Every other eighth is off the beat: eight of sixteen.
    #expect(found[.offBeats] == 1 && found[.syncopation] == 0)
  }

  @Test("Syncopes are onsets off the beat where nothing begins on the next one")
  func syncopes() throws {
    let found = try #require(try traits((0..<16).map { units(12 + 24 * $0, 24, 60) }))
    #expect(found[.syncopation] == 4 && found[.offBeats] == 4 && found[.melodyRepeats] == 4)
    // A pick-up of an eighth: the same notes are on the beats.
    let onBeats = try #require(
      try traits(
        [units(0, 12, 60)] + (0..<16).map { units(12 + 24 * $0, 24, 60) },
        Piece.Metre(beats: 3, beatUnit: 4, pickUp: 12)))
    #expect(onBeats[.syncopation] == 0 && onBeats[.offBeats] == 0)
  }

  @Test("Twelve pitch classes as often have the largest entropy")
  func chromatic() throws {
    let found = try #require(try traits((0..<24).map { units(24 * $0, 24, UInt8(60 + $0 % 12)) }))
    #expect(found[.pitchClassEntropy] == 4)
  }

  @Test("Neither key nor tempo of a passage changes its traits")
  func transposition() throws {
    for seed in 0..<20 {
      var draws = Draws(seed)
      let notes = (0..<60).map { _ in
        units(
          6 * Int.random(in: 0..<200, using: &draws), Int.random(in: 1...50, using: &draws),
          UInt8.random(in: 40...80, using: &draws))
      }
      let moved = notes.map { units($0.onset, $0.duration, $0.key + 7) }
      // Bars later.
      let later = notes.map { units($0.onset + 3 * 96, $0.duration, $0.key) }
      let found = try traits(notes)
      #expect(try traits(moved) == found && traits(later) == found)
      #expect(found?.values.allSatisfy { (0..<Traits.classCount).contains($0) } == true)
    }
  }

  @Test("Fewer than two events have no line, and no traits")
  func short() throws {
    #expect(try traits([]) == nil && traits([units(0, 24, 60), units(0, 24, 64)]) == nil)
    #expect(try traits([units(0, 24, 60), units(24, 24, 64)]) != nil)
  }

  @Test("Classes are brought into their range")
  func classes() {
    #expect(Traits(classes: [-1, 0, 1, 2, 3, 4, 5]).classes == [0, 0, 1, 2, 3, 4, 4])
  }
}
