import FoundationEssentials
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer

@Suite("Who plays where") struct OrchestrationTests {
  /// A duet of 16 bars of a quarter each in 4/4: the violin plays all the time, the cello in every second group of four
  /// bars, half of each bar.
  private static let piece: MetricalPiece = {
    let bar = 4 * Piece.unitsPerQuarter
    let notes = (0..<16).flatMap { number in
      let violin = Piece.Note(onset: number * bar, duration: bar, key: UInt8(72 + number % 5))
      let cello = Piece.Note(onset: number * bar, duration: bar / 2, key: 48, part: 1)
      return number / 4 % 2 == 1 ? [cello, violin] : [violin]
    }
    let score = try! TimedScore(notes: notes, programs: [40, 42])
    return MetricalPiece(
      score, bars: BarGrid(Piece.Metre(beats: 4, beatUnit: 4), end: score.end))
  }()

  private static let plan: FormPlan = {
    var plan = FormPlan(of: piece)
    // One section that never returns: groups begin with every fourth bar.
    for bar in plan.bars.indices {
      plan.bars[bar].relation = .new
      plan.bars[bar].source = nil
      plan.bars[bar].beginsSection = bar == 0
      plan.bars[bar].players = bar / 4 % 2 == 1 ? [0, 1] : [0]
    }
    return plan
  }()

  private static let learned = Orchestration(
    learnedFrom: Array(repeating: (piece: piece, plan: plan), count: 20))

  @Test("A plan of a piece says who plays, and names the instruments")
  func found() {
    let plan = FormPlan(of: Self.piece)
    #expect(plan.instruments == Instrument.numbered([40, 42]))
    #expect(plan.bars.allSatisfy { $0.players?.contains(0) ?? false })
    #expect(plan.bars.contains { $0.players == [0] })
  }

  @Test("Learned is who plays, and for how much of the time")
  func learning() {
    #expect(Self.learned.activity(of: 40) == 1)
    #expect(Self.learned.activity(of: 42) == 0.5)
    // Of whom nothing is known plays.
    #expect(Self.learned.activity(of: 73) == 1)
    var plan = Self.plan
    for bar in plan.bars.indices { plan.bars[bar].players = nil }
    var celloPlays = 0
    for seed in 0..<50 as Range<UInt64> {
      var drawn = plan
      var generator = SeededGenerator(seed: seed, stream: .players)
      Self.learned.assignPlayers(to: &drawn, ofFirst: 16, with: &generator)
      #expect(drawn.bars.allSatisfy { $0.players?.contains(0) ?? false })
      for group in 0..<4 {
        // All bars of a group have the same players.
        #expect(Set(drawn.bars[4 * group..<4 * group + 4].map(\.players)).count == 1)
        celloPlays += drawn.bars[4 * group].players == [0, 1] ? 1 : 0
      }
      // Nobody comes for nothing.
      #expect(drawn.bars.contains { $0.players == [0, 1] })
    }
    #expect((60...140).contains(celloPlays), "\(celloPlays) of 200")
  }

  /// The players of the four groups, as they are drawn.
  private static func players(
    of plan: FormPlan, ofFirst count: Int = 16, seed: UInt64
  ) -> [[Int]] {
    var drawn = plan
    var generator = SeededGenerator(seed: seed, stream: .players)
    learned.assignPlayers(to: &drawn, ofFirst: count, with: &generator)
    return stride(from: 0, to: 16, by: 4).map { drawn.bars[$0].players! }
  }

  @Test("What returns is played by those who have played it, and what is known stays")
  func returns() {
    var plan = Self.plan
    for bar in plan.bars.indices { plan.bars[bar].players = bar < 4 ? [1] : nil }
    for bar in 8..<12 { (plan.bars[bar].relation, plan.bars[bar].source) = (.exact, bar - 8) }
    for bar in 12..<16 { (plan.bars[bar].relation, plan.bars[bar].source) = (.exact, bar - 8) }
    for seed in 0..<20 as Range<UInt64> {
      let players = Self.players(of: plan, seed: seed)
      #expect(players[0] == [1] && players[2] == [1])
      // The violin comes in where something is new, and where that returns.
      #expect(players[1].contains(0) && players[3] == players[1])
    }
    // Where all is known, who is silent stays so.
    for bar in plan.bars.indices { plan.bars[bar].players = [1] }
    #expect(Self.players(of: plan, seed: 1) == [[1], [1], [1], [1]])
  }

  @Test("Who plays in the first bars does not depend on what is planned behind them")
  func spareBars() {
    var plan = Self.plan
    for bar in plan.bars.indices { plan.bars[bar].players = nil }
    var shorter = plan
    shorter.bars.removeLast(8)
    for seed in 0..<50 as Range<UInt64> {
      var drawn = shorter
      var generator = SeededGenerator(seed: seed, stream: .players)
      Self.learned.assignPlayers(to: &drawn, ofFirst: 8, with: &generator)
      let players = Self.players(of: plan, ofFirst: 8, seed: seed)
      #expect(players[0] == drawn.bars[0].players && players[1] == drawn.bars[4].players)
      #expect(Set(players[0] + players[1]) == [0, 1])
    }
  }

  @Test("It is in a model's file as it was, and a damaged one is refused")
  func coding() throws {
    let text = String(decoding: try JSONEncoder().encode(Self.learned), as: UTF8.self)
    #expect(try Orchestration(json: text) == Self.learned)
    for damaged in ["", "[]", "{\"40\":{}}", text.replacing("\"40\"", with: "\"400\"")] {
      #expect(throws: ComposerError.self) { try Orchestration(json: damaged) }
    }
  }

  @Test("A plan's file says who plays, and is read as it was written")
  func file() throws {
    let plan = Self.plan
    let text = String(decoding: try JSONEncoder().encode(plan), as: UTF8.self)
    #expect(text.contains("\"instruments\":[\"Violin\",\"Cello\"]"))
    let read = try JSONDecoder().decode(FormPlan.self, from: Data(text.utf8))
    #expect(read.instruments == plan.instruments)
    #expect(read.bars.map(\.players) == plan.bars.map(\.players))
    let alike = text.replacing(
      "\"players\":[\"Violin\",\"Cello\"]", with: "\"players\":[\"violin\",\"CELLO\"]")
    #expect(alike != text)
    #expect(
      try JSONDecoder().decode(FormPlan.self, from: Data(alike.utf8)).bars.map(\.players)
        == plan.bars.map(\.players))
    for (name, other) in [("Violin", "Kazoo"), ("\"players\":[\"Violin\"]", "\"players\":[]")] {
      let wrong = text.replacing(name, with: other, maxReplacements: 1)
      #expect(throws: ComposerError.self) {
        try JSONDecoder().decode(FormPlan.self, from: Data(wrong.utf8))
      }
    }
  }

  @Test("A part that was silent is pulled up, one that has played too much is let rest")
  func pull() {
    var pull = PartPull([0.5, 0.5])
    #expect(pull.lacks(at: 0) == [0, 0])
    let quarter = Piece.unitsPerQuarter
    for beat in 0..<32 {
      pull.append(Piece.Note(onset: beat * quarter, duration: quarter, key: 60))
    }
    let lacks = pull.lacks(at: 32 * quarter)
    #expect(lacks[0] < -0.4 && lacks[1] > 0.4)
    // Asked is not played.
    #expect(pull.lacks(at: 32 * quarter) == lacks)
  }
}
