import RenderMusic
import Testing

@testable import RenderComposer

@Suite("A look back at earlier bars") struct LookbackTests {
  /// Random bars of 3/4, which come again after some bars, moved.
  private func piece(
    bars count: Int, lag: Int, movedBy interval: Int, pickUp: Int
  ) throws -> (score: TimedScore, grid: BarGrid) {
    var state: UInt64 = 7
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    var bars: [[Piece.Note]] = []
    for bar in 0..<count {
      if bar >= lag {
        bars.append(
          bars[bar - lag].map {
            Piece.Note(
              onset: $0.onset + 72 * lag, duration: $0.duration, key: UInt8(Int($0.key) + interval))
          })
      } else {
        bars.append(
          (0..<8).map { _ in
            let onset = 12 * next(6)
            return Piece.Note(
              onset: pickUp + 72 * bar + onset, duration: 6 + next(72 - onset - 5),
              key: UInt8(40 + next(40)))
          })
      }
    }
    let score = try TimedScore(notes: bars.joined())
    let metre = Piece.Metre(beats: 3, beatUnit: 4, pickUp: pickUp)
    return (score, BarGrid(metre, end: score.end))
  }

  @Test(
    "knows every token of bars that come again, also moved and after a pick-up",
    arguments: [(1, 0, 0), (2, 0, 24), (4, 5, 24), (8, -3, 0)])
  func returns(lag: Int, interval: Int, pickUp: Int) throws {
    let (score, grid) = try piece(bars: 3 * lag, lag: lag, movedBy: interval, pickUp: pickUp)
    let vocabulary = TimedVocabulary.full
    let tokens = TimedTokenizer(vocabulary).encode(score).tokens
    var grammar = TimedGrammar(vocabulary)
    var lookback = Lookback(grid)
    var (right, wrong, first) = (0, 0, 0)
    for (token, next) in zip(tokens, tokens.dropFirst().dropLast()) {
      if case .note(let note) = grammar.read(token) { lookback.append(note) }
      let bar = grid.bar(at: grammar.onset)
      let expected = lookback.token(after: grammar, movedBy: interval) {
        $0 >= lag ? $0 - lag : nil
      }
      if bar < lag + (pickUp > 0 ? 1 : 0) {
        first += 1
      } else if expected == next {
        right += 1
      } else {
        wrong += 1
      }
    }
    #expect(first > 0 && right > 100 && wrong == 0)
  }

  @Test("says nothing of what is not there")
  func nothing() throws {
    let (score, grid) = try piece(bars: 4, lag: 4, movedBy: 0, pickUp: 0)
    let tokens = TimedTokenizer().encode(score).tokens
    var grammar = TimedGrammar()
    var lookback = Lookback(grid)
    for token in tokens {
      if case .note(let note) = grammar.read(token) { lookback.append(note) }
      #expect(lookback.token(after: grammar, movedBy: 0) { _ in nil } == nil)
      // A bar that has not come yet has nothing to say.
      let later = lookback.token(after: grammar, movedBy: 0) { $0 + 1 }
      #expect(later == nil)
    }
  }

  @Test("is heard as features below their number, the same for the same tokens, with a plan and without")
  func features() throws {
    let (score, grid) = try piece(bars: 16, lag: 4, movedBy: 2, pickUp: 24)
    let vocabulary = TimedVocabulary.full
    let tokens = TimedTokenizer(vocabulary).encode(score).tokens
    let plan = BarPlan(of: score, grid, style: [0, 3])
    for plan in [nil, plan] {
      let sequence = TokenSequence(
        metrical: tokens, vocabulary, bars: grid, plan: plan, tellsRemaining: plan == nil)
      let features = sequence.features()
      #expect(features.count == tokens.count && features == sequence.features())
      for position in tokens.indices {
        #expect(
          features[position].allSatisfy { $0 >= 0 && $0 < Int32(MetricalListener.featureCount) })
        #expect(Set(features[position]).count == features[position].count)
      }
    }
  }
}
