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
      Self.learned.assignPlayers(to: &drawn, with: &generator)
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

  @Test("What returns is played by those who have played it, and what is known stays")
  func returns() {
    var plan = Self.plan
    for bar in plan.bars.indices { plan.bars[bar].players = bar < 4 ? [1] : nil }
    for bar in 8..<12 { (plan.bars[bar].relation, plan.bars[bar].source) = (.exact, bar - 8) }
    for seed in 0..<20 as Range<UInt64> {
      var drawn = plan
      var generator = SeededGenerator(seed: seed, stream: .players)
      Self.learned.assignPlayers(to: &drawn, with: &generator)
      let fullest = drawn.bars.map { $0.players!.count }.max()!
      if fullest == 2, drawn.bars[0].players == [1] { #expect(drawn.bars[8].players == [1]) }
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
