import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// Pieces are for a piano, which has 88 keys.
struct KeyboardTests {
  @Test("No note is off the piano's keyboard, whatever key a seed or a primer writes in")
  func keyboard() throws {
    let model = try randomTimedModel(scale: 0)
    let network = InferenceNetwork(model.parameters)
    let pianoKeys = 21...108
    func keys(_ seed: UInt64, _ options: PieceOptions) throws -> [Int] {
      let events = Array(try Composer(model, network: network, seed: seed, options))
      checkMusic(events)
      return events.flatMap(\.notes).map { Int($0.key) }
    }
    var found: Set<Int> = []
    for seed in 0..<60 as Range<UInt64> {
      let keys = try keys(seed, PieceOptions(extent: .events(40)))
      #expect(keys.allSatisfy(pianoKeys.contains), "\(seed)")
      found.formUnion(keys)
    }
    // All of them are used, to both ends.
    #expect(found == Set(pianoKeys))
    let primer = TimedTokenizer(.full).encode(randomScore(3)).tokens.dropLast()
    for semitones in [-5, 0, 6] {
      let options = PieceOptions(
        beginning: .primer(Primer(Array(primer), movedBy: semitones)), extent: .events(40))
      #expect(try keys(1, options).allSatisfy(pianoKeys.contains))
    }
    // What is moved afterwards is the same piece.
    let (piece, moved) = (
      try keys(5, PieceOptions(extent: .events(40))),
      try keys(5, PieceOptions(extent: .events(40), transposition: 12))
    )
    #expect(moved.map { $0 - 12 } == piece && moved.contains { $0 > 108 })
  }

  @Test("An opening that leaves no room on the keyboard is gone on from all the same")
  func openingBeyondKeyboard() throws {
    let model = try randomTimedModel(scale: 0)
    func tokens(_ list: [TimedToken]) -> [Int32] {
      list.map { TimedVocabulary.full.index(of: $0)! }
    }
    let opening = tokens([
      .start, .tempo(quartersPerMinute: 120), .shift(0), .pitch(key: 110), .duration(12),
    ])
    // A whole note, one to which another one must be added, and one without its length.
    for tail in [[], [.shift(0)], [.shift(0), .pitch(key: 120)]] as [[TimedToken]] {
      for seed in 0..<10 as Range<UInt64> {
        let events = Array(
          try Composer(
            model, seed: seed, beginning: .primer(Primer(opening + tokens(tail))),
            extent: .events(20)))
        let last = events.suffix(19).flatMap(\.notes)
        #expect((20...21).contains(events.count) && last.allSatisfy { (21...108).contains($0.key) })
      }
    }
  }
}
