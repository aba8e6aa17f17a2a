import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// What is known beside each timed token.
struct TimedListenerTests {
  private static let vocabulary = TimedVocabulary.full

  private func indices(_ names: String) -> [Int32] {
    names.split(separator: " ").map { Int32(Self.vocabulary.vocabulary.index(of: String($0))!) }
  }

  @Test(
    """
    Features are the place in the bar, the keys struck and held, the key and register so far, and \
    what remains if it is told
    """)
  func features() throws {
    var listener = TimedListener(Self.vocabulary)
    let barStart = 1 + Remainder.count
    let (held, struck) = (barStart + 288, barStart + 288 + 128)
    var found: [[Int]] = []
    // C4 for half a bar with E4 over it, then G4 over the held C4 a quarter later.
    for token in indices("start tempo120 +0 C4 =48 +0 E4 =12 +24 G4 =96 +96+ +96 C4 =1 end") {
      _ = listener.hear(token)
      found.append(listener.features(remaining: nil).map(Int.init))
    }
    let expected: [[Int]] = [
      [], [], [], [], [struck + 60], [struck + 60], [struck + 60], [struck + 60, struck + 64],
      [held + 60], [held + 60], [held + 60, struck + 67], [held + 60, struck + 67], [], [],
      [struck + 60], [struck + 60],
    ]
    let places = [0, 0, 0, 0, 0, 0, 0, 0, 24, 24, 24, 24, 216, 216, 216, 216]
    let sung: [(key: UInt8, duration: Int)] = [(60, 48), (64, 12), (67, 96), (60, 1)]
    let counts = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4]
    for (index, features) in found.enumerated() {
      let notes = sung.prefix(counts[index]).map {
        Piece.Note(onset: 0, duration: $0.duration, key: $0.key)
      }
      let soFar = MusicalKey(of: notes).map { key in
        let mean = notes.reduce(0) { $0 + Int($1.key) } / notes.count
        return [struck + 128 + key.index, struck + 128 + 24 + mean / 2]
      }
      #expect(
        features == [0, barStart + places[index]] + expected[index] + (soFar ?? []),
        "token \(index)")
    }
    #expect(listener.events == 3)
    #expect(listener.features(remaining: 5)[0] == 6)
  }

  @Test("Every feature is below their number, and what remains has ever coarser steps")
  func remainder() {
    #expect((0...16).map(Remainder.index) == Array(0...16))
    var last = 16
    for events in 17...10_000 {
      let index = Remainder.index(of: events)
      #expect(index == last || index == last + 1)
      last = index
    }
    #expect(last == Remainder.count - 1 && Remainder.index(of: .max) == last)
    #expect(Remainder.index(of: -3) == 0)
    var listener = TimedListener(Self.vocabulary)
    for token in TimedTokenizer().encode(randomScore(1)).tokens {
      _ = listener.hear(token)
      let features = listener.features(remaining: .max)
      #expect(features.allSatisfy { (0..<Int32(TimedListener.featureCount)).contains($0) })
      #expect(Set(features).count == features.count)
    }
  }

  @Test("A piece's features are those of its listener, told or not what remains")
  func sequence() {
    let tokens = TimedTokenizer().encode(randomScore(2)).tokens
    let (told, silent) = (
      TokenSequence(timed: tokens, Self.vocabulary, tellsRemaining: true).features(),
      TokenSequence(timed: tokens, Self.vocabulary, tellsRemaining: false).features()
    )
    #expect(told.count == tokens.count && silent.count == tokens.count)
    for position in tokens.indices {
      #expect(silent[position].first == 0)
      #expect(told[position].dropFirst() == silent[position].dropFirst())
    }
    let total = randomScore(2).eventCount
    #expect(told[0].first == Int32(1 + Remainder.index(of: total)))
    #expect(told[tokens.count - 1].first == 1)
  }

  @Test("A training is mostly told what remains, and then beginnings and endings count more")
  func hearing() {
    let pieces = (0..<60).map {
      TimedTokenizer().encode(randomScore($0, notes: $0 % 3 == 0 ? 20 : 200)).tokens
    }
    let hearing = TimedHearing(pieces: pieces, vocabulary: Self.vocabulary, seed: 3)
    var told = 0
    for epoch in 0..<4 {
      let heard = hearing.pieces(epoch: epoch)
      #expect(heard.map(\.tokens) == pieces)
      for (piece, again) in zip(heard, hearing.pieces(epoch: epoch)) {
        #expect(piece.features()[0] == again.features()[0])
        guard piece.features()[0].first != 0 else {
          #expect(piece.weight == nil)
          continue
        }
        told += 1
        guard let weight = piece.weight else {
          Issue.record("what counts more is not said")
          continue
        }
        let count = piece.tokens.count
        #expect(weight(count - 1) == 6 && weight(1) == (count > 129 ? 3 : 6))
        if count > 400 { #expect(weight(200) == 1) }
      }
    }
    #expect((160...200).contains(told))
  }
}
