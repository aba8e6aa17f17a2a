import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer

@Suite("A look back at earlier bars") struct LookbackTests {
  /// Random bars of 3/4, which come again after some bars, moved. Notes may last beyond their bar.
  private func piece(
    bars count: Int, lag: Int, movedBy interval: Int, pickUp: Int, longest: Int = 72
  ) throws -> (score: TimedScore, grid: BarGrid) {
    var generator = SeededGenerator(seed: 7)
    func next(_ count: Int) -> Int { Int(generator.next(below: UInt64(count))) }
    var bars: [[Piece.Note]] = []
    for bar in 0..<count {
      if bar >= lag {
        bars.append(
          bars[bar - lag].map {
            Piece.Note(
              onset: $0.onset + 72 * lag, duration: $0.duration, key: UInt8(Int($0.key) + interval))
          })
      } else {
        // Chords, runs and a bar's beginning without a note are among them. Another key in each bar, so that what
        // lasts beyond the bar meets no note of its own key.
        bars.append(
          (0..<8).map { index in
            let onset = 12 * next(6)
            let duration = longest > 72 ? 6 + next(longest) : 6 + next(72 - onset - 5)
            let key = longest > 72 ? 30 + 8 * (bar % 6) + index : 40 + next(40)
            return Piece.Note(
              onset: pickUp + 72 * bar + onset, duration: duration, key: UInt8(key))
          })
      }
    }
    let score = try TimedScore(notes: bars.joined())
    let metre = Piece.Metre(beats: 3, beatUnit: 4, pickUp: pickUp)
    return (score, BarGrid(metre, end: score.end))
  }

  @Test(
    "Every token of bars that come again is known, also moved, after a pick-up, and of notes beyond the bar line",
    arguments: [
      (1, 0, 0, 72), (2, 0, 24, 72), (4, 5, 24, 72), (8, -3, 0, 72), (6, 0, 0, 200),
      (6, 0, 36, 200), (12, 2, 0, 300),
    ])
  func returns(lag: Int, interval: Int, pickUp: Int, longest: Int) throws {
    let (score, grid) = try piece(
      bars: max(12, 3 * lag), lag: lag, movedBy: interval, pickUp: pickUp,
      longest: longest)
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
    #expect(first > 0 && right > 100 && wrong == 0, "\(first) \(right) \(wrong)")
  }

  @Test("What it expects is a token of the vocabulary, of the kind that is to come")
  func kinds() throws {
    // Half of the keys, shifts and durations.
    let small = try TimedVocabulary(
      Vocabulary(
        ordered: TimedVocabulary.full.tokens.enumerated().filter {
          switch $1 {
          case .pitch(let key): key % 2 == 0
          case .shift(let units): units < 2 || units % 3 == 0
          case .duration(let units): units == 1 || units % 3 == 0
          default: true
          }
        }.map(\.element.description)))
    for seed in 0..<20 as Range<UInt64> {
      let vocabulary = seed % 2 == 0 ? TimedVocabulary.full : small
      let score = randomScore(seed)
      let grid = BarGrid(
        Piece.Metre(beats: 3 + Int(seed % 2), beatUnit: 4, pickUp: 12 * Int(seed % 3)),
        end: score.end)
      var grammar = TimedGrammar(vocabulary)
      var lookback = Lookback(grid)
      var generator = SeededGenerator(seed: seed)
      for token in TimedTokenizer(vocabulary).encode(score).tokens {
        if case .note(let note) = grammar.read(token) { lookback.append(note) }
        let bar = grid.bar(at: grammar.onset)
        let source = bar == 0 ? nil : Int(generator.next(below: UInt64(bar)))
        let interval = Int(generator.next(below: 25)) - 12
        guard
          let expected = lookback.token(
            after: grammar, movedBy: interval, source: { $0 >= bar ? source : nil })
        else { continue }
        let kind = vocabulary.tokens[Int(expected)].kind
        #expect(
          kind == (grammar.expectsPitch ? .pitch : grammar.expectsDuration ? .duration : .shift))
      }
    }
  }

  @Test("Of a bar that has no source, and of one that has not come yet, nothing is said")
  func nothing() throws {
    let (score, grid) = try piece(bars: 4, lag: 4, movedBy: 0, pickUp: 0)
    let tokens = TimedTokenizer().encode(score).tokens
    var grammar = TimedGrammar()
    var lookback = Lookback(grid)
    for token in tokens {
      if case .note(let note) = grammar.read(token) { lookback.append(note) }
      #expect(lookback.token(after: grammar, movedBy: 0) { _ in nil } == nil)
      #expect(lookback.token(after: grammar, movedBy: 0) { $0 + 1 } == nil)
      #expect(lookback.token(after: grammar, movedBy: 0) { _ in .max } == nil)
    }
  }

  @Test("A piece begun anew from what it expects is the copied bars, note for note")
  func copies() throws {
    let lag = 4
    let (score, grid) = try piece(bars: 3 * lag, lag: lag, movedBy: 2, pickUp: 24)
    let vocabulary = TimedVocabulary.full
    let tokens = TimedTokenizer(vocabulary).encode(score).tokens
    var grammar = TimedGrammar(vocabulary)
    var lookback = Lookback(grid)
    var notes: [Piece.Note] = []
    var next: Int32? = tokens[0]
    for step in 0..<tokens.count {
      guard let token = next else { break }
      let reading = grammar.read(token)
      #expect(reading != .refused)
      if case .note(let note) = reading {
        lookback.append(note)
        notes.append(note)
      }
      let isFirst = grid.bar(at: grammar.onset) < lag + 1
      next =
        isFirst
        ? tokens[step + 1]
        : lookback.token(after: grammar, movedBy: 2) { $0 >= lag ? $0 - lag : nil }
    }
    #expect(notes == score.notes)
  }
}
