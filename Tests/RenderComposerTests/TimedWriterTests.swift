import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer

@Suite("A writer that ends with a form")
struct TimedWriterTests {
  /// The full vocabulary, and poor ones: few keys, few shifts, long notes.
  private static let vocabularies: [TimedVocabulary] =
    [.full]
    + [(1, 1, 96), (2, 7, 31), (3, 96, 1), (1, 24, 96)].map {
      (keys: Int, shift: Int, duration: Int) in
      try! TimedVocabulary(
        Vocabulary(
          ordered: TimedVocabulary.full.tokens.filter {
            switch $0 {
            case .pitch(let key): (60..<60 + keys).contains(Int(key))
            case .shift(let units): units < 2 || units % shift == 0
            case .duration(let units): units == 1 || units % duration == 0
            default: true
            }
          }.map(\.description)))
    }

  private func write(
    _ vocabulary: TimedVocabulary, _ plan: PiecePlan, seed: UInt64, prefersLong: Bool
  ) -> [ComposedEvent] {
    var writer = MetricalTokens(vocabulary, styles: namedStyles).makeWriter(plan)
    var generator = SeededGenerator(seed: seed)
    var mask = [Bool](repeating: false, count: vocabulary.count)
    var events: [ComposedEvent] = []
    for token in plan.heard { if let event = writer.read(token) { events.append(event) } }
    for _ in 0..<20_000 where !writer.hasEnded {
      writer.writeAllowed(to: &mask)
      var possible = mask.indices.filter { mask[$0] }
      guard !possible.isEmpty else { break }
      let long = possible.filter {
        switch vocabulary.tokens[$0] {
        case .longShift, .longDuration: true
        default: false
        }
      }
      if !long.isEmpty, prefersLong, generator.next(below: 4) > 0 { possible = long }
      let token = possible[Int(generator.next(below: UInt64(possible.count)))]
      #expect(
        writer.features.allSatisfy { $0 >= 0 && $0 < MetricalListener.featureCount(vocabulary) })
      if let event = writer.read(Int32(token)) { events.append(event) }
    }
    #expect(writer.hasEnded)
    return events
  }

  @Test("No note begins at the end of the last bar or later, and the piece ends, whatever is drawn")
  func ends() {
    for (index, vocabulary) in Self.vocabularies.enumerated() {
      for seed in 0..<40 as Range<UInt64> {
        var plan = PiecePlan(heard: [vocabulary.start])
        var form = FormPlan(
          metre: Piece.Metre(
            beats: 2 + Int(seed % 3), beatUnit: 4, pickUp: seed % 2 == 0 ? 12 : 0))
        form.bars = randomPlan(seed, bars: 1 + Int(seed % 7)).bars
        plan.form = form
        plan.endsWithForm = true
        let end = BarGrid(form.metre, end: TimedScore.latest).starts[form.bars.count]
        let events = write(vocabulary, plan, seed: seed, prefersLong: seed % 4 < 2)
        #expect(!events.isEmpty, "vocabulary \(index), seed \(seed)")
        #expect(
          events.allSatisfy { $0.notes[0].onset < end }, "vocabulary \(index), seed \(seed)")
        // With all tokens at hand the last bar is reached.
        if index == 0, let last = events.last?.notes[0].onset {
          #expect(last >= BarGrid(form.metre, end: end).starts[form.bars.count - 1])
        }
      }
    }
  }

  @Test("A piece whose opening is longer than its plan ends with its first event")
  func openingBeyondPlan() throws {
    let vocabulary = TimedVocabulary.full
    let opening = TimedTokenizer(vocabulary).encode(randomScore(2, notes: 60)).tokens.dropLast()
    var plan = PiecePlan(heard: Array(opening))
    plan.unwritten = opening.count
    plan.form = randomPlan(1, bars: 2)
    plan.endsWithForm = true
    for seed in 0..<10 as Range<UInt64> {
      let events = write(vocabulary, plan, seed: seed, prefersLong: false)
      #expect(events.count == 1)
    }
  }
}
