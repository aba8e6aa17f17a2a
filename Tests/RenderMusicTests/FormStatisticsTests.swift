import RenderMIDI
import Testing

@testable import RenderMusic

struct FormStatisticsTests {
  private func form(_ phrases: [Phrase], bars: [Piece.TimeSignature]? = [.common]) throws
    -> FormStatistics
  {
    let score = try piece(phrases)
    return try #require(
      FormStatistics(of: score, bars: bars.map { BarGrid($0, end: score.end) }, events: 10_000))
  }

  @Test("Eight bars that come back exactly are half of a piece of sixteen, in whole bars and fours")
  func exact() throws {
    let phrase = Phrase(1)
    let found = try form([phrase, phrase])
    // The last bar ends where its chord begins, and counts for one unit.
    let bar = Double(Phrase.bar)
    let half = (7 * bar + 1) / (15 * bar + 1)
    #expect(abs(found.returnsOf4 - half) < 1e-9 && abs(found.returnsOf16 - half) < 1e-9)
    #expect(found.returnsOf32 == 0, "28 quarters and a unit")
    #expect(found.equalBars == 8.0 / 15 && found.likeBars == 8.0 / 15)
    #expect(found.variedBars == 0 && found.distinctBars == 0.5)
    #expect(found.wholeBarsApart == 1 && found.fourBarsApart == 1)
    #expect(found.periodOf8! > 0.9 && found.periodOf16 == nil)
    let longer = try form([phrase, phrase, Phrase(2)])
    #expect(abs(longer.returnsOf32 - 8 * bar / (23 * bar + 1)) < 1e-9)
  }

  @Test("What comes back varied is like its source and does not equal it")
  func varied() throws {
    let phrase = Phrase(1)
    let found = try form([phrase, phrase.varied])
    #expect(found.likeBars > found.equalBars && found.variedBars! > 0.5)
    #expect(found.distinctBars > 0.5)
  }

  @Test("New bars return to nothing, and what is moved is no return")
  func new() throws {
    let phrase = Phrase(1)
    for phrases in [[phrase, Phrase(2)], [phrase, phrase.moved(by: 2)]] {
      let found = try form(phrases)
      #expect(found.returnsOf4 == 0 && found.likeBars == 0 && found.variedBars == nil)
      #expect(found.distinctBars == 1)
    }
    // Windows are intervals, which moving leaves as they are.
    let moved = try form([phrase, phrase.moved(by: 2)])
    #expect(moved.repeatedWindows > 0.4 && moved.wholeBarsApart == 1 && moved.fourBarsApart == 1)
    #expect(try form([phrase, Phrase(2)]).repeatedWindows == 0)
  }

  @Test("A return five bars later lies whole bars away and no multiple of four")
  func fiveBars() throws {
    let phrase = Phrase(1, bars: 5)
    let found = try form([phrase, phrase, Phrase(3)])
    #expect(found.wholeBarsApart == 1 && found.fourBarsApart == 0)
  }

  @Test("One bar over and over lies in returns, keeps its rhythm and texture, and never falls")
  func loop() throws {
    let bar = Phrase(4, bars: 1)
    let found = try form(Array(repeating: bar, count: 20))
    #expect(found.returnsOf32 > 0.9 && found.equalBars == 1 && found.distinctBars == 1.0 / 20)
    #expect(found.rhythmOfBarBefore == 1 && found.periodOf4 == 0)
    let even = Phrase(
      notes: (0..<4).map { units(24 * $0, 24, UInt8(45 + $0)) }, bars: 1)
    let held = try form(Array(repeating: even, count: 20))
    // But for the last bar, which ends with the last onset.
    #expect(held.textureHeld! > 0.95 && held.barsWithBass == 1)
  }

  @Test("The largest fall of texture is where a new one begins")
  func fall() throws {
    let low = Phrase(notes: (0..<4).map { units(24 * $0, 24, UInt8(40 + $0)) }, bars: 1)
    let high = Phrase(notes: (0..<16).map { units(6 * $0, 6, UInt8(80 + $0 % 3)) }, bars: 1)
    let plain = try form(Array(repeating: low, count: 16))
    let changed = try form(Array(repeating: low, count: 8) + Array(repeating: high, count: 8))
    #expect(changed.textureFall! > plain.textureFall! + 0.2)
    #expect(changed.barsWithBass == 0.5)
  }

  @Test("Bars that nobody knows are those that make bars most alike")
  func unknownBars() throws {
    let bar = (0..<12).map { units(6 * $0, 6, UInt8([60, 67, 64, 71, 62, 69][$0 * $0 % 6])) }
    let phrases = (0..<12).map { number in
      Phrase(
        notes: bar + [units(Piece.unitsPerQuarter * 2, 24, UInt8(40 + number % 6))], bars: 1)
    }
    // In bars of three quarters.
    var notes: [Piece.Note] = []
    for (number, phrase) in phrases.enumerated() {
      notes += phrase.notes.map { units(72 * number + $0.onset, $0.duration, $0.key) }
    }
    let score = try TimedScore(notes: notes)
    #expect(BarGrid(mostAlikeIn: score).metre == Piece.Metre(beats: 3, beatUnit: 4))
    let waltz = BarGrid(Piece.Metre(beats: 3, beatUnit: 4), end: score.end)
    #expect(FormStatistics(of: score) == FormStatistics(of: score, bars: waltz))
  }

  @Test("Only the first events count, and without notes there is nothing to measure")
  func events() throws {
    let phrase = Phrase(1)
    let score = try piece([phrase, phrase])
    let grid = BarGrid([.common], end: score.end)
    let first = try piece([phrase])
    let count = first.eventCount
    #expect(score.beginning(events: count) == first)
    #expect(score.beginning(events: 10_000) == score)
    let cut = try #require(FormStatistics(of: score, bars: grid, events: count))
    #expect(cut.equalBars == 0)
    #expect(cut == FormStatistics(of: first, bars: BarGrid([.common], end: first.end)))
    #expect(FormStatistics(of: try TimedScore(notes: [])) == nil)
    let single = try #require(FormStatistics(of: TimedScore(notes: [units(0, 1, 60)])))
    #expect(single.textureHeld == nil && single.periodOf4 == nil && single.returnsOf4 == 0)
  }
}
